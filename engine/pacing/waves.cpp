#include "pacing/waves.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <cmath>

namespace pacing {

namespace {

std::uint64_t users_of(const wave_size& asked, std::uint64_t selected) {
    if (asked.of == wave_size::unit::users) return static_cast<std::uint64_t>(asked.amount);
    const auto part = std::floor(static_cast<double>(selected) * asked.amount / 100);
    return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(part));
}

}  // namespace

std::vector<std::uint64_t> sizes_of(std::span<const wave_size> asked, std::uint64_t selected) {
    std::vector<std::uint64_t> sizes;
    if (asked.empty()) return sizes;
    auto left = selected;
    for (const auto& each : asked) {
        if (left == 0) return sizes;
        sizes.push_back(std::min(left, users_of(each, selected)));
        left -= sizes.back();
    }
    if (left != 0) sizes.push_back(left);
    return sizes;
}

bool waves::is_full() const noexcept {
    return number() < count() && taken_on_ >= sizes_[at_];
}

void waves::advance() noexcept {
    BOOST_ASSERT(is_full());
    ++at_;
    taken_on_ = 0;
}

}  // namespace pacing
