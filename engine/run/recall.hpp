#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "journal/store.hpp"
#include "pacing/leaky_bucket.hpp"

#include <string_view>
#include <vector>

namespace run {

// What earlier runs sent to this portal, placed on the clock that waiting goes by: its bucket may
// still hold it, and a run that began with a full burst right after another would be refused. A
// request without an answer counts as answered now.
base::result<std::vector<pacing::past_request>> recall(
    const journal::store& journal,
    std::string_view portal_url,
    const pacing::bucket_limits& limits,
    base::time_point now,
    base::wall_time wall_now
);

}  // namespace run
