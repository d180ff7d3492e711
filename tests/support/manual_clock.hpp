#pragma once

#include "async/virtual_clock.hpp"

namespace support {

// A clock that a test moves; it begins on a certain day, so that what is printed is always the
// same.
class manual_clock final : public async::virtual_clock {
public:
    manual_clock() : virtual_clock(base::wall_time(std::chrono::milliseconds(1'795'404'000'000))) {}
};

}  // namespace support
