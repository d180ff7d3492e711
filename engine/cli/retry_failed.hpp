#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {

// `muster apply --retry-failed RUN`: what that run was asked for - its policies, its saved plan,
// its drift - for whoever failed in it, is unknown or blocked. Policies, rosters and selections
// that are typed now count instead of those of then.
exit_code retry_failed(const options& given);

}  // namespace cli
