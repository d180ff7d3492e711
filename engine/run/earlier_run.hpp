#pragma once

#include "base/result.hpp"
#include "catalog/definitions.hpp"
#include "journal/past_life.hpp"
#include "journal/store.hpp"
#include "model/ids.hpp"
#include "model/run.hpp"
#include "run/job_supply.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace run {

// An earlier run that another one comes after, and what it and the runs of its line left.
struct earlier_run {
    model::kin kin;
    journal::past_life left;
};

// Read from the journal, for a run that is to stand to another like this; no_such_run where there
// is none of that id. To be read when the later run has its portal, because nobody else changes it
// then.
base::result<earlier_run> earlier_run_of(const journal::store& journal, model::kin kin);

// How many of its users a run that stands to it like this takes up again: none, to continue it.
std::uint64_t taken_up(const earlier_run& which);

// For all that follow: the runs that one comes after, innermost first; none for a run of its own.

// How it stands to the nearest of them.
std::optional<model::kin> kin_of(const std::vector<earlier_run>& before);

// How many of so many jobs are left to it.
std::uint64_t left_of(std::uint64_t jobs, const std::vector<earlier_run>& before);

// Those of the jobs that are left to it, with what was done of them. Catalog and journal outlive
// them.
std::unique_ptr<job_supply> jobs_after(
    std::unique_ptr<job_supply> all,
    std::vector<earlier_run> before,
    const catalog::definitions& known,
    journal::store& journal,
    const model::portal_name& portal
);

}  // namespace run
