#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "migration/translation.hpp"

#include <string>

namespace cli {

// What is asked for beside portal and people.
struct export_wish {
    std::string out;       // the folder
    std::string snapshot;  // "" = what the portal has now
    std::string to;        // the portal that the roster is for; "" = the same
    std::string mapping;   // a file; "" = none
    migration::fullness mode = migration::fullness::full;
};

// Writes policies and a roster that say what everybody has. Nothing is changed on a portal.
exit_code export_command(const options& given, const export_wish& wished);

}  // namespace cli
