#pragma once

#include "portal-sim/core/message.hpp"

#include <string>

namespace portal_sim {

// The portal lives three hours east of Greenwich, so that nobody's tests pass by luck.
inline constexpr auto portal_offset = std::chrono::hours(3);

// "2026-11-23T07:05:06+03:00"
std::string to_iso_date(time_point when);

// "2026-11-23 07:05:06", the portal's own time
std::string to_sql_date(time_point when);

// Unix seconds with their fraction.
double to_unix(time_point when);

}  // namespace portal_sim
