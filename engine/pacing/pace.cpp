#include "pacing/pace.hpp"

#include <algorithm>

namespace pacing {

namespace {

constexpr std::int64_t slower = 800;      // per mille of the rate, after a refusal
constexpr std::int64_t faster = 50;       // per mille of the full rate on top, after...
constexpr std::int64_t trust_after = 20;  // ...so many answers without a refusal

}  // namespace

void pace::refused() noexcept {
    good = 0;
    per_mille = std::max(floor, per_mille * slower / full);
}

bool pace::answered() noexcept {
    if (per_mille >= full || ++good < trust_after) return false;
    good = 0;
    per_mille = std::min(full, per_mille + faster);
    return true;
}

}  // namespace pacing
