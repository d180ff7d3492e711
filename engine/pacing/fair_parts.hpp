#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace pacing {

// Somebody who wants a part of something that is shared.
struct claim {
    std::size_t weight = 1;  // parts go by it; 0 = he gets nothing
    std::size_t wanted = 0;  // he gets no more
};

// The part of each, in whole numbers: nobody gets more than he wants, and what one leaves goes to
// the others by their weights. The parts add up to `total`, unless all together want less.
std::vector<std::size_t> fair_parts(std::size_t total, std::span<const claim> claims);

}  // namespace pacing
