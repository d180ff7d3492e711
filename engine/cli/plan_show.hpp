#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {

// `muster plan show FILE`: what a saved plan would change.
exit_code plan_show_command(const options& given);

}  // namespace cli
