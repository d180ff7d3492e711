#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {

// `muster apply` for the portals that --portal names: a run for each of them, all at the same time
// in this process. Nothing is sent before every portal's files were read and found right.
exit_code apply_portals(const options& given);

}  // namespace cli
