#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace pacing {

// What the lanes of a thread needed since it was last asked.
struct line_demand {
    std::size_t weight = 0;  // of its lanes, together
    std::size_t most_in_use = 0;
    bool in_want = false;  // somebody stood in line
};

// The lines of a thread: those that are its own, and how many it has for now, with what others lend
// it, or without what it lends.
struct line_part {
    std::size_t own = 0;
    std::size_t present = 0;
    bool operator==(const line_part&) const = default;
};

// What each thread has of the lines that all have in common. Its own are the parts of its lanes, by
// their weights.
// What it did not use goes to those that were in want, and what is left then to all by their
// weights, so that whoever begins to need more finds some. A thread has one line at least, also
// where that is one more than there are.
std::vector<line_part> divide_lines(std::size_t lines, std::span<const line_demand> threads);

}  // namespace pacing
