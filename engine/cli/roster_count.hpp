#pragma once

#include "base/diagnostic.hpp"
#include "cli/workspace.hpp"

#include <cstdint>

namespace cli {

// How many users a command is about, of a roster that is looked through to its end, so that what is
// wrong in it is found before anything is sent. Nobody at all is a problem as well.
std::uint64_t count_roster(const people_workspace& files, base::diagnostics& problems);

}  // namespace cli
