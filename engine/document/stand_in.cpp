#include "document/stand_in.hpp"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace document {
namespace {

// F8 stands for structural[0], F9 for structural[1] ..., FF for a backslash.
constexpr std::string_view structural = "{}[],:#";
constexpr unsigned char first_stand_in = 0xF8;
constexpr char hidden_backslash = '\xFF';

char hidden(char c) {
    const auto index = structural.find(c);
    return index == std::string_view::npos ? c : static_cast<char>(first_stand_in + index);
}

char shown(char c) {
    if (c == hidden_backslash) return '\\';
    const auto index = static_cast<std::size_t>(static_cast<unsigned char>(c)) - first_stand_in;
    return index < structural.size() ? structural[index] : c;
}

// The end of the placeholder whose `{` is at `open`: the offset of its `}`, or npos when none
// stands in the same line. Quoted text inside the expression may hold a `}`.
std::size_t placeholder_end(std::string_view text, std::size_t open) {
    char quote = '\0';
    for (auto at = open + 1; at < text.size() && text[at] != '\n'; ++at) {
        const char c = text[at];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '}') {
            return at;
        } else if (c == '{') {
            return std::string_view::npos;
        }
    }
    return std::string_view::npos;
}

void hide_placeholders(std::string& text) {
    for (auto at = text.find("${"); at != std::string::npos; at = text.find("${", at + 1)) {
        const auto end = placeholder_end(text, at + 1);
        if (end == std::string::npos) continue;
        for (auto i = at + 1; i <= end; ++i) text[i] = hidden(text[i]);
        at = end;
    }
}

constexpr std::size_t escape_size = 6;  // \uXXXX

// The number of the escape at `at`, whatever its backslash looks like.
std::optional<std::uint32_t> escaped_unit(std::string_view text, std::size_t at) {
    if (at + escape_size > text.size() || text[at + 1] != 'u') return std::nullopt;
    const auto digits = text.substr(at + 2, 4);
    std::uint32_t unit = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return unit;
}

// The code point of the two escapes at `at`, when they are a high and a low surrogate.
std::optional<std::uint32_t> surrogate_pair(std::string_view text, std::size_t at, char backslash) {
    if (at + 2 * escape_size > text.size()) return std::nullopt;
    if (text[at] != backslash || text[at + escape_size] != backslash) return std::nullopt;
    const auto high = escaped_unit(text, at);
    const auto low = escaped_unit(text, at + escape_size);
    if (!high || !low || *high < 0xD800 || *high > 0xDBFF || *low < 0xDC00 || *low > 0xDFFF) {
        return std::nullopt;
    }
    return 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00);
}

void hide_surrogates(std::string& text) {
    for (auto at = text.find('\\'); at != std::string::npos; at = text.find('\\', at)) {
        if (surrogate_pair(text, at, '\\')) {
            text[at] = hidden_backslash;
            text[at + escape_size] = hidden_backslash;
            at += 2 * escape_size;
        } else {
            at += 2;  // a backslash takes the character behind it, be it another backslash
        }
    }
}

void append_utf8(std::string& to, std::uint32_t point) {
    to += static_cast<char>(0xF0U | (point >> 18U));
    to += static_cast<char>(0x80U | ((point >> 12U) & 0x3FU));
    to += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
    to += static_cast<char>(0x80U | (point & 0x3FU));
}

std::string with_pairs_joined(const std::string& scalar) {
    std::string made;
    for (std::size_t at = 0; at < scalar.size();) {
        if (const auto point = surrogate_pair(scalar, at, hidden_backslash)) {
            append_utf8(made, *point);
            at += 2 * escape_size;
        } else {
            made += scalar[at++];
        }
    }
    return made;
}

}  // namespace

void hide_from_parser(std::string& text) {
    hide_placeholders(text);
    hide_surrogates(text);
}

std::string shown_again(std::string scalar, quotes around) {
    if (around == quotes::doubled && scalar.contains(hidden_backslash)) {
        scalar = with_pairs_joined(scalar);
    }
    for (auto& c : scalar) c = shown(c);
    return scalar;
}

}  // namespace document
