#pragma once

#include "base/diagnostic.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace document {

// The text of a file of at most `most` bytes. What prevents it (no such file, no permission, a
// folder, too large) is a problem with what the system said.
std::optional<std::string> read_file(
    const std::filesystem::path& file, std::size_t most, base::diagnostics& problems
);

// The problem of a file that cannot be used, as a whole.
base::diagnostic file_problem(
    const std::filesystem::path& file, std::string code, std::string message
);

}  // namespace document
