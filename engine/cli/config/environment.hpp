#pragma once

#include <functional>
#include <optional>
#include <string>

namespace cli {

// The environment's variables by name; nothing = not set. A function, so that tests bring their
// own.
using environment = std::function<std::optional<std::string>(const std::string& name)>;

// The one of this process.
environment process_environment();

}  // namespace cli
