#include "cli/plan_command.hpp"

#include "cli/apply_seen.hpp"
#include "cli/look.hpp"
#include "cli/plan_portals.hpp"
#include "cli/plan_print.hpp"
#include "cli/prepared.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/shell_word.hpp"
#include "run/plan_reader.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace cli {

namespace {

exit_code complain(const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return exit_code::state_lost;
}

// How many of the selected have something with a state.
struct state_count {
    std::uint64_t users = 0;

    void operator()(const model::job& what, bool) {
        auto copy = what;
        run::leave_out_calls(copy);
        if (what.steps.empty() || !copy.steps.empty()) ++users;
    }
};

void add_what_next(report::seen_plan_facts& facts, const options& given, const looked& seen) {
    if (!seen.end) {
        facts.closing.push_back(
            {"not whole",
             given.plan_out.empty()
                 ? "not everybody was looked at; there is nothing to apply"
                 : "not everybody was looked at; " + given.plan_out + " was not written"}
        );
        return;
    }
    if (given.plan_out.empty()) return;
    facts.closing.push_back({"saved", given.plan_out});
    if (seen.found.count(model::planned::change) != 0)
        facts.closing.push_back({"apply it", apply_line(given, given.plan_out)});
}

exit_code code_of(const looked& seen, exit_detail detail) {
    const bool differs = seen.found.count(model::planned::change) != 0;
    if (!differs || detail == exit_detail::plain) return seen.run.code;
    return worse_of(seen.run.code, exit_code::differences);
}

exit_code look_and_print(
    const options& given, const prepared& ready, const look_order& how, exit_detail detail
) {
    const auto seen = look_at_everybody(given, ready.files, how);
    if (!seen) return seen.error();
    auto facts = facts_of(given, ready.files, **seen);
    if (!facts) return complain(facts.error());
    if (!given.expand.empty() && (*seen)->end) {
        base::diagnostics problems;
        auto reader = run::plan_reader::open((*seen)->file, *ready.files.catalog, problems);
        if (!reader) return exit_code::state_lost;
        if (const auto done = expand(*facts, (*seen)->found, *reader, given); !done)
            return complain(done.error());
    }
    add_what_next(*facts, given, **seen);
    print_plan(given, (*seen)->found, *facts);
    if (!given.json_into.empty()) {
        std::ofstream file(given.json_into, std::ios::binary | std::ios::trunc);
        file << report::seen_plan_json((*seen)->found, *facts) << std::flush;
        if (!file)
            return complain(
                {std::make_error_code(std::errc::io_error), "writing " + given.json_into}
            );
    }
    return code_of(**seen, detail);
}

// Whoever is as he should be costs one request, whoever is not two: reading and writing.
exit_code remediate(const options& given, const workspace& files, std::uint64_t users) {
    const std::string command = "drift --remediate";
    if (looks_first(given, files))
        return apply_seen(given, files, {command, run::attention::state, users});
    auto order = order_to_apply(given, files, users);
    order.command = command;
    order.naming = second_try::by_run;
    order.how = plan::passes::two;
    order.again = same_again(given, files, command);
    order.supply = [&files](const journal::store& journal, const model::run_header& header) {
        return jobs_of_roster(files, journal, header, run::attention::state);
    };
    const auto run = carry_out(given, files, order);
    if (!run) return run.error();
    print_summary(given, *run);
    return run->code;
}

}  // namespace

exit_code plan_command(const options& given) {
    if (const auto right = check_expand(given); !right) {
        std::cerr << "muster plan: " << right.error() << '\n';
        return exit_code::usage;
    }
    if (names_several(given)) return plan_portals(given);
    const auto ready = prepare(given);
    if (!ready) return ready.error();
    look_order how;
    how.command = "plan";
    how.selected = ready->seen.selected;
    how.save_as = given.plan_out;
    how.report = given.report_dir.empty() ? reporting::none : reporting::folder;
    return look_and_print(given, *ready, how, given.detail);
}

exit_code drift_command(const options& given) {
    if (const auto right = check_expand(given); !right) {
        std::cerr << "muster drift: " << right.error() << '\n';
        return exit_code::usage;
    }
    state_count with_state;
    const auto ready = prepare(given, std::ref(with_state));
    if (!ready) return ready.error();
    if (given.remedy == remedy_choice::applied)
        return remediate(given, ready->files, with_state.users);
    look_order how;
    how.command = "drift";
    how.to = run::attention::state;
    how.selected = with_state.users;
    how.save_as = given.plan_out;
    how.report = reporting::folder;
    return look_and_print(given, *ready, how, exit_detail::differences);
}

}  // namespace cli
