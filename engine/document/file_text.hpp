#pragma once

#include "base/diagnostic.hpp"

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

namespace document {

// A file to read from. What prevents it (no such file, no permission, a folder) is a problem with
// what the system said; then nothing is given.
std::unique_ptr<std::istream> open_file(
    const std::filesystem::path& file, base::diagnostics& problems
);

// The text of a file of at most `most` bytes. Otherwise, or when it cannot be read,
// that is a problem and nothing is given.
std::optional<std::string> read_file(
    const std::filesystem::path& file, std::size_t most, base::diagnostics& problems
);

// The problem of a file that cannot be used, as a whole.
base::diagnostic file_problem(
    const std::filesystem::path& file, std::string code, std::string message
);

}  // namespace document
