#pragma once

#include "model/value.hpp"

#include <string>

namespace cli {

// What a user of a portal's directory has: the attributes that policies read, and which of the
// portal's fields `directory.filter` takes.
std::string explained_directory_text();
model::object explained_directory_json();

}  // namespace cli
