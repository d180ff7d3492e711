#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "dispatch/ports/progress_port.hpp"
#include "journal/store.hpp"
#include "model/ids.hpp"

#include <cstdint>

namespace run {

// What the end of a run says of it, where the run itself had none.
struct retold {
    std::uint64_t open = 0;  // jobs without an outcome
    base::wall_time last;    // the last time anything happened; the epoch where nothing did
};

// Tells a run that is over to whoever could have watched it, in the order in which it happened and
// one thing at a time, as far as the journal remembers it: results of commands, under which
// credential a user was taken on, and where a portal had moved are not kept.
base::result<retold> retell(
    const journal::store& in, const model::run_id& run, dispatch::progress_port& to
);

}  // namespace run
