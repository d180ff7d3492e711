#pragma once

#include "base/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace cli {

// When a run has to be over, as a person says it: at a time of the day, or so long from now.
struct deadline {
    struct time_of_day {
        int hour = 0;
        int minute = 0;
    };
    std::variant<time_of_day, std::chrono::milliseconds> when;
    std::string said;  // as it was written
};

// "05:30" or "2h"; nothing = neither, or no time at all ("0s").
std::optional<deadline> parse_deadline(std::string_view text);

// The moment that is meant, seen from `now`: of a time of the day the next one, by the clock on the
// wall of this process (TZ).
base::wall_time moment_of(const deadline& what, base::wall_time now);

}  // namespace cli
