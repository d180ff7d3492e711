#pragma once

#include "base/result.hpp"
#include "journal/connection.hpp"

#include <cstdint>

namespace journal {

// A journal of up to so many bytes is read as a whole when a run is about to begin.
inline constexpr std::int64_t most_read_at_once = std::int64_t{64} << 20U;

// Whether what is in the file can be read, and hangs together: `corrupt` when it does not, with
// what was found. Otherwise the damage would be met when requests have left already. Changes
// nothing; waits for nobody.
//
// Its time is bounded: a file larger than `at_most`, whose last run came to its end, is looked over
// only where a run is going to read and to write.
base::result<void> look_for_damage(connection& in, std::int64_t at_most = most_read_at_once);

}  // namespace journal
