#pragma once

#include "model/user.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace roster {

// The attribute that names a user's groups.
inline constexpr std::string_view groups_attribute = "groups";

// Each text of an attribute's value: of a list each item's, of anything else its own (a number in
// digits, true or false, nothing as ""). Stops, and is true, when `fits` is true for one.
bool any_text(const model::value& value, const std::function<bool(std::string_view)>& fits);

// Letters of ASCII in lower case: addresses are compared so.
std::string folded(std::string_view text);

}  // namespace roster
