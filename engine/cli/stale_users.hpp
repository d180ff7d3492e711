#pragma once

#include "cli/one_run.hpp"

#include <cstdint>

namespace cli {

// Users whom a run on a plan has left alone because somebody had changed them since.
std::uint64_t stale_users(const ended_run& run);

// What a run on a plan ends with: where it left users alone for that, and nothing is worse, the
// plan was refused for them.
exit_code code_after_plan(const ended_run& run);

}  // namespace cli
