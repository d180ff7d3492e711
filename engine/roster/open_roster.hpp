#pragma once

#include "base/diagnostic.hpp"
#include "roster/source.hpp"

#include <filesystem>
#include <memory>

namespace roster {

// A roster's file, read after its extension: .csv and .tsv row by row; .yaml, .yml and .json as one
// document. Nothing when it cannot be opened, is of another kind, or lacks the column `id`; said in
// `problems`.
std::unique_ptr<source> open_roster(const std::filesystem::path& file, base::diagnostics& problems);

}  // namespace roster
