#pragma once

#include "base/time.hpp"
#include "pacing/stop_verdict.hpp"

#include <optional>
#include <string>
#include <utility>

namespace pacing {

// When a run has to be over.
struct run_deadline {
    base::time_point at;
    std::string said;  // as it was asked for: "05:30"
};

// What a deadline means for a run: from then on nothing is sent, and what could only be sent later
// is not waited for. What has left before may finish. Pure.
class deadline_rule {
public:
    // `usual`: how long a request is meant to keep the portal busy.
    deadline_rule(std::optional<run_deadline> when, base::duration usual)
        : when_(std::move(when)), usual_(usual) {}

    // time_point::max() = there is none.
    [[nodiscard]] base::time_point at() const noexcept;

    // Why a run must not go on of which nothing more can leave before `next`; nothing = it may.
    [[nodiscard]] std::optional<stop_verdict> forbids(base::time_point next, base::time_point now)
        const;

    // Until when a request that left at `sent` is waited for: as long as any other, but not much
    // longer beyond the deadline than an answer takes. One that leaves a moment before it has the
    // time for its answer all the same, because what is cut off leaves a user in doubt.
    [[nodiscard]] base::time_point reply_due(base::time_point sent, base::duration timeout) const;

private:
    std::optional<run_deadline> when_;
    base::duration usual_;
};

}  // namespace pacing
