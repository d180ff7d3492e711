#pragma once

#include "cli/config/config.hpp"
#include "document/mapping_reader.hpp"

#include <optional>

namespace cli {

// `directory` of a roster: which of the portal's users are meant. Nothing where it is not there, or
// was refused (and told).
std::optional<directory_config> read_directory(
    document::mapping_reader& roster, base::diagnostics& problems
);

}  // namespace cli
