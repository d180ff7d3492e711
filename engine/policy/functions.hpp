#pragma once

#include "model/value.hpp"
#include "policy/expression.hpp"
#include "policy/fault.hpp"

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace policy {

// A function of the expression language.
struct known_function {
    std::string_view name;
    function which;
    std::size_t parameters;
};

// Nothing when there is none of that name.
const known_function* find_function(std::string_view name);
std::vector<std::string> function_names();

// What the function gives for these values, as many as it has parameters. `longest` bounds the text
// that may come of it. The fault has no place: the caller knows it.
std::expected<model::value, fault> apply(
    function which, std::span<const model::value* const> given, std::size_t longest
);

}  // namespace policy
