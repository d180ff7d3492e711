#include "report/characters.hpp"

#include <algorithm>
#include <array>

namespace report {

namespace {

struct range {
    char32_t first;
    char32_t last;
};

// What terminals agree to draw in two columns (after Unicode's East Asian Width, coarse on
// purpose: too wide only cuts a line earlier).
constexpr std::array<range, 10> wide{
    {{0x1100, 0x115F},
     {0x2E80, 0xA4CF},
     {0xAC00, 0xD7A3},
     {0xF900, 0xFAFF},
     {0xFE30, 0xFE6F},
     {0xFF00, 0xFF60},
     {0xFFE0, 0xFFE6},
     {0x1F300, 0x1F64F},
     {0x1F680, 0x1FAFF},
     {0x20000, 0x3FFFD}}
};

constexpr std::array<range, 5> without_width{
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}}
};

template <std::size_t Count>
bool within(const std::array<range, Count>& ranges, char32_t code) noexcept {
    return std::any_of(ranges.begin(), ranges.end(), [code](const range& each) {
        return each.first <= code && code <= each.last;
    });
}

std::size_t width_of(char32_t code) noexcept {
    if (within(without_width, code)) return 0;
    return within(wide, code) ? 2 : 1;
}

// How many bytes a character has whose first byte is this; 0 = no character starts with it.
std::size_t length_from(unsigned char lead) noexcept {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

bool is_scalar(char32_t code, std::size_t bytes) noexcept {
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code >= least.at(bytes) && code <= 0x10FFFF && !surrogate;
}

}  // namespace

character first_character(std::string_view text) noexcept {
    const auto lead = static_cast<unsigned char>(text.front());
    const auto length = length_from(lead);
    if (length == 1) return {lead, 1};
    if (length == 0 || text.size() < length) return {replacement_character, 1};
    constexpr std::array<unsigned char, 5> payload{0, 0, 0x1F, 0x0F, 0x07};
    char32_t code = lead & payload.at(length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80U) return {replacement_character, 1};
        code = (code << 6U) | (next & 0x3FU);
    }
    if (!is_scalar(code, length)) return {replacement_character, 1};
    return {code, length};
}

bool is_control(char32_t code) noexcept {
    if (code < 0x20 || (code >= 0x7F && code <= 0x9F)) return true;
    if (code == 0x2028 || code == 0x2029) return true;
    return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

void append_utf8(std::string& out, char32_t code) {
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3FU));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

std::string valid_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto next = first_character(text);
        append_utf8(out, next.code);
        text.remove_prefix(next.bytes);
    }
    return out;
}

std::size_t columns_of(std::string_view text) noexcept {
    std::size_t columns = 0;
    while (!text.empty()) {
        const auto next = first_character(text);
        columns += width_of(next.code);
        text.remove_prefix(next.bytes);
    }
    return columns;
}

std::string cut_to_columns(std::string_view text, std::size_t columns) {
    if (columns_of(text) <= columns) return std::string(text);
    if (columns == 0) return {};
    std::string out;
    std::size_t taken = 0;
    while (!text.empty()) {
        const auto next = first_character(text);
        if (taken + width_of(next.code) > columns - 1) break;
        taken += width_of(next.code);
        append_utf8(out, next.code);
        text.remove_prefix(next.bytes);
    }
    return out + "…";
}

std::string padded(std::string_view text, std::size_t columns) {
    const auto width = columns_of(text);
    std::string out(text);
    if (width < columns) out.append(columns - width, ' ');
    return out;
}

}  // namespace report
