#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"

#include <filesystem>

namespace catalog {

// Adds the definitions of a company's own folder: its files *.yaml and *.yml, in the order of their
// names. They may define what is new, never redefine what is known: the problem names both places.
// A folder that cannot be read, or that holds no such file, is a problem as well. `named`: where
// the folder is named, for that problem; "" = nowhere.
void add_folder(
    definitions& to,
    const std::filesystem::path& folder,
    std::string_view named,
    base::diagnostics& problems
);

}  // namespace catalog
