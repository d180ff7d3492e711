#include "pacing/line_division.hpp"

#include "pacing/fair_parts.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>

namespace pacing {

namespace {

constexpr std::size_t any_number = std::numeric_limits<std::uint32_t>::max();

}  // namespace

std::vector<line_part> divide_lines(std::size_t lines, std::span<const line_demand> threads) {
    std::vector<claim> whole;
    std::vector<claim> modest;
    for (const auto& each : threads) {
        whole.push_back({each.weight, any_number});
        const auto used = std::max<std::size_t>(1, each.most_in_use);
        modest.push_back({each.weight, each.in_want ? any_number : used});
    }
    const auto own = fair_parts(lines, whole);
    const auto needed = fair_parts(lines, modest);
    const auto lent = std::accumulate(needed.begin(), needed.end(), std::size_t{0});
    const auto rest = fair_parts(lines - std::min(lines, lent), whole);
    std::vector<line_part> all;
    for (std::size_t at = 0; at < threads.size(); ++at)
        all.push_back(
            {std::max<std::size_t>(1, own[at]), std::max<std::size_t>(1, needed[at] + rest[at])}
        );
    return all;
}

}  // namespace pacing
