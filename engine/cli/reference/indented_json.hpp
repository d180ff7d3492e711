#pragma once

#include "model/value.hpp"

#include <string>

namespace cli {

// JSON as a person and a diff read it: two blanks a level, a line for each member, a line end
// behind it. What holds no containers stands on one line where it is short.
std::string indented_json(const model::value& what);

}  // namespace cli
