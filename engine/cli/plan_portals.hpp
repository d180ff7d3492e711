#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {

// `muster plan` of several portals: all are looked at at the same time, and told one after the
// other.
exit_code plan_portals(const options& given);

}  // namespace cli
