#pragma once

#include "model/outcome.hpp"
#include "model/run.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace report {

// junit.xml, for a CI server: a suite per portal, a case per user. A failed user is a failure, one
// who is blocked or unknown an error.
std::string junit_case(const model::job_result& what, const model::portal_name& portal);

// What stands before and after the cases. `users` counts the cases by outcome.
std::string junit_head(
    const model::run_summary& run, const std::map<model::user_outcome, std::uint64_t>& users
);
std::string_view junit_foot();

}  // namespace report
