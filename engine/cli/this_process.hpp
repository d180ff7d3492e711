#pragma once

#include "journal/lock_holder.hpp"
#include "model/run.hpp"

namespace cli {

// Where this process runs, and for whom: what others are told of who has a portal, since its
// run began; nothing of when it was last heard of.
journal::lock_holder this_process(const model::run_header& run);

// This machine, from its last start on.
journal::machine this_machine();

}  // namespace cli
