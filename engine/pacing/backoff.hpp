#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>

namespace pacing {

// How often, and how long to wait before, something is tried again.
struct retry_rule {
    std::uint32_t retries = 6;  // after the first attempt
    base::duration first = std::chrono::seconds(1);
    base::duration cap = std::chrono::seconds(60);
};

// Exponential with full jitter: anywhere between nothing and first * 2^(failed - 1), at most `cap`.
// `failed` counts the attempts that failed so far, from 1; `chance` is drawn by the caller from [0,
// 1).
base::duration backoff(const retry_rule& rule, std::uint32_t failed, double chance);

// When to try again after the `failed`-th failure; nothing = give up.
std::optional<base::time_point> next_try(
    const retry_rule& rule, std::uint32_t failed, double chance, base::time_point now
);

// How long a whole lane is silent after its `in_a_row`-th refusal for the rate: a second at least,
// growing by half, with a tenth of jitter so that two clients do not come back together
// (portal-facts 3, "Reactions").
base::duration pause_after_refusal(const retry_rule& rule, std::uint32_t in_a_row, double chance);

// How long a lane is silent after the portal could not be met for the `in_a_row`-th time: half a
// second, doubling, with half of it jitter, so that a restart of the portal does not end a night's
// run.
base::duration pause_after_absence(const retry_rule& rule, std::uint32_t in_a_row, double chance);

// How long a portal that ails is left alone before the `number`-th single request that tries it,
// from 1: two seconds, doubling, with half of it jitter.
base::duration pause_before_probe(const retry_rule& rule, std::uint32_t number, double chance);

}  // namespace pacing
