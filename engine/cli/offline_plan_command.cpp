#include "cli/offline_plan_command.hpp"

#include "async/system_clock_source.hpp"
#include "cli/forecast.hpp"
#include "cli/lane_settings.hpp"
#include "cli/live_directory.hpp"
#include "cli/portal_survey.hpp"
#include "cli/problems.hpp"
#include "cli/safeguards.hpp"
#include "cli/terminal.hpp"
#include "cli/workspace.hpp"
#include "report/offline_plan.hpp"
#include "report/plan_text.hpp"
#include "report/portals_plan.hpp"
#include "run/dry_run.hpp"
#include "run/survey.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <optional>
#include <vector>

namespace cli {

namespace {

// How it would be if nothing were right yet. Nothing, and told, when the roster changed meanwhile.
std::optional<run::dry_run_result> played(
    const options& given, const workspace& files, const run::survey& seen, base::wall_time now
) {
    base::diagnostics late;
    const auto who = files.open_roster(late);
    if (!who) {
        print_problems(late, given);
        return std::nullopt;
    }
    auto made = run::play(
        {*who,
         *files.policies,
         *files.catalog,
         files.credentials,
         lane_of(given, files, 0),
         run::imagined::nothing_right,
         now},
        seen.selected
    );
    if (made) return std::move(*made);
    std::cerr << "muster: " << base::describe(made.error()) << '\n';
    return std::nullopt;
}

report::colors paint_for(const options& given) {
    return may_colour(stream::standard_output, given.colour) ? report::colors::on
                                                             : report::colors::off;
}

report::plans_form form_for(const options& given) {
    switch (given.output) {
        case output_format::json:
            return report::plans_form::document;
        case output_format::jsonl:
            return report::plans_form::lines;
        case output_format::text:
            break;
    }
    return report::plans_form::text;
}

// Who would get what; what is wrong goes to `problems`.
run::survey gather(
    const options& given,
    const workspace& files,
    report::offline_plan& plan,
    base::diagnostics& problems
) {
    const auto add = [&](const model::job& job, bool lacks) {
        if (job.steps.empty()) return;  // excepted; the survey counts them
        const auto turns = run::turns_of_own(job);
        if (lacks)
            plan.add_blocked(
                job.who,
                model::block_reason::no_credential,
                "there is no credential of this user's own"
            );
        else
            plan.add(job, {turns, 2 * turns});
    };
    const auto who = files.open_roster(problems);
    run::survey seen;
    if (who) seen = run::look_over(*who, *files.policies, files.credentials, problems, add);
    if (who && is_whole(given)) run::warn_of_idle(seen, *files.policies, problems);
    if (who) check_protected(files, problems);
    return seen;
}

// Nothing, and told, when the roster changed meanwhile.
std::optional<report::plan_facts> facts_of(
    const options& given,
    const workspace& files,
    const report::offline_plan& plan,
    const run::survey& seen
) {
    report::plan_facts facts;
    facts.portal = files.portal.name;
    facts.portal_url = files.portal.url;
    facts.policies = files.policies->names();
    facts.unmatched = seen.unmatched();
    facts.excepted = seen.excepted;
    facts.exempt_keys = seen.exempt_keys;
    const auto now = async::system_clock_source().wall_now();
    const auto play = played(given, files, seen, now);
    if (!play) return std::nullopt;
    facts.shared_requests =
        play->counts.requests - std::min(play->counts.requests, plan.requests().most);
    facts.forecast = forecast_text(*play, files.limits, now, bound::at_most);
    if (given.play == play_choice::whole) facts.played = milestones_of(*play);
    return facts;
}

exit_code plan_one(const options& given) {
    base::diagnostics problems;
    const auto files = open_workspace(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::forbidden, problems);
    if (!files || !people) {
        print_problems(problems, given);
        return exit_code::invalid;
    }
    report::offline_plan plan;
    const auto seen = gather(given, *files, plan, problems);
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;
    const auto facts = facts_of(given, *files, plan, seen);
    if (!facts) return exit_code::invalid;
    if (given.output != output_format::text) {
        std::cout << report::plan_json(plan, *facts);
        return exit_code::done;
    }
    std::cout << report::plan_text(plan, *facts, paint_for(given));
    return exit_code::done;
}

// Portal by portal; none is told where one of them has a fault.
exit_code plan_several(const options& given) {
    base::diagnostics problems;
    const auto files = open_workspaces(given, problems);
    std::vector<report::offline_plan> plans(files.size());
    std::vector<run::survey> seen;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto people = have_directory(&files[i], given, network::forbidden, problems);
        base::diagnostics found;
        seen.push_back(people ? gather(given, files[i], plans[i], found) : run::survey());
        add_named(files[i], found, problems);
    }
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;
    report::plans_printer out(std::cout, form_for(given), paint_for(given));
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto facts = facts_of(given, files[i], plans[i], seen[i]);
        if (!facts) return exit_code::invalid;
        out.add(plans[i], *facts);
    }
    out.finish();
    return exit_code::done;
}

}  // namespace

exit_code offline_plan_command(const options& given) {
    return names_several(given) ? plan_several(given) : plan_one(given);
}

}  // namespace cli
