#include "cli/restore_command.hpp"

#include "cli/apply_seen.hpp"
#include "cli/approval.hpp"
#include "cli/export_source.hpp"
#include "cli/finder.hpp"
#include "cli/live_directory.hpp"
#include "cli/one_run.hpp"
#include "cli/plan_print.hpp"
#include "cli/problems.hpp"
#include "cli/resource_choice.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/safeguards.hpp"
#include "cli/shell_word.hpp"
#include "cli/workspace.hpp"
#include "report/seen_plan_text.hpp"
#include "run/restore_jobs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace cli {

namespace {

void refuse_other_portal(
    const snapshot::head& about,
    const workspace& files,
    const restore_wish& wished,
    base::diagnostics& problems
) {
    if (wished.from == origin_check::any_portal || about.url == files.portal.url) return;
    base::diagnostic wrong;
    wrong.code = "restore.other-portal";
    wrong.message = fmt::format(
        "this is a snapshot of {} ({}), and {} is at {}",
        about.portal,
        about.url,
        files.portal.name.value(),
        files.portal.url
    );
    wrong.hint = "users and calendars have other ids there; --other-portal if the portal has moved";
    wrong.where = {std::make_shared<const std::string>(wished.snapshot), 0, 0};
    problems.add(std::move(wrong));
}

// Those of the snapshot that are asked for.
std::vector<const catalog::resource*> resources_of(
    const snapshot::head& about,
    const restore_wish& wished,
    const workspace& files,
    base::diagnostics& problems
) {
    auto what = chosen_resources(wished.resources, *files.catalog, problems);
    std::erase_if(what, [&](const catalog::resource* each) {
        const bool unasked = wished.resources.empty() && each->kind != model::step_kind::settings;
        return unasked || std::ranges::find(about.resources, each->name) == about.resources.end();
    });
    if (!what.empty() || problems.has_errors()) return what;
    base::diagnostic none;
    none.code = "restore.nothing";
    none.message = "the snapshot holds nothing of what is to be restored";
    none.where = {std::make_shared<const std::string>(wished.snapshot), 0, 0};
    problems.add(std::move(none));
    return what;
}

// What restoring it in earnest would be refused for.
std::vector<plan::breach> refusals(const workspace& files, const finder& seen) {
    plan::change_counts counts;
    counts.selected = seen.found.selected();
    counts.changing = seen.found.count(model::planned::change);
    counts.protected_users = seen.protected_users.size();
    const auto shown = std::min(seen.protected_users.size(), report::max_samples);
    counts.protected_names.assign(
        seen.protected_users.begin(),
        seen.protected_users.begin() + static_cast<std::ptrdiff_t>(shown)
    );
    return plan::judge(safety_of(*files.settings, files.portal), counts);
}

exit_code show(
    const options& given, const workspace& files, const ended_run& run, const finder& seen
) {
    report::seen_plan_facts facts;
    facts.command = "restore";
    facts.portal = run.summary.header.portal;
    facts.portal_url = run.summary.header.portal_url;
    facts.unmatched = 0;
    facts.closing.push_back({"so far", "nothing was written"});
    for (const auto& each : refusals(files, seen))
        facts.closing.push_back({"refused", "restoring it is refused: " + each.text});
    print_plan(given, seen.found, facts);
    const bool differs = seen.found.count(model::planned::change) != 0;
    if (!differs || given.detail == exit_detail::plain) return run.code;
    return worse_of(run.code, exit_code::differences);
}

// What is typed to come to the same again.
std::string typed(const options& given, const workspace& files, const restore_wish& wished) {
    auto words = "restore " + shell_word(wished.snapshot);
    if (!wished.resources.empty())
        words += " --resource " + shell_word(fmt::format("{}", fmt::join(wished.resources, ",")));
    if (wished.from == origin_check::any_portal) words += " --other-portal";
    return same_again(given, files, words);
}

// A snapshot knows ids and addresses; who is protected for his group stands in the roster.
std::expected<std::set<model::user_id>, exit_code> protected_users(
    const options& given, const workspace& files
) {
    const auto by_roster = [](const protected_entry& each) {
        return each.who.kind != roster::atom_kind::id && each.who.kind != roster::atom_kind::email;
    };
    std::set<model::user_id> found;
    if (std::ranges::none_of(files.settings->safety.protected_users, by_roster)) return found;
    base::diagnostics problems;
    const auto people = have_directory(&files, given, network::allowed, problems);
    const auto who = people ? files.open_roster(problems) : nullptr;
    if (who) found = protected_on(*files.settings, *who, problems);
    print_problems(problems, given);
    if (!people) return std::unexpected(people.error());
    if (!who || problems.has_errors()) return std::unexpected(exit_code::invalid);
    return found;
}

// Under thresholds, or where a person is to approve: everybody is looked at before anybody is
// changed, and what was found is put back and nothing else.
exit_code restore_seen(
    const options& given, const workspace& files, const run_order& plain, std::string shown_by
) {
    auto shielded = protected_users(given, files);
    if (!shielded) return shielded.error();
    apply_order what;
    what.command = plain.command;
    what.selected = plain.expected;
    what.look.command = "restore --dry-run";
    what.look.again = plain.again;
    what.look.supply = plain.supply;
    what.look.shielded = std::move(*shielded);
    what.shown_by = std::move(shown_by);
    return apply_seen(given, files, what);
}

}  // namespace

