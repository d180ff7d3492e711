#include "cli/forecast.hpp"

#include "report/duration_text.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

namespace cli {

namespace {

std::string rate_text(double per_second) {
    return per_second >= 100 ? fmt::format("{:.0f}", per_second)
                             : fmt::format("{:.3g}", per_second);
}

}  // namespace

std::string forecast_text(
    const run::dry_run_result& played,
    const pacing::bucket_limits& limits,
    base::wall_time now,
    bound how
) {
    const auto took = std::chrono::ceil<std::chrono::milliseconds>(played.took);
    return fmt::format(
        "{}{} {}, {} at {} requests/s after a burst of {:.0f}; begun now, it ends by {}",
        how == bound::at_most ? "at most " : "",
        played.counts.requests,
        played.counts.requests == 1 ? "request" : "requests",
        took < std::chrono::seconds(1) ? "under a second" : report::duration_text(took),
        rate_text(limits.rate * limits.share),
        std::floor(limits.burst * limits.share),
        base::to_rfc3339(std::chrono::ceil<std::chrono::seconds>(now + took))
    );
}

std::vector<report::plan_milestone> milestones_of(const run::dry_run_result& played) {
    std::vector<report::plan_milestone> made;
    for (const auto& each : played.milestones)
        made.push_back(
            {each.percent, std::chrono::ceil<std::chrono::milliseconds>(each.at), each.requests}
        );
    return made;
}

}  // namespace cli
