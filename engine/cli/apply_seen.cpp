#include "cli/apply_seen.hpp"

#include "cli/plan_supply.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/safeguards.hpp"
#include "cli/stale_users.hpp"
#include "cli/terminal.hpp"

#include <iostream>
#include <utility>

namespace cli {

namespace {

exit_code complain(const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return exit_code::state_lost;
}

void show_on_stderr(
    const options& given, const looked& seen, const report::seen_plan_facts& facts
) {
    const bool paint = may_colour(stream::standard_error, given.colour);
    std::cerr << report::seen_plan_text(
        seen.found, facts, paint ? report::colors::on : report::colors::off
    );
}

// There is no plan: what was seen is told, and why it was not everybody.
exit_code tell_unfinished(const options& given, const workspace& files, const looked& seen) {
    const auto facts = facts_of(given, files, seen);
    if (!facts) return complain(facts.error());
    show_on_stderr(given, seen, *facts);
    std::cerr << "muster: not everybody was looked at, so nothing was changed\n";
    return seen.run.code;
}

// What to type to come back to it.
std::string line_again(const options& given, const workspace& files, const apply_order& what) {
    return what.look.again.empty() ? same_again(given, files, what.command) : what.look.again;
}

}  // namespace

pending_plan pending_of(
    const options& given, const workspace& files, const apply_order& what, const looked& seen
) {
    pending_plan made;
    made.counts = counts_of(seen);
    made.sha256 = seen.end->plan;
    made.look = what.shown_by.empty() ? same_again(given, files, seen.head.command) : what.shown_by;
    made.again = line_again(given, files, what);
    return made;
}

run_order order_to_apply_seen(
    const options& given, const workspace& files, const apply_order& what, run::plan_reader& plan
) {
    run_order order;
    order.command = what.command;
    order.naming = what.to == run::attention::state ? second_try::by_run : second_try::by_list;
    order.how = plan::passes::single;
    order.expected = plan.selected();
    order.again = line_again(given, files, what);
    order.for_failed = what.look.again;
    order.supply = supply_of_plan(files, plan, given.outdated, run::bystanders::told);
    return order;
}

base::result<std::unique_ptr<run::plan_reader>> read_plan(
    const looked& seen, const workspace& files
) {
    base::diagnostics problems;
    auto plan = run::plan_reader::open(seen.file, *files.catalog, problems);
    if (plan) return std::make_unique<run::plan_reader>(std::move(*plan));
    return std::unexpected(base::failure{
        std::make_error_code(std::errc::io_error), base::to_text(problems.sorted().front())
    });
}

// What a run began with an approval, it is continued with.
bool looks_first(const options& given, const workspace& files) {
    if (!given.continues.empty()) return false;
    return has_safeguards(*files.settings, files.portal) || asks_approval(given) ||
           !given.accept.empty();
}

exit_code apply_seen(const options& given, const workspace& files, const apply_order& what) {
    auto how = what.look;
    if (how.command.empty()) how.command = what.to == run::attention::state ? "drift" : "plan";
    how.to = what.to;
    how.selected = what.selected;
    how.again = line_again(given, files, what);
    const auto seen = look_at_everybody(given, files, how);
    if (!seen) return seen.error();
    if (!(*seen)->end) return tell_unfinished(given, files, **seen);

    const auto pending = pending_of(given, files, what, **seen);
    if (const auto held = hold_to_limits(given, files, pending); !held) return held.error();
    const auto facts = facts_of(given, files, **seen);
    if (!facts) return complain(facts.error());
    const auto show = [&] { show_on_stderr(given, **seen, *facts); };
    if (const auto word = ask_approval(given, files.portal.name.value(), pending, show); !word)
        return word.error();

    const auto plan = read_plan(**seen, files);
    if (!plan) return complain(plan.error());
    auto with_reason = given;
    with_reason.reason = reason_of(given);
    auto run = carry_out(with_reason, files, order_to_apply_seen(given, files, what, **plan));
    if (!run) return run.error();
    run->closing.push_back({"sha256", pending.sha256});
    print_summary(given, *run);
    return code_after_plan(*run);
}

}  // namespace cli
