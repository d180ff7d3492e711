#pragma once

#include "model/ids.hpp"
#include "model/request.hpp"

#include <vector>

namespace plan {

// Whom a command may change besides the user whose job it is of, as far as its parameters name
// users (portal-facts 8: "acts on param"). Nobody, for a command that only reads.
std::vector<model::user_id> named_users(const model::command& what);

// Whether it may change anything.
bool may_write(const model::command& what);

}  // namespace plan
