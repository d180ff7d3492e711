#pragma once

#include "base/time.hpp"

#include <optional>

namespace dispatch {

// What everybody on this host may send to one portal together. A lane that has one asks it for
// every request, beside its own pace.
class shared_budget {
public:
    virtual ~shared_budget() = default;

    // Takes a place for one request; nothing = it may leave now. Otherwise the moment to ask again,
    // or earlier when an answer has come.
    virtual std::optional<base::time_point> take(base::time_point now) = 0;
    // The request of the last `take` does not leave after all.
    virtual void put_back(base::time_point now) = 0;
    // A request that had taken its place has been answered, or given up as lost.
    virtual void answered(base::time_point now) = 0;
    // The portal refused one for its rate, sent at `sent`: everybody here waits for `pause`, and is
    // slower then.
    virtual void refused(base::time_point sent, base::time_point now, base::duration pause) = 0;
    // Requests per second that everybody here may send together at present.
    [[nodiscard]] virtual double rate_in_force() const = 0;
};

}  // namespace dispatch
