#pragma once

#include "cli/exit_code.hpp"
#include "cli/many_runs.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"

#include <expected>
#include <vector>

namespace cli {

// `muster apply` for the portals that --portal names: a run for each of them, all at the same time
// in this process. Nothing is sent before every portal's files were read and found right.
exit_code apply_portals(const options& given);

// What that would be for each portal; nothing is sent yet. `files` are filled, and outlive the
// orders. Unexpected: how the program ends, the reason was told.
std::expected<std::vector<portal_order>, exit_code> orders_for_all(
    const options& given, std::vector<workspace>& files
);

}  // namespace cli
