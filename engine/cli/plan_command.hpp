#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {

// `muster plan`: what apply would change, as the portal is now.
exit_code plan_command(const options& given);

// `muster drift`: what is no longer as it should be. Calls have no state, and are left out. With
// --remediate it is put right.
exit_code drift_command(const options& given);

}  // namespace cli