exit_code restore_command(const options& given, const restore_wish& wished) {
    base::diagnostics problems;
    const auto files = open_without_policies(given, problems);
    auto from = snapshot::reader::open(wished.snapshot, problems);
    std::vector<const catalog::resource*> what;
    run::restore_jobs::choice chosen;
    if (files && from && !problems.has_errors()) {
        refuse_other_portal(from->about(), *files, wished, problems);
        what = resources_of(from->about(), wished, *files, problems);
        if (!is_whole(given)) chosen = chosen_in(given, files->portal.name.value(), problems);
    }
    const bool as_admin = std::ranges::any_of(what, [](const catalog::resource* each) {
        return each->as == model::acts_as::admin;
    });
    if (as_admin && !files->has_admin()) problems.add(files->missing_admin());
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;

    const bool looks = wished.how == restoring::shown_only;
    if (!looks)
        if (const auto allowed = allow_writing(*files); !allowed) return allowed.error();

    finder seen;
    run_order order;
    order.command = looks ? "restore --dry-run" : "restore";
    order.how = looks ? plan::passes::look : plan::passes::two;
    order.expected = from->about().users - from->about().unread;
    order.again = typed(given, *files, wished);
    order.for_failed = order.again;
    if (looks) {
        order.report = reporting::none;
        order.listener = &seen;
        auto shielded = protected_users(given, *files);
        if (!shielded) return shielded.error();
        seen.is_protected = [&settings = *files->settings,
                             also = std::move(*shielded)](const model::user& who) {
            return also.contains(who.id) ||
                   protection_of(settings, who) == plan::protection::is_protected;
        };
    }
    order.supply = [&](const journal::store& journal, const model::run_header& header
                   ) -> base::result<std::unique_ptr<run::job_supply>> {
        auto with = run::equipment::of(files->credentials, journal, header.portal);
        if (!with) return std::unexpected(std::move(with.error()));
        return std::make_unique<run::restore_jobs>(
            std::move(*from), what, std::move(*with), std::move(chosen)
        );
    };
    if (!looks && looks_first(given, *files))
        return restore_seen(given, *files, order, order.again + " --dry-run");
    auto quiet = given;
    if (looks) quiet.output = output_format::text;
    const auto run = carry_out(quiet, *files, order);
    if (!run) return run.error();
    if (looks) return show(given, *files, *run, seen);
    print_summary(given, *run);
    return run->code;
}

}  // namespace cli
