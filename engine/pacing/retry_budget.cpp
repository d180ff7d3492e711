#include "pacing/retry_budget.hpp"

#include <algorithm>

namespace pacing {

retry_budget::retry_budget(retry_limits limits, double rate)
    : limits_(limits),
      trickle_(std::chrono::duration_cast<base::duration>(
          std::chrono::duration<double>(1 / (limits.share / 2 * rate))
      )),
      saved_(limits.reserve) {}

void retry_budget::sent() noexcept {
    saved_ = std::min(saved_ + limits_.share / 2, limits_.reserve);
}

base::time_point retry_budget::next(base::time_point now) noexcept {
    if (saved_ >= 1) {
        saved_ -= 1;
        return now;
    }
    last_ = std::max(now, last_) + trickle_;
    return last_;
}

}  // namespace pacing
