#pragma once

#include "base/time.hpp"

#include <cstddef>

namespace pacing {

struct admission_limits {
    // A lane that begins has a connection to make, and so many at once are enough: more of them
    // would only make each other late.
    std::size_t most_beginning = 32;
    // Between two beginnings. What a lane needs of the processor it needs most of when it begins
    // and when it ends.
    base::duration apart = std::chrono::milliseconds(8);
    // So late a thread that is asked to be there at a moment may be and still have time to spare.
    base::duration late = std::chrono::milliseconds(4);
    // One that is never in time must not keep others from beginning.
    base::duration longest_wait = std::chrono::milliseconds(100);
};

// When one more of many lanes may begin on a thread: none of those that are under way is to be kept
// waiting by it. Pure: never reads a clock; `now` must not go backwards.
class admission {
public:
    explicit admission(admission_limits limits = {}) : limits_(limits) {}

    // The thread was to be there at `due`, and is there `now`.
    void beat(base::time_point due, base::time_point now);

    // beginning: lanes that have begun and have had no answer yet.
    [[nodiscard]] bool may_begin(std::size_t beginning, base::time_point now) const;

    void begun(base::time_point now);

private:
    admission_limits limits_;
    bool in_time_ = true;  // at the last beat
    base::time_point last_ = base::time_point::min();
};

}  // namespace pacing
