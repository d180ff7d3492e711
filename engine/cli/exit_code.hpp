#pragma once

#include "model/run.hpp"

namespace cli {

// What the program ends with; the same for every command, so that a script or a timer can tell what
// to do next.
enum class exit_code : int {
    done = 0,  // or no difference
    error = 1,
    differences = 2,   // success, with differences
    some_failed = 3,   // finished, some jobs failed
    some_blocked = 4,  // finished, none failed, some users blocked
    refused = 5,       // a threshold, a missing approval, a stale plan
    stopped = 6,       // by the error policy
    usage = 64,
    unavailable = 69,   // the portal cannot be reached, or refuses everything
    state_lost = 73,    // journal or report cannot be written
    try_again = 75,     // a lock is held, or the deadline came
    unauthorized = 77,  // the authorization of a whole portal failed
    invalid = 78,       // configuration, policy or roster
    interrupted = 130,  // SIGINT
    terminated = 143,   // SIGTERM
};

// Of two runs of one program, what it ends with: the first of these that one of them has -
// interrupted, error, state_lost, unauthorized, unavailable, stopped, some_failed, try_again,
// some_blocked, done.
exit_code worse_of(exit_code one, exit_code other);

// How a finished run ends the program.
exit_code exit_code_of(const model::run_summary& run);

}  // namespace cli
