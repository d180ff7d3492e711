#include "report/pace.hpp"

#include <algorithm>

namespace report {

namespace {

std::int64_t second_of(base::wall_time when) {
    return std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
}

}  // namespace

void pace::add(base::wall_time when) {
    const auto second = second_of(when);
    if (first_ < 0) first_ = second;
    auto& slot = slots_.at(static_cast<std::size_t>(second) % slots_.size());
    if (slot.second != second) slot = {second, 0};
    ++slot.count;
}

double pace::per_second(base::wall_time now) const {
    if (first_ < 0) return 0;
    const auto second = second_of(now);
    const auto window = static_cast<std::int64_t>(slots_.size());
    const auto from = std::max(first_, second - window + 1);
    std::uint64_t sent = 0;
    for (const auto& slot : slots_) {
        if (slot.second >= from && slot.second <= second) sent += slot.count;
    }
    // The second that has only begun counts as far as it has come.
    const auto covered = now.time_since_epoch() - std::chrono::seconds(from);
    const auto seconds = std::chrono::duration<double>(covered).count();
    return static_cast<double>(sent) / std::max(seconds, 1.0);
}

}  // namespace report
