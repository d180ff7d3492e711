#pragma once

#include "portal-sim/core/message.hpp"

namespace portal_sim {

// Wall time that never goes backwards: it begins at the machine's time and then runs steadily.
class portal_clock {
public:
    portal_clock()
        : wall_(std::chrono::system_clock::now()), steady_(std::chrono::steady_clock::now()) {}

    [[nodiscard]] time_point now() const {
        return wall_ + (std::chrono::steady_clock::now() - steady_);
    }

private:
    time_point wall_;
    std::chrono::steady_clock::time_point steady_;
};

}  // namespace portal_sim
