#include "base/letter_case.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace base {
namespace {

// Capital letters whose small ones follow at a fixed distance.
struct range {
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t distance;
};

constexpr std::array ranges{
    range{0x41, 0x5A, 32},    // ASCII
    range{0xC0, 0xD6, 32},    // Latin with accents
    range{0xD8, 0xDE, 32},    //
    range{0x391, 0x3A1, 32},  // Greek
    range{0x3A3, 0x3A9, 32},  //
    range{0x410, 0x42F, 32},  // Cyrillic
    range{0x400, 0x40F, 80},  // Cyrillic: Ё and its like
};

// Capital and small letters in turns: the capital is even, or odd.
constexpr bool in_turns(std::uint32_t letter, std::uint32_t parity) {
    const bool even =
        (letter >= 0x100 && letter <= 0x12F) || (letter >= 0x132 && letter <= 0x137) ||
        (letter >= 0x14A && letter <= 0x177) || (letter >= 0x460 && letter <= 0x481) ||
        (letter >= 0x48A && letter <= 0x4BF) || (letter >= 0x4D0 && letter <= 0x52F);
    const bool odd = (letter >= 0x139 && letter <= 0x148) || (letter >= 0x179 && letter <= 0x17E);
    return (even && letter % 2 == parity) || (odd && letter % 2 != parity);
}

std::uint32_t lower_letter(std::uint32_t letter) {
    for (const auto& each : ranges)
        if (letter >= each.first && letter <= each.last) return letter + each.distance;
    return in_turns(letter, 0) ? letter + 1 : letter;
}

std::uint32_t upper_letter(std::uint32_t letter) {
    for (const auto& each : ranges)
        if (letter >= each.first + each.distance && letter <= each.last + each.distance)
            return letter - each.distance;
    return in_turns(letter, 1) ? letter - 1 : letter;
}

// All letters above have one or two bytes in UTF-8, in both cases; everything longer is copied.
template <class Change>
std::string changed(std::string_view text, const Change& change) {
    std::string made;
    made.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            made += static_cast<char>(change(byte));
        } else if ((byte & 0xE0U) == 0xC0U && at + 1 < text.size()) {
            const auto next = static_cast<unsigned char>(text[++at]);
            const auto letter = change(((byte & 0x1FU) << 6U) | (next & 0x3FU));
            made += static_cast<char>(0xC0U | (letter >> 6U));
            made += static_cast<char>(0x80U | (letter & 0x3FU));
        } else {
            made += text[at];
        }
    }
    return made;
}

}  // namespace

std::string lower_case(std::string_view text) {
    return changed(text, lower_letter);
}
std::string upper_case(std::string_view text) {
    return changed(text, upper_letter);
}

}  // namespace base
