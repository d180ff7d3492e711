#pragma once

#include "model/value.hpp"
#include "policy/explanation.hpp"

#include <string>

namespace cli {

// What a user gets, key by key: the value, who says so and where, who gave way, and the exceptions.
std::string explanation_text(const policy::explanation& what);
model::object explanation_json(const policy::explanation& what);

}  // namespace cli
