#pragma once

#include "journal/rows.hpp"
#include "model/outcome.hpp"
#include "model/run.hpp"

namespace run {

// What the journal remembers, in the words in which a run tells of itself.

model::run_header header_of(const journal::run_row& run);

// Of a run that has no end yet, it says "complete" after no time at all: whoever shows it knows
// better (run_row::life).
model::run_summary summary_of(const journal::run_row& run);

// Steps without what was asked of them, which is not kept.
model::job job_of(const journal::job_row& job);

// The same with what became of it. Precondition: the job is closed.
model::job_result result_of(const journal::job_row& job);

}  // namespace run
