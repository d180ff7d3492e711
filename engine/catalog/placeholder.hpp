#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace catalog {

// What a call template leaves open: the user's id or e-mail address, or a member of the item that
// was read (`${user.id}`, `${user.email}`, `${item.ID}`).
enum class placeholder_source { user_id, user_email, item };

struct placeholder {
    placeholder_source from = placeholder_source::user_id;
    std::string member;  // of the item
};

// A text in its pieces: what stands as it is, and what is filled in.
using template_text = std::vector<std::variant<std::string, placeholder>>;

// The unexpected value says what is wrong: "unknown placeholder '${user.name}'".
std::expected<template_text, std::string> parse_template(std::string_view text);

}  // namespace catalog
