#pragma once

#include "cli/config/config.hpp"
#include "document/mapping_reader.hpp"

namespace cli {

// `errors` of the configuration: what failures end, and in which waves a run goes. What is wrong is
// told.
errors_config read_errors(document::mapping_reader& root);

}  // namespace cli
