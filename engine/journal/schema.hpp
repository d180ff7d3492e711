#pragma once

#include "base/result.hpp"
#include "journal/connection.hpp"

#include <span>

namespace journal {

// How the database is made, step by step: migration N brings schema version N to N + 1. A step that
// was ever released is never changed; a new one is added behind it.
std::span<const char* const> migrations();

// Brings the database to the last version, in one transaction: a new file gets everything, an old
// one what it lacks. Refuses a file of another program, and one of a version that it does not know.
base::result<void> migrate(connection& database, std::span<const char* const> steps);

}  // namespace journal
