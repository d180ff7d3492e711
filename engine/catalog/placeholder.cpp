#include "catalog/placeholder.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace catalog {

namespace {

std::optional<placeholder> placeholder_named(std::string_view name) {
    if (name == "user.id") return placeholder{placeholder_source::user_id, ""};
    if (name == "user.email") return placeholder{placeholder_source::user_email, ""};
    static constexpr std::string_view item = "item.";
    if (name.starts_with(item) && name.size() > item.size()) {
        return placeholder{placeholder_source::item, std::string(name.substr(item.size()))};
    }
    return std::nullopt;
}

}  // namespace

std::expected<template_text, std::string> parse_template(std::string_view text) {
    template_text pieces;
    while (!text.empty()) {
        const auto begin = text.find("${");
        if (begin != 0) pieces.emplace_back(std::string(text.substr(0, begin)));
        if (begin == std::string_view::npos) break;
        text.remove_prefix(begin);
        const auto end = text.find('}');
        if (end == std::string_view::npos) {
            return std::unexpected(fmt::format("'{}' has no closing brace", text));
        }
        auto named = placeholder_named(text.substr(2, end - 2));
        if (!named) {
            return std::unexpected(fmt::format("unknown placeholder '{}'", text.substr(0, end + 1))
            );
        }
        pieces.emplace_back(std::move(*named));
        text.remove_prefix(end + 1);
    }
    return pieces;
}

}  // namespace catalog
