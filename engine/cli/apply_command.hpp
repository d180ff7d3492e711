#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {

// `muster apply`.
exit_code apply_command(const options& given);

}  // namespace cli
