#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <string>

namespace cli {

// What two plans of one portal say differently. Nothing is asked of the portal.
exit_code diff_plans(const options& given, const std::string& first, const std::string& second);

}  // namespace cli
