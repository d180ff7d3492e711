#include "cli/stale_users.hpp"

namespace cli {

std::uint64_t stale_users(const ended_run& run) {
    std::uint64_t sum = 0;
    for (const auto& each : run.totals->skipped())
        if (each.code == "stale") sum += each.users;
    return sum;
}

exit_code code_after_plan(const ended_run& run) {
    const bool nothing_worse = run.code == exit_code::done || run.code == exit_code::some_blocked;
    return nothing_worse && stale_users(run) != 0 ? exit_code::refused : run.code;
}

}  // namespace cli
