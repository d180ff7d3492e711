#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <string>
#include <vector>

namespace cli {

enum class restoring { now, shown_only };
enum class origin_check { same_portal, any_portal };

struct restore_wish {
    std::string snapshot;
    std::vector<std::string> resources;  // none = the settings that users read themselves
    restoring how = restoring::now;
    origin_check from = origin_check::same_portal;
};

// Gives everybody back what a snapshot says he had.
exit_code restore_command(const options& given, const restore_wish& wished);

}  // namespace cli
