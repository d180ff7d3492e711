#pragma once

#include "base/result.hpp"
#include "cli/budget/budget_file.hpp"
#include "cli/workspace.hpp"

#include <filesystem>
#include <memory>

namespace cli {

// What all processes of this host may send to the portal together, kept in the state directory. A
// file that had to be begun anew is told. Nothing: everybody sends as he likes.
base::result<std::unique_ptr<budget_file>> shared_budget(
    const people_workspace& files, const std::filesystem::path& state, base::time_point now
);

}  // namespace cli
