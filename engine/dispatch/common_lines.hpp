#pragma once

#include "base/time.hpp"
#include "dispatch/ports/line_share.hpp"
#include "pacing/line_division.hpp"
#include "pacing/line_lending.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace dispatch {

// The lines that the lanes of one thread have in common: asks pacing::line_lending whose turn it
// is, and tells him. One thread; outlives every share of it.
class common_lines {
public:
    explicit common_lines(std::size_t lines) : rule_(lines) {}
    common_lines(const common_lines&) = delete;
    common_lines& operator=(const common_lines&) = delete;

    // A lane more, of a weight of line_lending's. Its part is free again when the share is gone.
    [[nodiscard]] std::unique_ptr<line_share> join(std::size_t weight = 1);

    // As line_lending's: how many lines belong to this thread, and how many it has at present.
    void assign(std::size_t own, std::size_t present, base::time_point now);

    // To be called now and then: lines of lanes that hang are given to those that stand in line.
    void look(base::time_point now) { tell(now); }

    // Since the last time it was asked.
    [[nodiscard]] pacing::line_demand take_demand();

private:
    class share;
    void tell(base::time_point now);

    pacing::line_lending rule_;
    std::vector<std::function<void()>> listeners_;  // by party
    pacing::line_demand seen_;
    base::time_point latest_{};  // that somebody has told
};

}  // namespace dispatch
