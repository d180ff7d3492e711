#pragma once

#include "model/value.hpp"

#include <string>

namespace report {

// A value for a person. A text stands bare unless it could be taken for something else: the text
// "3" is shown in quotes, the number 3 is not. Null is "null".
std::string shown(const model::value& what);

// A value for a table: a text bare, null as nothing, everything else as JSON.
std::string cell_text(const model::value& what);

// JSON as people write it: 0.5, not 5E-1.
std::string json_text(const model::value& what);

}  // namespace report
