#pragma once

#include "catalog/values.hpp"
#include "model/value.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace catalog {

// What was given, for a message: "'maybe'", "the number 3", "true", "nothing", "a list", "a
// mapping". Long texts are cut, and no webhook code is shown.
std::string described(const model::value& given);

// "expected Y or N, got 'maybe'".
std::unexpected<misfit> not_expected(
    std::string_view expected, const model::value& given, std::string hint = {}
);

}  // namespace catalog
