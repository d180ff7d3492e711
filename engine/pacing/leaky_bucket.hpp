#pragma once

#include "base/time.hpp"
#include "pacing/pace.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pacing {

// Whether a request that the portal refuses for its rate raises its counter all the same: not known
// of every portal (portal-facts 3).
enum class refused_requests { count, free };

// A portal's request limit (portal-facts 3) and how much of it we take.
struct bucket_limits {
    std::uint32_t burst = 50;  // requests; the portal refuses above it
    double rate = 2;           // requests leaked per second
    double share = 1;          // of both that we use, in (0, 1]
    refused_requests refused = refused_requests::count;
};

// The limits as the rule below reckons with them: `burst` at once, and `step` in a `period`.
struct bucket_shape {
    std::size_t burst = 1;
    std::size_t step = 1;
    base::duration period{};
};
bucket_shape shape_of(const bucket_limits& limits);

// A request of an earlier run, which the portal's bucket may still hold.
struct past_request {
    base::time_point sent;
    base::time_point answered;
};

// When the next request may leave, so that the portal's bucket never runs over by our doing. Pure:
// never reads a clock; `now` must not go backwards.
//
// The portal adds 1 for every request that arrives and takes `rate` away once a second. Outside,
// nobody knows when in the second that happens, nor how long a request travels. Between the
// arrivals of any two requests lie at least as many leaks as whole seconds, so the bucket stays
// within `burst` for every phase if, for all i < n,
//     n - i + 1 <= burst + rate * floor(arrival(n) - arrival(i)).
// A request arrives after it is sent and before it is answered; so it is enough to hold the time of
// sending the n-th against the times of earlier answers. The earliest time for the n-th is
// therefore
//     gate(n) = period + max(answer(n - burst), gate(n - rate))
// which needs two short rings and no history.
class leaky_bucket {
public:
    explicit leaky_bucket(bucket_limits limits);

    // What left before this bucket was made, in the order of sending; only the last `burst` matter.
    // Precondition: nothing was taken yet.
    void recall(std::span<const past_request> past);

    // How many requests of the past are worth recalling.
    [[nodiscard]] std::size_t memory() const noexcept { return burst_; }

    // The earliest moment for the next request: at or before `now` means at once, time_point::max()
    // means not before an answer arrives. Looking costs nothing.
    [[nodiscard]] base::time_point ready_at(base::time_point now) const;

    // A request leaves. Precondition: ready_at(now) <= now.
    void take(base::time_point now);

    // A request has been answered, or given up as lost.
    void answered(base::time_point now);

    // The portal refused a request that was sent at `sent`: its bucket is full, whoever filled it.
    // Nothing leaves for `pause`, and then at a lower rate; what was refused before the last
    // slow-down does not lower it again. Where refused requests count, each of them has taken a
    // place. How far it goes and how it comes back: see pace.
    void refused(base::time_point sent, base::time_point now, base::duration pause);

    // Nothing leaves before `until`, for a reason that is none of the portal's limits.
    void hold(base::time_point until);

    // Requests per second that are allowed at present, in the long run.
    [[nodiscard]] double rate_in_force() const;

private:
    void fill(base::time_point now);
    void take_refused_place(base::time_point now);
    [[nodiscard]] std::size_t begin_of_story(std::span<const past_request> past) const;
    [[nodiscard]] base::time_point gate_of_next() const;  // precondition: a burst has gone before

    std::size_t burst_;
    refused_requests refused_;
    std::size_t
        step_;  // requests per period: the portal's own step, so that no phase is worse than ours
    base::duration full_period_;  // at full rate
    base::duration period_;
    pace pace_;
    std::uint64_t next_;  // number of the next request
    std::uint64_t answers_;
    std::vector<base::time_point> answer_;  // ring of `burst_`
    std::vector<base::time_point> gate_;    // ring of `step_`
    base::time_point not_before_;
    base::time_point slowed_at_;
};

}  // namespace pacing
