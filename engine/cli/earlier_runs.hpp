#pragma once

#include "cli/exit_code.hpp"
#include "cli/invocation_record.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "journal/past_life.hpp"
#include "journal/store.hpp"
#include "model/run.hpp"
#include "run/job_supply.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <vector>

namespace cli {

// An earlier run that this one comes after, and what it left.
struct earlier_run {
    model::kin kin;
    journal::past_life left;
};

// What --retry-failed and 'muster resume' say of earlier runs, innermost first; none for a run of
// its own. `asked`: what this run is about. To be read when the run has its portal, because nobody
// else changes it then. The unexpected value ends the program: the reason was told.
std::expected<std::vector<earlier_run>, exit_code> earlier_runs(
    const options& given,
    const workspace& files,
    const journal::store& journal,
    const invocation_record& asked
);

// How the run stands to the nearest of them.
std::optional<model::kin> kin_of(const std::vector<earlier_run>& before);

// How many of so many jobs are left to it.
std::uint64_t left_of(std::uint64_t jobs, const std::vector<earlier_run>& before);

// Those of the jobs that are left to it, with what was done of them.
std::unique_ptr<run::job_supply> jobs_after(
    std::unique_ptr<run::job_supply> all,
    std::vector<earlier_run> before,
    const workspace& files,
    journal::store& journal
);

}  // namespace cli
