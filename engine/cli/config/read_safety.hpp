#pragma once

#include "base/diagnostic.hpp"
#include "cli/config/config.hpp"
#include "document/mapping_reader.hpp"

namespace cli {

// `safety` of the configuration.
safety_config read_safety(document::mapping_reader& root, base::diagnostics& problems);

}  // namespace cli
