#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {

// `muster apply FILE`: what a saved plan says, and nothing else.
exit_code apply_plan(const options& given);

}  // namespace cli
