#include "cli/shared_budget.hpp"

#include <iostream>

namespace cli {

namespace {

// A portal of one's own without a rate limit (portal-facts 3, on-premise) is configured with a rate
// that nobody reaches; there is nothing to share then, and a lock for each request to be saved.
constexpr double no_limit_at_all = 1000;

}  // namespace

base::result<std::unique_ptr<budget_file>> shared_budget(
    const people_workspace& files, const std::filesystem::path& state, base::time_point now
) {
    if (files.limits.rate >= no_limit_at_all) return std::unique_ptr<budget_file>();
    auto made =
        budget_file::open(budget_path(state, files.portal.url), files.limits, running_boot(), now);
    if (made && !(*made)->complaint().empty())
        std::cerr << "muster: warning: " + (*made)->complaint() + '\n';  // in one piece
    return made;
}

}  // namespace cli
