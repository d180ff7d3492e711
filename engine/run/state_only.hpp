#pragma once

#include "model/job.hpp"

#include <cstddef>

namespace run {

// What a run attends to: all that the policies say, or only what has a state that can drift.
enum class attention { everything, state };

// Takes the calls out of a job, and with them the steps that refer to one. Gives how many.
std::size_t leave_out_calls(model::job& from);

}  // namespace run
