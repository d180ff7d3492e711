#include "roster/attribute.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace roster {
namespace {

bool is_word(std::string_view text, std::string_view lower_case) {
    return std::ranges::equal(text, lower_case, [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    });
}

}  // namespace

attribute_kind kind_of(std::string_view name) {
    if (is_word(name, "id") || is_word(name, "user_id")) return attribute_kind::id;
    if (is_word(name, "email")) return attribute_kind::email;
    if (is_word(name, "active")) return attribute_kind::active;
    return attribute_kind::other;
}

std::string attribute_name(std::string_view written) {
    switch (kind_of(written)) {
        case attribute_kind::id:
            return "id";
        case attribute_kind::email:
            return "email";
        case attribute_kind::active:
            return "active";
        case attribute_kind::other:
            break;
    }
    return std::string(written);
}

std::optional<model::user_id> parse_id(std::string_view text) {
    if (text.empty() || text.front() < '1' || text.front() > '9') return std::nullopt;
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return model::user_id(number);
}

std::optional<bool> parse_active(std::string_view text) {
    if (text == "1" || is_word(text, "y") || is_word(text, "true")) return true;
    if (text == "0" || is_word(text, "n") || is_word(text, "false")) return false;
    return std::nullopt;
}

}  // namespace roster
