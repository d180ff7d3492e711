#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>

namespace journal {

// Times are stored as Unix milliseconds.
inline std::int64_t stored_time(base::wall_time when) {
    return when.time_since_epoch().count();
}

inline base::wall_time from_stored_time(std::int64_t stored) {
    return base::wall_time(base::wall_time::duration(stored));
}

inline std::optional<base::wall_time> from_stored_time(std::optional<std::int64_t> stored) {
    if (!stored) return std::nullopt;
    return from_stored_time(*stored);
}

}  // namespace journal
