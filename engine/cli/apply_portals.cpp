#include "cli/apply_portals.hpp"

#include "cli/apply_seen.hpp"
#include "cli/apply_seen_portals.hpp"
#include "cli/invocation_record.hpp"
#include "cli/live_directory.hpp"
#include "cli/many_runs.hpp"
#include "cli/portal_survey.hpp"
#include "cli/problems.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/stopping.hpp"

#include <algorithm>
#include <expected>
#include <utility>
#include <vector>

namespace cli {

std::expected<std::vector<portal_order>, exit_code> orders_for_all(
    const options& given, std::vector<workspace>& files
) {
    base::diagnostics problems;
    files = open_workspaces(given, problems);
    std::vector<portal_order> all;
    for (const auto& each : files) {
        const auto people = have_directory(&each, given, network::allowed, problems);
        if (!people) {
            print_problems(problems, given);
            return std::unexpected(people.error());
        }
        const auto users = survey_portal(given, each, problems).selected;
        all.push_back({&each, order_to_apply(given, each, users)});
        all.back().what.invocation = to_text(record_of(given, each, purpose_of_run::writes));
    }
    if (!files.empty()) warn_of_idle_limits(given, files.front().settings->errors, problems);
    print_problems(problems, given);
    if (problems.has_errors()) return std::unexpected(exit_code::invalid);
    return all;
}

exit_code apply_portals(const options& given) {
    std::vector<workspace> files;
    const auto orders = orders_for_all(given, files);
    if (!orders) return orders.error();
    const bool looks = std::ranges::any_of(*orders, [&](const portal_order& each) {
        return looks_first(given, *each.files);
    });
    if (looks) return apply_seen_portals(given, *orders);
    const auto ended = carry_out_all(given, *orders);
    if (!ended) return ended.error();
    print_summary(given, *ended);
    return ended->code;
}

}  // namespace cli
