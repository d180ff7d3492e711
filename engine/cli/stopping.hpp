#pragma once

#include "base/diagnostic.hpp"
#include "base/time.hpp"
#include "cli/config/config.hpp"
#include "cli/options.hpp"
#include "dispatch/lane.hpp"
#include "pacing/run_deadline.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace cli {

// What ends a run before its time, after the flags and the configuration, a flag for its key.

// How many of `selected` users may fail, and in which waves they are done.
void bound_failures(
    dispatch::lane_options& into,
    const options& given,
    const errors_config& settings,
    std::uint64_t selected
);

// When it has to be over. Both moments are now.
std::optional<pacing::run_deadline> deadline_of(
    const options& given, base::time_point now, base::wall_time wall
);

// Warns of a limit that ends nothing.
void warn_of_idle_limits(
    const options& given, const errors_config& settings, base::diagnostics& problems
);

// The flags as they are typed, each with a space before it: " --serial 1,5% --max-fail 3".
std::string stopping_flags(const options& given);

}  // namespace cli
