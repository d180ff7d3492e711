#pragma once

#include "cli/export_command.hpp"
#include "cli/options.hpp"
#include "migration/meaning.hpp"
#include "run/export_states.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace cli {

// What was exported, and what was not and why, on stdout. `from`: the snapshot.
void print_export(
    const options& given,
    const run::exported& made,
    const export_wish& wished,
    const std::filesystem::path& from
);

// Everything that was left out, one row for each.
std::string left_out_csv(const std::vector<migration::left_out>& left);

// A mapping to start from, with an entry for everybody who was not found on the other portal; ""
// where all were.
std::string mapping_draft(const std::vector<migration::left_out>& left, const std::string& to);

}  // namespace cli
