#pragma once

#include "base/result.hpp"
#include "journal/database.hpp"
#include "journal/occupancy.hpp"
#include "journal/rows.hpp"
#include "model/ids.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace journal {

struct run_filter;

// The runs of the journal that the filter lets through, newest first.
base::result<std::vector<run_row>> runs_that(
    database& from, const occupancy& seats, const run_filter& which
);

base::result<std::optional<run_row>> one_run(
    database& from, const occupancy& seats, const model::run_id& id
);

// As store::line_of.
base::result<std::vector<model::run_id>> line_of_run(database& from, const model::run_id& id);

// The number under which the rows of a run are stored; no_such_run when there is none.
base::result<std::int64_t> number_of_run(database& from, const model::run_id& id);

}  // namespace journal
