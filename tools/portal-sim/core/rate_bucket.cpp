#include "portal-sim/core/rate_bucket.hpp"

#include <algorithm>

namespace portal_sim {

void rate_bucket::leak(time_point now, const rate_rules& rules) {
    if (!started_) {
        started_ = true;
        const auto whole = std::chrono::floor<std::chrono::seconds>(now);
        anchor_ = rules.phase == leak_phase::clock_second ? time_point(whole) : now;
    }
    const auto steps = std::chrono::floor<std::chrono::seconds>(now - anchor_).count();
    if (steps <= steps_) return;
    level_ = std::max(0.0, level_ - rules.rate * static_cast<double>(steps - steps_));
    steps_ = steps;
}

admission rate_bucket::admit(time_point now, const rate_rules& rules) {
    leak(now, rules);
    const double ahead = rules.reading == bucket_reading::strict ? 1 : 0;
    const bool refused = rules.limited && level_ + ahead > rules.burst;
    if (!refused || rules.refused_count) level_ += 1;
    peak_ = std::max(peak_, level_);
    const bool again = last_refused_;
    last_refused_ = refused;
    if (!refused) return admission::passed;
    return again ? admission::refused_again : admission::refused;
}

}  // namespace portal_sim
