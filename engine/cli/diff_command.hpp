#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <string>

namespace cli {

// What differs between two snapshots, or two plans, of one portal. Nothing is asked of the portal.
exit_code diff_command(const options& given, const std::string& first, const std::string& second);

}  // namespace cli
