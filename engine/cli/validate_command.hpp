#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {

// `muster validate`: reads every file and expands every user's job, and sends nothing. 0 when all
// is right, 78 otherwise.
exit_code validate_command(const options& given);

}  // namespace cli
