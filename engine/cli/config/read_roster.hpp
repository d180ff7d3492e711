#pragma once

#include "cli/config/config.hpp"
#include "document/mapping_reader.hpp"

#include <filesystem>
#include <optional>

namespace cli {

// `roster`: a file, a list of files, or a mapping with `files`, a `directory` or both, and the
// `key` that joins them. No files where it is not there, or was refused (and told).
void read_roster(
    roster::roster_files& into,
    std::optional<directory_config>& directory,
    document::mapping_reader& root,
    const std::filesystem::path& folder,
    base::diagnostics& problems
);

}  // namespace cli
