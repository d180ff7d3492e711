#pragma once

#include "cli/arguments/invocation.hpp"

namespace cli {

// Each makes one command known to the command line, with its help, its flags and what it does.
// `asked` outlives the command line.
void add_apply(CLI::App& app, invocation& asked);
void add_plan(CLI::App& app, invocation& asked);
void add_drift(CLI::App& app, invocation& asked);
void add_rollback(CLI::App& app, invocation& asked);
void add_validate(CLI::App& app, invocation& asked);
void add_snapshot(CLI::App& app, invocation& asked);
void add_restore(CLI::App& app, invocation& asked);
void add_diff(CLI::App& app, invocation& asked);
void add_export(CLI::App& app, invocation& asked);
void add_roster(CLI::App& app, invocation& asked);
void add_explain(CLI::App& app, invocation& asked);
void add_runs(CLI::App& app, invocation& asked);
void add_run(CLI::App& app, invocation& asked);
void add_resume(CLI::App& app, invocation& asked);
void add_schema(CLI::App& app, invocation& asked);

}  // namespace cli
