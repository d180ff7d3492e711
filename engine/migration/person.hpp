#pragma once

#include "model/ids.hpp"

#include <string>

namespace migration {

// Somebody on one portal.
struct person {
    model::user_id id;
    std::string email;  // "" = not known
};

}  // namespace migration
