#pragma once

#include "base/diagnostic.hpp"
#include "roster/joined_source.hpp"
#include "roster/source.hpp"
#include "roster/typed_source.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace roster {

struct roster_files {
    std::vector<std::filesystem::path> files;  // at least one, or a directory
    join_key key = join_key::id;
    std::vector<typed_column> columns = {};  // those that are not what their file says
    std::filesystem::path directory = {};    // what is kept of a portal's; goes before the files
};

// A roster of a portal's directory, one file or several, each read after its extension: .csv and
// .tsv row by row; .yaml, .yml and .json as one document. The first streams, the others stand in
// memory; the groups of all of them hold for every user. Nothing when one cannot be opened, is of
// another kind, or lacks the column `id`; said in `problems`.
std::unique_ptr<source> open_roster(const roster_files& what, base::diagnostics& problems);
std::unique_ptr<source> open_roster(const std::filesystem::path& file, base::diagnostics& problems);

}  // namespace roster
