#pragma once

#include "model/outcome.hpp"

#include <array>
#include <string_view>

namespace model {

// What a plan says of a user who was only looked at.
enum class planned {
    change,    // something differs: applying the plan writes to him
    right,     // all is as it should be
    blocked,   // not written to: no credential, somebody else's, or his state could not be read
    excepted,  // from all that is meant for him
    unsure,    // all is right, but of a call nobody knows whether it happened; it is not repeated
    unseen,    // he was not looked at, because the run ended early: the plan is not whole
};

// What a look at a user means for the plan.
planned planned_for(const job_result& seen);

std::string_view to_string(planned what);

inline constexpr std::array<planned, 6> all_planned{
    planned::change,
    planned::right,
    planned::blocked,
    planned::excepted,
    planned::unsure,
    planned::unseen
};

}  // namespace model
