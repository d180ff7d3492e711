#pragma once

#include "base/diagnostic.hpp"
#include "cli/config/config.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace cli {

// Who said that there is such a file: the configuration, under `key`, or a flag ("" = none).
std::string named_by(std::string_view key, std::string_view flag, const config& settings);

// Whether the file is there; told here, where it is known who named it, if not.
bool is_there(const std::filesystem::path& file, std::string named, base::diagnostics& problems);

// The file as a whole.
base::source_pos whole(const std::filesystem::path& file);

}  // namespace cli
