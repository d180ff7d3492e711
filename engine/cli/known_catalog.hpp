#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"
#include "cli/config/config.hpp"
#include "cli/options.hpp"

#include <memory>

namespace cli {

// The built-in definitions and those of the folders that the configuration names. What is wrong
// with them goes to `problems`; then the answer lacks it.
std::shared_ptr<const catalog::definitions> known_catalog(
    const config& settings, base::diagnostics& problems
);

// The same for a command that needs no configuration: without one, or where nobody named it and it
// has a fault of its own (a warning), the built-in ones alone.
std::shared_ptr<const catalog::definitions> known_catalog(
    const options& given, base::diagnostics& problems
);

}  // namespace cli
