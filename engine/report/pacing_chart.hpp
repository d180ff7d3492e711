#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace report {

// Requests per second over a run, as a picture. It keeps at most 600 intervals, however long the
// run: when they are used up, two become one.
class pacing_chart {
public:
    explicit pacing_chart(base::wall_time started) : started_(started) {}

    void add_sent(base::wall_time when) { ++at(when).sent; }

    // A request that was answered with the rate limit.
    void add_limited(base::wall_time when) { ++at(when).limited; }

    [[nodiscard]] bool empty() const noexcept { return intervals_.empty(); }

    // Inline SVG of numbers and fixed words only; its colours come from the page's style sheet
    // (classes pace-area, pace-line, pace-limited, pace-grid, pace-text).
    [[nodiscard]] std::string svg() const;

private:
    struct interval {
        std::uint64_t sent = 0;
        std::uint64_t limited = 0;
    };

    interval& at(base::wall_time when);
    void halve();
    [[nodiscard]] double rate_of(const interval& one) const;

    base::wall_time started_;
    std::chrono::seconds width_{1};
    std::vector<interval> intervals_;
};

}  // namespace report
