#pragma once

#include "model/outcome.hpp"
#include "model/value.hpp"

namespace report {

// A user's result as it stands in JSON output: {id, email, outcome, blocked, reason, steps}.
model::object user_json(const model::job_result& what);

}  // namespace report
