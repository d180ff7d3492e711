#pragma once

#include "cli/exit_code.hpp"
#include "cli/invocation_record.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "journal/store.hpp"
#include "run/earlier_run.hpp"

#include <expected>
#include <vector>

namespace cli {

// What --retry-failed and 'muster resume' say of earlier runs, innermost first; none for a run of
// its own. `asked`: what this run is about. To be read when the run has its portal, because nobody
// else changes it then. The unexpected value ends the program: the reason was told.
std::expected<std::vector<run::earlier_run>, exit_code> earlier_runs(
    const options& given,
    const workspace& files,
    const journal::store& journal,
    const invocation_record& asked
);

}  // namespace cli
