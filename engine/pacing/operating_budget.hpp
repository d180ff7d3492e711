#pragma once

#include "base/time.hpp"
#include "model/reply.hpp"

#include <compare>
#include <cstddef>
#include <map>
#include <string>

namespace pacing {

// Operating time is counted by the portal for a holder - a webhook, or an app with all its users -
// and a method; an envelope counts as the method "batch" (portal-facts 2, "Accounting", and 3).
struct budget_key {
    std::string holder;
    std::string method;
    friend auto operator<=>(const budget_key&, const budget_key&) = default;
};

struct operating_limits {
    base::duration limit = std::chrono::seconds(420);  // zero = the portal has none
    double slow_from = 0.8;  // of it: from there on the rest is spread over the time until reset
};

// When a method may be called again whose operating time is running out. Pure; `now` must not go
// backwards.
//
// The portal says how much was used and when some of it comes back, on its own clock; the moment at
// which it said so (`finish`) takes the clocks' difference away. Only keys that are near their
// limit are remembered, so a million users' budgets cost nothing.
class operating_budget {
public:
    explicit operating_budget(operating_limits limits) : limits_(limits) {}

    // The earliest moment for a command under the key; at or before `now` means at once.
    [[nodiscard]] base::time_point ready_at(const budget_key& which, base::time_point now) const;

    // Whether every key may be used at once: asked first, because it costs nothing.
    [[nodiscard]] bool all_ready(base::time_point now) const { return now >= last_hold_; }

    // A request with so many commands under the key leaves.
    void sent(const budget_key& which, std::size_t commands, base::time_point now);

    // The portal's account after so many commands under the key. What is older than what was heard
    // before is ignored. `wall` stands in for the portal's clock where `finish` is missing.
    void heard(
        const budget_key& which,
        const model::timing& said,
        std::size_t commands,
        base::time_point now,
        base::wall_time wall
    );

    // OPERATION_TIME_LIMIT: nothing under the key until its reset and a second more; where the
    // reset is not known, for 60 seconds at a time.
    void refused(const budget_key& which, base::time_point now);

private:
    struct account {
        double used = 0;    // seconds
        double finish = 0;  // of the last that was heard, on the portal's clock
        double each = 0;    // seconds of a command, smoothed
        base::time_point reset = base::time_point::min();
        base::time_point free_at = base::time_point::min();
    };

    void hold(account& which, base::time_point until);
    [[nodiscard]] double limit() const;

    operating_limits limits_;
    std::map<budget_key, account> accounts_;
    base::time_point last_hold_ = base::time_point::min();
};

}  // namespace pacing
