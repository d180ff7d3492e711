#pragma once

#include "base/diagnostic.hpp"
#include "model/job.hpp"
#include "policy/policy_file.hpp"

namespace policy {

// Compares what a test of a policy expects with what came of it: a job, nothing (no match) or
// faults. What is not as expected is one error at the test's place, or at the key's.
void check_test(
    const policy_file& of,
    const policy_test& which,
    const model::job* job,
    const base::diagnostics& faults,
    base::diagnostics& problems
);

}  // namespace policy
