#include "run/crowd.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace run {

namespace {

// The journal of each thread, reports that are being written, the program itself.
constexpr std::size_t files_of_the_house = 48;
constexpr std::size_t files_of_a_thread = 8;

}  // namespace

crowd crowd_within(const crowd_limits& limits) {
    crowd made;
    made.threads = std::max<std::size_t>(
        1, std::min({limits.threads, limits.portals, limits.total_connections})
    );
    const auto house = files_of_the_house + made.threads * files_of_a_thread;
    const auto files = limits.open_files - std::min(limits.open_files, house);
    made.lines = std::clamp(files / 2, made.threads, limits.total_connections);
    made.idle = std::clamp<std::size_t>(made.lines / limits.portals, 1, limits.connections);
    // Besides its idle connections each has the file of its budget open.
    const auto at_once = (files - std::min(files, made.lines)) / (made.idle + 1);
    made.portals = std::clamp(at_once, made.threads, std::max(made.threads, limits.portals));
    return made;
}

// The largest first, each to whoever has the least to do.
std::vector<std::size_t> spread(std::span<const std::uint64_t> users, std::size_t threads) {
    std::vector<std::size_t> order(users.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return std::tie(users[b], a) < std::tie(users[a], b);
    });
    std::vector<std::uint64_t> load(threads);
    std::vector<std::size_t> made(users.size());
    for (const auto which : order) {
        const auto least = std::ranges::min_element(load);
        made[which] = static_cast<std::size_t>(least - load.begin());
        *least += std::max<std::uint64_t>(users[which], 1);
    }
    return made;
}

}  // namespace run
