#include "cli/offline_plan_command.hpp"

#include "async/system_clock_source.hpp"
#include "cli/forecast.hpp"
#include "cli/lane_settings.hpp"
#include "cli/live_directory.hpp"
#include "cli/problems.hpp"
#include "cli/terminal.hpp"
#include "cli/workspace.hpp"
#include "report/offline_plan.hpp"
#include "report/plan_text.hpp"
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

std::vector<report::plan_milestone> milestones_of(const run::dry_run_result& played) {
    std::vector<report::plan_milestone> made;
    for (const auto& each : played.milestones)
        made.push_back(
            {each.percent, std::chrono::ceil<std::chrono::milliseconds>(each.at), each.requests}
        );
    return made;
}

}  // namespace

exit_code offline_plan_command(const options& given) {
    base::diagnostics problems;
    const auto files = open_workspace(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::forbidden, problems);
    const auto who = people ? files->open_roster(problems) : nullptr;
    if (!files || !who) {
        print_problems(problems, given);
        return exit_code::invalid;
    }
    report::offline_plan plan;
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
    const auto seen = run::look_over(*who, *files->policies, files->credentials, problems, add);
    if (is_whole(given)) run::warn_of_idle(seen, *files->policies, problems);
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;

    report::plan_facts facts;
    facts.portal = files->portal.name;
    facts.portal_url = files->portal.url;
    facts.policies = files->policies->names();
    facts.unmatched = seen.unmatched();
    facts.excepted = seen.excepted;
    facts.exempt_keys = seen.exempt_keys;
    const auto now = async::system_clock_source().wall_now();
    const auto play = played(given, *files, seen, now);
    if (!play) return exit_code::invalid;
    facts.shared_requests =
        play->counts.requests - std::min(play->counts.requests, plan.requests().most);
    facts.forecast = forecast_text(*play, files->limits, now, bound::at_most);
    if (given.play == play_choice::whole) facts.played = milestones_of(*play);
    if (given.output == output_format::text) {
        const bool paint = may_colour(stream::standard_output, given.colour);
        std::cout << report::plan_text(
            plan, facts, paint ? report::colors::on : report::colors::off
        );
    } else {
        std::cout << report::plan_json(plan, facts);
    }
    return exit_code::done;
}

}  // namespace cli
