#pragma once

#include "base/time.hpp"
#include "journal/rows.hpp"
#include "model/value.hpp"

namespace cli {

// A run as it is remembered: what report::run_json says, and {finished, state, end_reason,
// selected, users, requests}.
model::object run_row_json(const journal::run_row& run, base::wall_time now);

}  // namespace cli
