#pragma once

#include "pacing/leaky_bucket.hpp"
#include "run/dry_run.hpp"

#include <string>

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

}  // namespace cli
