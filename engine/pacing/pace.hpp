#pragma once

#include <cstdint>

namespace pacing {

// How much of a limit is used after the portal has refused something for its rate, which it does
// when others send to it as well: multiplicative decrease, additive increase, so that clients who
// do alike end with equal parts. There is a floor, from which it never stops trying.
// Plain numbers, because it also lives in memory that several processes share.
struct pace {
    static constexpr std::int64_t full = 1000;
    static constexpr std::int64_t floor = 200;

    std::int64_t per_mille = full;
    std::int64_t good = 0;  // answers since it last changed

    void refused() noexcept;
    // Whether it changed.
    bool answered() noexcept;
    // The part of the full rate that is used, in (0, 1].
    [[nodiscard]] double part() const noexcept { return static_cast<double>(per_mille) / full; }
};

}  // namespace pacing
