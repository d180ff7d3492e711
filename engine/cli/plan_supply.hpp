#pragma once

#include "cli/one_run.hpp"
#include "cli/workspace.hpp"
#include "run/plan_reader.hpp"
#include "run/planned_jobs.hpp"

namespace cli {

// Where a run has the jobs of a plan from, made ready with what the journal knows. `files` and
// `plan` outlive the run.
decltype(run_order::supply) supply_of_plan(
    const workspace& files,
    run::plan_reader& plan,
    model::when_changed outdated,
    run::bystanders others
);

}  // namespace cli
