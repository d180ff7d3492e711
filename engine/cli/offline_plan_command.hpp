#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {

// `muster plan --offline`: what would be sent to whom, from the files alone.
exit_code offline_plan_command(const options& given);

}  // namespace cli
