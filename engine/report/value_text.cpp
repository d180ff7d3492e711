#include "report/value_text.hpp"

#include "report/characters.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace report {

namespace {

std::string number_text(double number) {
    if (!std::isfinite(number)) return "null";  // JSON has no word for it
    auto text = fmt::format("{}", number);
    // Keeps the difference between 3 and 3.0, which the portal makes too.
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

void append_json(std::string& out, const model::value& what) {
    if (const auto* number = what.if_double()) {
        out += number_text(*number);
    } else if (const auto* items = what.if_array()) {
        out += '[';
        std::string_view comma;
        for (const auto& item : *items) {
            out += comma;
            append_json(out, item);
            comma = ",";
        }
        out += ']';
    } else if (const auto* members = what.if_object()) {
        out += '{';
        std::string_view comma;
        for (const auto& member : *members) {
            out += comma;
            out += boost::json::serialize(boost::json::string(member.key()));
            out += ':';
            append_json(out, member.value());
            comma = ",";
        }
        out += '}';
    } else {
        out += boost::json::serialize(what);
    }
}

bool stands_bare(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
    if (text == "true" || text == "false" || text == "null") return false;
    if (text.front() == '{' || text.front() == '[' || text.front() == '"') return false;
    const bool looks_like_a_number =
        text.find_first_not_of("0123456789+-.eE") == std::string_view::npos &&
        text.find_first_of("0123456789") != std::string_view::npos;
    if (looks_like_a_number) return false;
    while (!text.empty()) {
        const auto next = first_character(text);
        if (is_control(next.code)) return false;
        text.remove_prefix(next.bytes);
    }
    return true;
}

}  // namespace

std::string json_text(const model::value& what) {
    std::string out;
    append_json(out, what);
    return out;
}

std::string shown(const model::value& what) {
    const auto* text = what.if_string();
    if (text != nullptr && stands_bare(*text)) return std::string(*text);
    return json_text(what);
}

std::string cell_text(const model::value& what) {
    if (what.is_null()) return {};
    if (const auto* text = what.if_string()) return std::string(*text);
    return json_text(what);
}

}  // namespace report
