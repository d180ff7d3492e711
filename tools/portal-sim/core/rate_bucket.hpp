#pragma once

#include "portal-sim/core/message.hpp"

#include <cstdint>

namespace portal_sim {

// The sources do not say which request is the first refused at a burst of 50: the 51st (strict) or
// the 52nd (lenient).
enum class bucket_reading { strict, lenient };

// From where the one-second steps of the leak are counted.
enum class leak_phase { first_request, clock_second };

struct rate_rules {
    bool limited = true;
    double burst = 50;
    double rate = 2;  // leaked per step
    bool refused_count = false;
    bucket_reading reading = bucket_reading::strict;
    leak_phase phase = leak_phase::first_request;
};

enum class admission { passed, refused, refused_again };

// The leaky bucket of one source address. Time must not go backwards.
class rate_bucket {
public:
    // Counts a request. `refused_again`: the one before was refused too, so the caller has not
    // waited long enough, or not at all.
    admission admit(time_point now, const rate_rules& rules);

    [[nodiscard]] double level() const noexcept { return level_; }
    [[nodiscard]] double peak() const noexcept { return peak_; }
    void forget_peak() noexcept { peak_ = level_; }

private:
    void leak(time_point now, const rate_rules& rules);

    double level_ = 0;
    double peak_ = 0;
    bool started_ = false;
    bool last_refused_ = false;
    time_point anchor_;
    std::int64_t steps_ = 0;  // since the anchor, all of them leaked
};

}  // namespace portal_sim
