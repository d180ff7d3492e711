#include "report/duration_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace report {

std::string duration_text(std::chrono::milliseconds took) {
    const auto ms = std::max<std::chrono::milliseconds::rep>(took.count(), 0);
    if (ms < 1000) return fmt::format("{} ms", ms);
    if (ms < 60'000) return fmt::format("{}.{} s", ms / 1000, ms % 1000 / 100);
    const auto seconds = ms / 1000;
    if (seconds < 3600) return fmt::format("{} m {:02} s", seconds / 60, seconds % 60);
    constexpr std::chrono::milliseconds::rep minutes_of_a_day = 1440;
    const auto minutes = seconds / 60;
    if (minutes < minutes_of_a_day) return fmt::format("{} h {:02} m", minutes / 60, minutes % 60);
    const auto hours = minutes / 60;
    return fmt::format("{} d {:02} h", hours / 24, hours % 24);
}

}  // namespace report
