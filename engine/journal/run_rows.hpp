#pragma once

#include "base/result.hpp"
#include "journal/database.hpp"
#include "journal/rows.hpp"
#include "model/ids.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace journal {

// The runs of the journal, newest first.
base::result<std::vector<run_row>> all_runs(database& from);

base::result<std::optional<run_row>> one_run(database& from, const model::run_id& id);

// The number under which the rows of a run are stored; no_such_run when there is none.
base::result<std::int64_t> number_of_run(database& from, const model::run_id& id);

}  // namespace journal
