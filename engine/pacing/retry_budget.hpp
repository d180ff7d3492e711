#pragma once

#include "base/time.hpp"

namespace pacing {

struct retry_limits {
    double share = 0.2;   // of what may be sent at most is repetitions
    double reserve = 10;  // repetitions that are free at any time, and the most that is saved up
};

// How many of a lane's requests may be repetitions, so that a portal that ails is not hammered by
// its own failures. When the budget is used up, what failed waits for its turn; it does not fail.
// Half of the share is earned by requests, the other half comes with time, at the portal's `rate` a
// second: where nothing but repetitions is left, they must not wait for requests that never come.
// Pure; `now` must not go backwards.
class retry_budget {
public:
    retry_budget(retry_limits limits, double rate);

    // A request leaves, of whatever kind.
    void sent() noexcept;

    // Something has to be repeated: the earliest moment for it. The place is taken.
    base::time_point next(base::time_point now) noexcept;

private:
    retry_limits limits_;
    base::duration trickle_;
    double saved_;
    base::time_point last_ = base::time_point::min();  // given away so far
};

}  // namespace pacing
