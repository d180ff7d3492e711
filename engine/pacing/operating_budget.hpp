#pragma once

#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/reply.hpp"

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
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
    double slow_from = 0.8;  // of it: from there on what is under way counts as used
};

// When a method may be called again whose operating time is running out. Pure; `now` must not go
// backwards.
//
// Near the limit no more is under way at once than what is left will pay for, so that a key is
// called ever fewer at a time, at last one by one, and comes to its limit without a refusal. It is
// not slowed more than that: what is left is lost time if it is not used, and comes back at its
// reset whether it was spread out or not.
//
// The portal says how much was used and when some of it comes back, on its own clock; the moment at
// which it said so (`finish`) takes the clocks' difference away. Only keys that are near their
// limit are remembered, so a million users' budgets cost nothing.
class operating_budget {
public:
    explicit operating_budget(operating_limits limits) : limits_(limits) {}

    // The earliest moment for a command under the key; at or before `now` means at once.
    // time_point::max() = not before something that is under way has been answered.
    [[nodiscard]] base::time_point ready_at(const budget_key& which, base::time_point now) const;

    // Whether every key may be used at once: asked first, because it costs nothing.
    [[nodiscard]] bool all_ready(base::time_point now) const {
        return near_ == 0 && now >= last_hold_;
    }

    // Whether any key is remembered: while there is none, nothing has to be told of what is sent.
    [[nodiscard]] bool remembers_any() const noexcept { return !accounts_.empty(); }

    // A request with so many commands under the key leaves; it has been answered, or given up.
    // Numbers are given in the order of leaving: who left before the key was remembered is not
    // counted when he comes back.
    void sent(const budget_key& which, std::size_t commands, model::request_number number);
    void answered(const budget_key& which, std::size_t commands, model::request_number number);

    // The portal's account after so many commands under the key, and how long one of them took
    // (`said.duration`). What is older than what was heard before is ignored. `wall` stands in for
    // the portal's clock where `finish` is missing.
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
        double used = 0;            // seconds
        double finish = 0;          // of the last that was heard, on the portal's clock
        double each = 0;            // seconds of a command, smoothed
        std::size_t under_way = 0;  // commands, as far as they left after it was remembered
        std::optional<model::request_number> first;  // that is counted among them
        base::time_point reset = base::time_point::min();
        base::time_point free_at = base::time_point::min();
    };

    void hold(account& which, base::time_point until);
    void note(account& which, double used);
    [[nodiscard]] bool is_near(const account& which) const;
    [[nodiscard]] double limit() const;

    operating_limits limits_;
    std::map<budget_key, account> accounts_;
    std::size_t near_ = 0;  // accounts near their limit
    base::time_point last_hold_ = base::time_point::min();
};

}  // namespace pacing
