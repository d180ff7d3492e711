#include "pacing/fair_parts.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace pacing {

namespace {

struct open_claim {
    std::size_t who = 0;
    std::uint64_t weight = 0;
    std::uint64_t rest = 0;  // of the division that made his part
};

std::uint64_t sum_of(const std::vector<open_claim>& all) {
    std::uint64_t sum = 0;
    for (const auto& each : all) sum += each.weight;
    return sum;
}

// Serves those who want no more than their part; what they leave makes the parts of the others
// larger, so that it has to be looked at again.
void serve_the_modest(
    std::uint64_t& total,
    std::span<const claim> claims,
    std::vector<open_claim>& open,
    std::vector<std::size_t>& parts
) {
    for (bool served = true; served && !open.empty();) {
        const auto weights = sum_of(open);
        const auto there = total;
        served = std::erase_if(open, [&](const open_claim& each) {
                     const auto wanted = claims[each.who].wanted;
                     if (wanted * weights > there * each.weight) return false;
                     parts[each.who] = wanted;
                     total -= wanted;
                     return true;
                 }) != 0;
    }
}

}  // namespace

std::vector<std::size_t> fair_parts(std::size_t total, std::span<const claim> claims) {
    std::vector<std::size_t> parts(claims.size());
    std::vector<open_claim> open;
    for (std::size_t who = 0; who < claims.size(); ++who)
        if (claims[who].weight != 0) open.push_back({who, claims[who].weight, 0});
    std::uint64_t left = total;
    serve_the_modest(left, claims, open, parts);
    if (open.empty()) return parts;

    const auto weights = sum_of(open);
    const auto there = left;
    for (auto& each : open) {
        const auto part = there * each.weight / weights;
        each.rest = there * each.weight % weights;
        parts[each.who] = static_cast<std::size_t>(part);
        left -= part;
    }
    // What the divisions leave is less than one for each: it goes to the largest rests.
    std::ranges::sort(open, [](const open_claim& a, const open_claim& b) {
        return std::tie(b.rest, a.who) < std::tie(a.rest, b.who);
    });
    for (std::size_t i = 0; i < left; ++i) ++parts[open[i].who];
    return parts;
}

}  // namespace pacing
