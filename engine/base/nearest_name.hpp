#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace base {

// The one of `known` that whoever wrote `wrong` most likely meant, or nothing when none is near
// enough to be worth a "did you mean". Upper and lower case of a letter count as nearly the same;
// a dropped, added or wrong letter, or two that changed places, count one each, and one in three
// letters may be wrong. The first of equally near names wins.
std::optional<std::string> nearest_name(std::string_view wrong, std::span<const std::string> known);

}  // namespace base
