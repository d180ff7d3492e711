#pragma once

#include "pacing/leaky_bucket.hpp"
#include "report/played.hpp"
#include "run/dry_run.hpp"

#include <string>
#include <vector>

namespace cli {

// How sure the number of requests is: that many, or no more.
enum class bound { exactly, at_most };

// "at most 81 requests, 45 s at 1.8 requests/s after a burst of 45; begun now, it ends by ...".
std::string forecast_text(
    const run::dry_run_result& played,
    const pacing::bucket_limits& limits,
    base::wall_time now,
    bound how
);

// When how much of the run is done, for whoever asks to see it played.
std::vector<report::plan_milestone> milestones_of(const run::dry_run_result& played);

}  // namespace cli
