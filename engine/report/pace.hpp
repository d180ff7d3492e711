#pragma once

#include "base/time.hpp"

#include <array>
#include <cstdint>

namespace report {

// How many requests a second were sent of late. Remembers ten seconds, whatever the rate.
class pace {
public:
    void add(base::wall_time when);

    // Requests per second over the last ten seconds, or since the first request if that is less.
    [[nodiscard]] double per_second(base::wall_time now) const;

private:
    struct slot {
        std::int64_t second = -1;
        std::uint64_t count = 0;
    };

    std::array<slot, 10> slots_;
    std::int64_t first_ = -1;  // the second of the first request
};

}  // namespace report
