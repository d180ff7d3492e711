#pragma once

#include "cli/exit_code.hpp"

namespace cli {

// Reads the command line and does what it asks. Results go to stdout, everything else to stderr.
exit_code run_program(int argc, const char* const* argv);

}  // namespace cli
