#pragma once

#include "model/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace roster {

// What a column, or a key of an entry, holds. `other` columns are text in CSV and what they are in
// YAML.
enum class attribute_kind { id, email, active, other };

// Must every entry name its user's number? Not one of a further roster that is joined by email.
enum class id_presence { required, optional };

// Of its name: "id" and "user_id" (the user's number on the portal), "email" and "active" in any
// case.
attribute_kind kind_of(std::string_view name);

// The name under which policies find it: the three known ones in lower case ("id" for user_id as
// well), others exactly as they are written.
std::string attribute_name(std::string_view written);

// A whole number from 1, without sign, blanks or leading zeros.
std::optional<model::user_id> parse_id(std::string_view text);

// true, false, Y, N, 1 or 0; words in any case.
std::optional<bool> parse_active(std::string_view text);

}  // namespace roster
