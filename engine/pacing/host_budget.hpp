#pragma once

#include "base/time.hpp"
#include "pacing/leaky_bucket.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pacing {

// One portal's leaky bucket, shared by everybody on this host who sends to it: the portal counts by
// source address and not by process (portal-facts 3). The rule is leaky_bucket's, over the requests
// of all. Lives in memory that others may read and write between two calls, never during one:
// whoever calls holds the lock. Times are those of the steady clock, which all processes of one
// boot share.
//
// Whoever sends has a seat. Every change is made in an order in which a process that dies in the
// middle leaves at worst one request too many behind: see `leave`.
class host_budget {
public:
    static constexpr std::size_t seats = 32;

    // The words of memory that are needed for `limits`.
    static std::size_t words(const bucket_limits& limits);

    explicit host_budget(std::span<std::int64_t> memory) : memory_(memory) {}

    // Whether the memory holds what some earlier `begin` made of it, as far as can be told.
    [[nodiscard]] bool sane(base::time_point now) const;

    // Makes the memory anew, as if a whole burst had been answered at `full_at`.
    void begin(const bucket_limits& limits, base::time_point full_at);
    // As `begin`, and what `earlier` knows of the past is taken over.
    void begin(const bucket_limits& limits, const host_budget& earlier);

    // Whether the memory is large enough to go by `limits`.
    [[nodiscard]] bool has_room_for(const bucket_limits& limits) const;
    // From now on `limits` are the rule; precondition: has_room_for.
    void go_by(const bucket_limits& limits);
    // From now on the tighter of what was the rule and `limits` is.
    void go_by_tighter(const bucket_limits& limits);

    // Takes a place for one request; nothing = it may leave now. Otherwise the moment to ask again.
    // With somebody else about, places are taken a few at a time.
    std::optional<base::time_point> take(std::size_t seat, base::time_point now);
    // The request of the last `take` did not leave after all.
    void put_back(std::size_t seat, base::time_point now);
    // A request of this seat has been answered, or given up as lost.
    void answered(std::size_t seat, base::time_point when);
    // The portal refused a request of anybody here, sent at `sent`: everybody waits for `pause`,
    // and then sends at a lower rate. The rule is leaky_bucket's.
    void refused(base::time_point sent, base::time_point now, base::duration pause);
    // For whoever begins alone: refusals of long ago say nothing of who else sends today.
    void forget_refusals(base::time_point now);
    // Whoever had the seat is gone: what he had under way counts as answered now.
    void leave(std::size_t seat, base::time_point now);

    // Requests per second that all may send together at present, in the long run.
    [[nodiscard]] double rate_in_force() const;
    // Requests of this seat that are under way.
    [[nodiscard]] std::size_t under_way(std::size_t seat) const;
    // Whether somebody in another seat sends these days.
    [[nodiscard]] bool shared_with_others(std::size_t seat, base::time_point now) const;

private:
    enum field : std::size_t {
        magic,
        capacity,
        burst,
        step,
        period,  // at full rate
        next,
        answers,
        per_mille,  // of the full rate: see pace
        good,
        not_before,
        slowed_at,
        refused_count,  // 1 = refused requests count
        header_words
    };
    enum seat_field : std::size_t { pending, seen, turn_left, turn_from, seat_words };

    void clear(const bucket_limits& limits);
    [[nodiscard]] std::int64_t& at(field which) const { return memory_[which]; }
    [[nodiscard]] std::int64_t& of(std::size_t seat, seat_field which) const;
    [[nodiscard]] std::int64_t& answer(std::int64_t number) const;
    [[nodiscard]] std::int64_t& gate(std::int64_t number) const;
    [[nodiscard]] std::int64_t next_gate() const;
    [[nodiscard]] std::int64_t gate_of_next() const;
    [[nodiscard]] std::int64_t period_in_force() const;
    void take_refused_place(base::time_point now);
    void trust_more();
    std::optional<base::time_point> wait_turn(std::size_t seat, base::time_point now);

    std::span<std::int64_t> memory_;
    std::int64_t last_taken_ = -1;
};

}  // namespace pacing
