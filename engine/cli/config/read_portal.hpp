#pragma once

#include "cli/config/config.hpp"
#include "document/mapping_reader.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace cli {

// One portal of the configuration; what is wrong is told, and what is returned then is not to be
// used. `folder`: where relative paths start.
portal_config read_portal(
    std::string_view name,
    document::mapping_reader& from,
    const std::filesystem::path& folder,
    base::diagnostics& problems
);

// Fit for a folder's name and a label: letters, digits, '-', '_' and '.', not at the beginning.
bool is_portal_name(std::string_view text);

// A secret that is named by a reference: "file:...", "env:...", "cred:..." or "exec:...".
std::optional<secret_reference> read_reference(
    document::mapping_reader& from, std::string_view key, const std::filesystem::path& folder
);

}  // namespace cli
