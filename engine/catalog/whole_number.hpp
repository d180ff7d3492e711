#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace catalog {

// A whole number as the portal may hold it: a number, or its decimal text ("3", "-3", "03"; no
// blanks, no plus sign, no fraction). Nothing for everything else and for what 64 bits cannot hold.
std::optional<std::int64_t> decimal_number(std::string_view text);
std::optional<std::int64_t> whole_number(const model::value& given);

}  // namespace catalog
