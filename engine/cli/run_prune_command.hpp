#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "run/prune_rule.hpp"

namespace cli {

// `muster run prune`: takes runs out of the journal, and tells what that freed.
exit_code run_prune_command(const options& given, const run::prune_order& what);

}  // namespace cli
