#include "cli/plan_command.hpp"

#include "cli/live_directory.hpp"
#include "cli/problems.hpp"
#include "cli/terminal.hpp"
#include "cli/workspace.hpp"
#include "report/duration_text.hpp"
#include "report/offline_plan.hpp"
#include "report/plan_text.hpp"
#include "run/survey.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <iostream>

namespace cli {

namespace {

std::string rate_text(double per_second) {
    return per_second >= 100 ? fmt::format("{:.0f}", per_second)
                             : fmt::format("{:.3g}", per_second);
}

std::string forecast_of(const run::survey& seen, const pacing::bucket_limits& limits) {
    const auto took = std::chrono::ceil<std::chrono::milliseconds>(seen.cost.duration(limits));
    return fmt::format(
        "at most {} {}, {} at {} requests/s after a burst of {:.0f}",
        seen.cost.requests(),
        seen.cost.requests() == 1 ? "request" : "requests",
        took < std::chrono::seconds(1) ? "under a second" : report::duration_text(took),
        rate_text(limits.rate * limits.share),
        std::floor(limits.burst * limits.share)
    );
}

}  // namespace

exit_code plan_command(const options& given) {
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
    facts.shared_requests = seen.cost.requests() - plan.requests().most;
    facts.forecast = forecast_of(seen, files->limits);
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
