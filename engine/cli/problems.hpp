#pragma once

#include "base/diagnostic.hpp"
#include "cli/options.hpp"

namespace cli {

// Notes are for somebody who looks his files over; a run of every night is not told them.
enum class notes { left_out, shown };

// Whether the portal was asked something before the problems showed. never: the command has nothing
// to do with portals.
enum class contact { none, asked, never };

// Every one on stderr with its place, then a line that counts the errors. Quiet leaves out what is
// no error.
void print_problems(
    const base::diagnostics& problems,
    const options& given,
    notes told = notes::left_out,
    contact with_portal = contact::none
);

}  // namespace cli
