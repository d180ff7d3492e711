#pragma once

#include "base/time.hpp"
#include "model/ids.hpp"

#include <cstdint>

namespace run {

// "20261123T040506Z-1f3a9c": when it started, in UTC, and six digits of the seed, so that two runs
// of one second differ. Sorts by time.
model::run_id make_run_id(base::wall_time started, std::uint64_t seed);

}  // namespace run
