#pragma once

#include "base/result.hpp"
#include "cli/invocation_record.hpp"
#include "cli/options.hpp"
#include "journal/store.hpp"
#include "model/outcome.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace cli {

// How an earlier run is gone on with: what to type, and how the runs of one line hang together.

// To go on with a run that was ended early.
std::string line_to_resume(const options& given, const journal::run_row& run);

// Whether it gave users what policies or a saved plan say: apply, or drift --remediate.
bool is_by_apply(const journal::run_row& run);

// To do once more whoever failed in it. A rollback is asked for again: it finds what is still to be
// put back, and an apply would write what it took away. "" = there is no such command.
std::string line_to_retry(
    const journal::run_row& run, const std::optional<invocation_record>& asked
);

struct place_of_run {
    std::optional<model::run_id> continued_by = std::nullopt;
    std::map<model::user_outcome, std::uint64_t> carried = {};  // who had his outcome before it
};

base::result<place_of_run> place_in_line(const journal::store& in, const model::run_id& run);

}  // namespace cli
