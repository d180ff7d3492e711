#pragma once

#include <cstddef>

namespace cli {

// How many files this process may have open, after it has asked for as many as it can get: every
// connection is one, and many portals have many.
std::size_t allow_many_open_files();

}  // namespace cli
