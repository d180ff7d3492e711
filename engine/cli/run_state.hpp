#pragma once

#include "base/time.hpp"
#include "journal/rows.hpp"

#include <string>

namespace cli {

// Whether a process is at it, here or, as far as it says so, on another machine.
bool is_under_way(const journal::run_row& run, base::wall_time now);

// How it ended, or "running", or "killed".
std::string state_of(const journal::run_row& run, base::wall_time now);

// Whether 'muster resume' could go on with it, unless another has done so.
bool may_be_continued(const journal::run_row& run);

}  // namespace cli
