#pragma once

#include "base/diagnostic.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"

#include <expected>
#include <filesystem>

namespace cli {

enum class network { allowed, forbidden };

// Where the directory that the configuration asks for is kept: one file for each portal and
// question.
std::filesystem::path directory_cache(const config& settings, const portal_config& portal);

// Makes sure, where the roster is the portal's directory, that it can be opened: read again when it
// is too old and `how` allows it; told how old it is on stderr. Without a roster of that kind it
// does nothing; `files` of nullptr could not be read. The unexpected value ends the program: the
// reason was told, or is in `problems`.
std::expected<void, exit_code> have_directory(
    const people_workspace* files, const options& given, network how, base::diagnostics& problems
);

}  // namespace cli
