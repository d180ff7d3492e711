#include "document/flow_yaml.hpp"

#include "document/core_schema.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace document {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_plain(char c) {
    constexpr std::string_view others = "0123456789.-/@+";
    return is_letter(c) || others.find(c) != std::string_view::npos;
}

// What YAML 1.1 takes for a truth value.
bool is_old_truth(std::string_view text) {
    static constexpr std::array<std::string_view, 14> words{
        "y", "n", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"
    };
    return std::ranges::find(words, text) != words.end();
}

bool stands_bare(std::string_view text) {
    if (text.empty() || !is_letter(text.front()) || !std::ranges::all_of(text, is_plain))
        return false;
    if (is_old_truth(text)) return false;
    node plain;
    plain.kind = node_kind::text;
    plain.text = text;
    return resolve_plain(plain) == typing::done && plain.kind == node_kind::text;
}

// JSON's escapes are YAML's as well. A text file cannot hold the controls that JSON leaves bare.
std::string quoted(std::string_view text) {
    const auto json = boost::json::serialize(boost::json::string(text));
    std::string made;
    made.reserve(json.size());
    for (std::size_t i = 0; i < json.size(); ++i) {
        const auto byte = static_cast<unsigned char>(json[i]);
        const auto next = i + 1 < json.size() ? static_cast<unsigned char>(json[i + 1])
                                              : static_cast<unsigned char>(0);
        if (byte == 0x7F) {
            made += "\\u007f";
        } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {  // U+0080 to U+009F
            made += fmt::format("\\u{:04x}", next);
            ++i;
        } else {
            made += json[i];
        }
    }
    return made;
}

std::string number_text(double number) {
    if (!std::isfinite(number)) return "null";
    auto text = fmt::format("{}", number);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

}  // namespace

std::string flow_yaml_text(std::string_view text) {
    return stands_bare(text) ? std::string(text) : quoted(text);
}

std::string flow_yaml(const boost::json::value& what) {
    std::string made;
    std::string_view between;
    if (const auto* text = what.if_string()) return flow_yaml_text(*text);
    if (const auto* number = what.if_double()) return number_text(*number);
    if (const auto* items = what.if_array()) {
        for (const auto& each : *items) {
            made += between;
            made += flow_yaml(each);
            between = ", ";
        }
        return '[' + made + ']';
    }
    if (const auto* members = what.if_object()) {
        if (members->empty()) return "{}";
        for (const auto& each : *members) {
            made += between;
            made += flow_yaml_text(each.key()) + ": " + flow_yaml(each.value());
            between = ", ";
        }
        return "{ " + made + " }";
    }
    return boost::json::serialize(what);
}

}  // namespace document
