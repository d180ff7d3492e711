#pragma once

#include "base/source_pos.hpp"
#include "model/ids.hpp"
#include "model/value.hpp"

#include <string>

namespace model {

// One person of a roster. `attributes` holds every column of the row by its name, "id" (a number)
// and "email" among them: it is what `${user.NAME}` reads.
struct user {
    user_id id;
    std::string email;
    object attributes;
    base::source_pos where;
};

}  // namespace model
