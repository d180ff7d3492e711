#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cli {

// Reads the command line and does what it asks. Results go to stdout, everything else to stderr.
exit_code run_program(int argc, const char* const* argv);

// Does what words asked for once more, that were typed behind the program's name in an earlier run
// of it. `adjust` may change what they mean.
exit_code run_again(
    const std::vector<std::string>& words, const std::function<void(options&)>& adjust
);

}  // namespace cli
