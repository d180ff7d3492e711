#include "portal-sim/core/chance.hpp"

#include <string_view>

namespace portal_sim {

bool chance::happens(double probability) {
    if (probability >= 1.0) return true;
    if (probability <= 0.0) return false;
    constexpr double two_to_53 = 9007199254740992.0;
    return static_cast<double>(engine_() >> 11U) / two_to_53 < probability;
}

std::string chance::code(std::size_t length) {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::string made;
    made.reserve(length);
    for (std::size_t i = 0; i < length; ++i) made += alphabet[below(alphabet.size())];
    return made;
}

}  // namespace portal_sim
