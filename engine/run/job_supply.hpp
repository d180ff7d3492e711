#pragma once

#include "dispatch/ports/job_source.hpp"
#include "model/outcome.hpp"

#include <cstdint>
#include <map>

namespace run {

// Where a run has its jobs from: a roster with policies, a plan, an earlier run.
class job_supply : public dispatch::job_source {
public:
    // Users of the roster for whom there was nothing to do, so far.
    [[nodiscard]] virtual std::uint64_t unmatched() const { return 0; }
    // Steps that were left out because they have no state, so far.
    [[nodiscard]] virtual std::uint64_t left_out() const { return 0; }
    // Who had his outcome before the run began, where it continues another.
    [[nodiscard]] virtual std::map<model::user_outcome, std::uint64_t> carried() const {
        return {};
    }
};

}  // namespace run
