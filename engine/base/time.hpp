#pragma once

#include <chrono>
#include <string>

namespace base {

// Time for waiting: it never jumps. Decisions take a time_point as `now`; nobody but async/ reads a
// clock.
using time_point = std::chrono::steady_clock::time_point;
using duration = std::chrono::steady_clock::duration;

// Time for telling: what a journal or a report says. Milliseconds are all that a reader needs.
using wall_time = std::chrono::sys_time<std::chrono::milliseconds>;

// RFC 3339 in UTC with milliseconds: "2026-11-23T04:05:06.789Z".
std::string to_rfc3339(wall_time when);

}  // namespace base
