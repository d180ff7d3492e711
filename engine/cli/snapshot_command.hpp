#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <string>
#include <vector>

namespace cli {

// What a snapshot is asked for beside what every run is.
struct snapshot_wish {
    std::string out;                     // the file; "" = one in the state directory
    std::vector<std::string> resources;  // names, or "all"; none = those of users' own credentials
};

// Writes down what everybody on the roster has. Nothing is changed on the portal.
exit_code snapshot_command(const options& given, const snapshot_wish& wished);

// Tells what a snapshot holds.
exit_code snapshot_show_command(const options& given, const std::string& file);

}  // namespace cli
