#pragma once

namespace journal {

// When that which a run says is written.
enum class writing {
    // Within the call that says it, each by itself: a killed process loses nothing, a power cut the
    // last moments. For rehearsals on virtual time.
    at_once,
    // By a thread of its own, many sayings to one commit, and what is committed outlives a power
    // cut. A call gives the failure of an earlier one; whoever has to know asks when_durable.
    behind,
};

}  // namespace journal
