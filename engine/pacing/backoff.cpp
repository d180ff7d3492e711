#include "pacing/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace pacing {

namespace {

base::duration scaled(base::duration what, double by) {
    return base::duration(std::llround(static_cast<double>(what.count()) * by));
}

// `first` * 2^(count - 1), at most the rule's cap, half of it jitter.
base::duration doubling(
    base::duration first, const retry_rule& rule, std::uint32_t count, double chance
) {
    const auto doublings = std::min<std::uint32_t>(count == 0 ? 0 : count - 1, 30);
    const auto longest = std::min(scaled(first, std::pow(2.0, doublings)), rule.cap);
    return scaled(longest, 0.5 + 0.5 * chance);
}

}  // namespace

base::duration backoff(const retry_rule& rule, std::uint32_t failed, double chance) {
    const auto doublings = std::min<std::uint32_t>(failed == 0 ? 0 : failed - 1, 30);
    const auto longest = std::min(scaled(rule.first, std::pow(2.0, doublings)), rule.cap);
    return scaled(longest, chance);
}

std::optional<base::time_point> next_try(
    const retry_rule& rule, std::uint32_t failed, double chance, base::time_point now
) {
    if (failed > rule.retries) return std::nullopt;
    return now + backoff(rule, failed, chance);
}

base::duration pause_after_refusal(const retry_rule& rule, std::uint32_t in_a_row, double chance) {
    const auto growth =
        std::pow(1.5, std::min<std::uint32_t>(in_a_row == 0 ? 0 : in_a_row - 1, 30));
    const auto pause = std::min(
        scaled(std::chrono::seconds(1), growth),
        std::max<base::duration>(rule.cap, std::chrono::seconds(1))
    );
    return scaled(pause, 1.0 + 0.1 * chance);
}

base::duration pause_after_absence(const retry_rule& rule, std::uint32_t in_a_row, double chance) {
    return doubling(std::chrono::milliseconds(500), rule, in_a_row, chance);
}

base::duration pause_before_probe(const retry_rule& rule, std::uint32_t number, double chance) {
    return doubling(std::chrono::seconds(2), rule, number, chance);
}

}  // namespace pacing
