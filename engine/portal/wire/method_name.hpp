#pragma once

#include <string_view>

namespace portal {

// Letters, digits, dots and underscores. A method name is the one part of a command that the portal
// does not decode, and in a single request it is a part of the path: anything else would change
// where the request goes.
bool is_method_name(std::string_view name) noexcept;

}  // namespace portal
