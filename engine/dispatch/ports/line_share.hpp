#pragma once

#include "base/time.hpp"

#include <functional>

namespace dispatch {

// What a lane may have under way at once beside the lanes of other portals. A lane that has one
// asks it for every request.
class line_share {
public:
    virtual ~line_share() = default;

    // `tell` is called when it is worth asking again, from within a call of any lane. Once.
    virtual void on_turn(std::function<void()> tell) = 0;

    // Takes a line for one request. If there is none, the lane stands in line from then on.
    [[nodiscard]] virtual bool take(base::time_point now) = 0;
    // The request of the last `take` does not leave after all.
    virtual void give_back(base::time_point now) = 0;
    // A request that had taken a line has been answered, or given up as lost.
    virtual void answered(base::time_point now) = 0;

    [[nodiscard]] virtual bool stands_in_line() const = 0;
    // The lane wants none any more, for now.
    virtual void step_aside(base::time_point now) = 0;
};

}  // namespace dispatch
