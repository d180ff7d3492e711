#include "portal-sim/core/php_json.hpp"

#include "portal-sim/core/php_value.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>
#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace portal_sim::php {

namespace {

// PHP refuses deeper texts too, though at 512.
constexpr std::size_t max_depth = 128;

void append_unit(std::string& out, unsigned unit) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", unit);
}

void append_point(std::string& out, std::uint32_t point) {
    if (point < 0x10000) return append_unit(out, point);
    append_unit(out, 0xD800U + ((point - 0x10000U) >> 10U));
    append_unit(out, 0xDC00U + ((point - 0x10000U) & 0x3FFU));
}

// Appends the character that begins at `at` and gives the place behind it.
std::size_t append_beyond_ascii(std::string& out, std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (!valid_utf8(text.substr(at, length))) {
        append_unit(out, 0xFFFD);
        return at + 1;
    }
    std::uint32_t point = lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k)
        point = (point << 6U) | (static_cast<unsigned char>(text[at + k]) & 0x3FU);
    append_point(out, point);
    return at + length;
}

void append_ascii(std::string& out, char c) {
    switch (c) {
        case '\\':
            out += "\\\\";
            return;
        case '/':
            out += "\\/";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    const auto code = static_cast<unsigned char>(c);
    const bool hex = code < 0x20 || c == '<' || c == '>' || c == '&' || c == '\'' || c == '"';
    if (!hex) {
        out += c;
    } else {
        fmt::format_to(std::back_inserter(out), "\\u{:04X}", static_cast<unsigned>(code));
    }
}

void append_text(std::string& out, std::string_view text) {
    out += '"';
    for (std::size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) >= 0x80) {
            i = append_beyond_ascii(out, text, i);
        } else {
            append_ascii(out, text[i++]);
        }
    }
    out += '"';
}

void append_double(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += '0';
    } else if (value == std::trunc(value) && std::fabs(value) < 1e15) {
        fmt::format_to(std::back_inserter(out), "{}", static_cast<std::int64_t>(value));
    } else {
        fmt::format_to(std::back_inserter(out), "{}", value);
    }
}

void append(std::string& out, const json::value& what) {
    switch (what.kind()) {
        case json::kind::null:
            out += "null";
            return;
        case json::kind::bool_:
            out += what.get_bool() ? "true" : "false";
            return;
        case json::kind::int64:
            fmt::format_to(std::back_inserter(out), "{}", what.get_int64());
            return;
        case json::kind::uint64:
            fmt::format_to(std::back_inserter(out), "{}", what.get_uint64());
            return;
        case json::kind::double_:
            append_double(out, what.get_double());
            return;
        case json::kind::string:
            append_text(out, what.get_string());
            return;
        case json::kind::array: {
            char separator = '[';
            for (const auto& each : what.get_array()) {
                out += separator;
                separator = ',';
                append(out, each);
            }
            out += separator == '[' ? "[]" : "]";
            return;
        }
        case json::kind::object: {
            char separator = '{';
            for (const auto& [key, value] : what.get_object()) {
                out += separator;
                separator = ',';
                append_text(out, key);
                out += ':';
                append(out, value);
            }
            out += separator == '{' ? "{}" : "}";
            return;
        }
    }
}

// A whole number beyond PHP's int becomes a float.
void narrow_numbers(json::value& what) {
    if (what.is_uint64()) what = static_cast<double>(what.get_uint64());
    if (auto* list = what.if_array())
        for (auto& each : *list) narrow_numbers(each);
    if (auto* map = what.if_object())
        for (auto& each : *map) narrow_numbers(each.value());
}

}  // namespace

std::string encode(const json::value& what) {
    std::string out;
    append(out, what);
    return out;
}

std::optional<json::value> decode(std::string_view text) {
    json::parse_options rules;
    rules.max_depth = max_depth;
    json::error_code failed;
    auto value = json::parse(json::string_view(text.data(), text.size()), failed, {}, rules);
    if (failed) return std::nullopt;
    narrow_numbers(value);
    return canonical(std::move(value));
}

}  // namespace portal_sim::php
