#pragma once

#include "document/mapping_reader.hpp"
#include "roster/open_roster.hpp"

#include <filesystem>

namespace cli {

// `roster`: a file, a list of files, or a mapping with `files` and the `key` that joins them. No
// files where it is not there, or was refused (and told).
roster::roster_files read_roster(
    document::mapping_reader& root, const std::filesystem::path& folder
);

}  // namespace cli
