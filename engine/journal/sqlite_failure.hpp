#pragma once

#include "base/failure.hpp"

struct sqlite3;

namespace journal {

// What SQLite said last on this connection, as a failure of ours. Its own words are added where
// ours would say too little. SQLite's messages name tables and columns, never values.
base::failure sqlite_failure(sqlite3* connection);

// What the operating system said (errno) when a file could not be made.
base::failure system_failure(int system);

}  // namespace journal
