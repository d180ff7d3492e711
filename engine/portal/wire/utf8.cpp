#include "portal/wire/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace portal {

namespace {

// What may follow a lead byte: how many bytes, and the bounds of the first of them, which is where
// overlong forms and surrogates show themselves.
struct sequence {
    std::size_t following;
    std::uint8_t low;
    std::uint8_t high;
};

constexpr sequence sequence_of(std::uint8_t lead) noexcept {
    if (lead >= 0xC2 && lead <= 0xDF) return {1, 0x80, 0xBF};
    if (lead == 0xE0) return {2, 0xA0, 0xBF};
    if (lead == 0xED) return {2, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {2, 0x80, 0xBF};
    if (lead == 0xF0) return {3, 0x90, 0xBF};
    if (lead >= 0xF1 && lead <= 0xF3) return {3, 0x80, 0xBF};
    if (lead == 0xF4) return {3, 0x80, 0x8F};
    return {0, 0, 0};
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[i++]);
        if (lead < 0x80) continue;
        const auto rest = sequence_of(lead);
        if (rest.following == 0 || text.size() - i < rest.following) return false;
        const auto first = static_cast<std::uint8_t>(text[i]);
        if (first < rest.low || first > rest.high) return false;
        for (std::size_t k = 1; k < rest.following; ++k)
            if ((static_cast<std::uint8_t>(text[i + k]) & 0xC0U) != 0x80U) return false;
        i += rest.following;
    }
    return true;
}

}  // namespace portal
