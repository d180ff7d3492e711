#pragma once

#include <string>
#include <string_view>

namespace cli {

// What a person should do about failures with this code: ours, or the portal's (portal room's
// table). "" = nothing is known.
std::string advice_about(std::string_view code);

}  // namespace cli
