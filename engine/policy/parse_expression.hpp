#pragma once

#include "policy/expression.hpp"
#include "policy/fault.hpp"

#include <cstddef>
#include <expected>
#include <string_view>

namespace policy {

// What an expression may be at most.
inline constexpr std::size_t longest_expression = 4096;  // bytes
inline constexpr std::size_t deepest_expression = 32;  // parentheses, lists and calls within calls

// Reads a text that is one expression, such as that of `when`.
std::expected<expression, fault> parse_expression(std::string_view text);

struct placeholder {
    expression what;
    std::size_t end = 0;  // the place behind its closing brace
};

// Reads the expression of a placeholder in a longer text: `from` is the place behind its "${".
std::expected<placeholder, fault> parse_placeholder(std::string_view text, std::size_t from);

}  // namespace policy
