#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace catalog {

// A whole number as the portal may hold it: a number, or its decimal text ("3", "-3", "03"; no
// blanks, no plus sign, no fraction). Nothing for everything else and for what 64 bits cannot hold.
std::optional<std::int64_t> decimal_number(std::string_view text);
std::optional<std::int64_t> whole_number(const model::value& given);

// The same as a person may write it: a text with a superfluous zero ("0123") is none, because it
// may be meant as it stands. `zero_hint`: what to write instead of such a text; "" for everything
// else.
std::optional<std::int64_t> written_number(const model::value& given);
std::string zero_hint(const model::value& given);

}  // namespace catalog
