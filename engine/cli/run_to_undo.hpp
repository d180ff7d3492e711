#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "journal/rows.hpp"

#include <expected>
#include <string>

namespace cli {

// The run that an id, or "last" (the last one that could write, on the portal that is asked for),
// means in the journal of the configuration's state directory. The unexpected value ends the
// program: there is no such run, it is still under way, or the journal cannot be read; told on
// stderr.
std::expected<journal::run_row, exit_code> run_to_undo(
    const options& given, const std::string& word
);

}  // namespace cli
