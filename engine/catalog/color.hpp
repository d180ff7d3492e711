#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace catalog {

// "#rrggbb" in lower case, from "#rrggbb" or "#rgb" in any case; nothing for anything else. The
// short form is spelt out because the portal replaces a colour of fewer than six digits by its own.
std::optional<std::string> normal_color(std::string_view text);

}  // namespace catalog
