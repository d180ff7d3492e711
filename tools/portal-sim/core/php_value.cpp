#include "portal-sim/core/php_value.hpp"

#include "portal-sim/core/php_json.hpp"

#include <boost/json/string.hpp>

#include <charconv>
#include <cmath>
#include <utility>

namespace portal_sim::php {

namespace {

std::optional<double> numeric_text(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t'))
        text.remove_suffix(1);
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

bool is_array(const json::value& what) {
    return what.is_array() || what.is_object();
}

bool truthy(const json::value& what) {
    switch (what.kind()) {
        case json::kind::null:
            return false;
        case json::kind::bool_:
            return what.get_bool();
        case json::kind::int64:
            return what.get_int64() != 0;
        case json::kind::uint64:
            return what.get_uint64() != 0;
        case json::kind::double_:
            return what.get_double() != 0;
        case json::kind::string:
            return !what.get_string().empty() && what.get_string() != "0";
        case json::kind::array:
            return !what.get_array().empty();
        case json::kind::object:
            return !what.get_object().empty();
    }
    return false;
}

bool loosely_equals(const json::value& what, std::string_view text) {
    if (what.is_null()) return text.empty();
    if (what.is_bool()) return what.get_bool() == (!text.empty() && text != "0");
    if (is_array(what)) return false;
    const auto number = numeric_text(text);
    if (what.is_string()) {
        const std::string_view mine = what.get_string();
        const auto my_number = numeric_text(mine);
        return number && my_number ? *number == *my_number : mine == text;
    }
    return number ? *number == what.to_number<double>() : to_text(what) == text;
}

std::string to_text(const json::value& what) {
    switch (what.kind()) {
        case json::kind::null:
            return {};
        case json::kind::bool_:
            return what.get_bool() ? "1" : "";
        case json::kind::string:
            return std::string(std::string_view(what.get_string()));
        case json::kind::array:
        case json::kind::object:
            return "Array";
        default:
            return encode(what);
    }
}

std::optional<std::int64_t> to_integer(const json::value& what) {
    if (what.is_int64()) return what.get_int64();
    if (what.is_double() && std::fabs(what.get_double()) < 9e18)
        return static_cast<std::int64_t>(what.get_double());
    if (!what.is_string()) return std::nullopt;
    const std::string_view text = what.get_string();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::int64_t> integer_key(std::string_view key) {
    const auto digits = key.starts_with('-') ? key.substr(1) : key;
    if (digits.empty() || (digits.front() == '0' && (digits.size() > 1 || key != "0")))
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), value);
    if (error != std::errc() || end != key.data() + key.size()) return std::nullopt;
    return value;
}

const json::value* element(const json::value& what, std::string_view key) {
    if (const auto* map = what.if_object()) return map->if_contains(key);
    if (const auto* list = what.if_array()) {
        const auto index = integer_key(key);
        if (!index || *index < 0) return nullptr;
        return list->if_contains(static_cast<std::size_t>(*index));
    }
    return nullptr;
}

json::value canonical(json::value what) {
    if (auto* list = what.if_array()) {
        for (auto& each : *list) each = canonical(std::move(each));
        return what;
    }
    auto* map = what.if_object();
    if (map == nullptr) return what;
    for (auto& each : *map) each.value() = canonical(std::move(each.value()));
    return as_php_array(std::move(*map));
}

json::value as_php_array(json::object map) {
    std::int64_t next = 0;
    for (const auto& each : map)
        if (integer_key(each.key()) != next++) return map;
    json::array list;
    list.reserve(map.size());
    for (auto& each : map) list.push_back(std::move(each.value()));
    return list;
}

bool valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t more = lead < 0x80   ? 0
                                 : lead < 0xC2 ? 4
                                 : lead < 0xE0 ? 1
                                 : lead < 0xF0 ? 2
                                 : lead < 0xF5 ? 3
                                               : 4;
        if (more > 3 || more >= text.size() - i) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) return false;
        const auto second =
            more == 0 ? 0U : static_cast<unsigned>(static_cast<unsigned char>(text[i + 1]));
        const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
        const bool surrogate = lead == 0xED && second > 0x9F;
        if (overlong || surrogate || (lead == 0xF4 && second > 0x8F)) return false;
        i += more + 1;
    }
    return true;
}

}  // namespace portal_sim::php
