#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <cstddef>

namespace cli {

// `muster runs`: the newest `most` runs, newest first.
exit_code runs_command(const options& given, std::size_t most);

}  // namespace cli
