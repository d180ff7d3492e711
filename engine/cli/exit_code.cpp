#include "cli/exit_code.hpp"

#include <algorithm>
#include <iterator>

namespace cli {

namespace {

bool any(const model::run_summary& run, model::user_outcome which) {
    const auto found = run.users.find(which);
    return found != run.users.end() && found->second != 0;
}

constexpr exit_code worst_first[] = {
    exit_code::terminated,
    exit_code::interrupted,
    exit_code::invalid,
    exit_code::error,
    exit_code::state_lost,
    exit_code::unauthorized,
    exit_code::unavailable,
    exit_code::stopped,
    exit_code::refused,
    exit_code::some_failed,
    exit_code::try_again,
    exit_code::some_blocked,
    exit_code::differences,
    exit_code::done,
};

}  // namespace

exit_code worse_of(exit_code one, exit_code other) {
    const auto* found = std::ranges::find_if(worst_first, [&](exit_code each) {
        return each == one || each == other;
    });
    return found == std::end(worst_first) ? exit_code::error : *found;
}

exit_code exit_code_of(const model::run_summary& run) {
    switch (run.end) {
        case model::run_end::complete:
            break;
        case model::run_end::interrupted:
            return exit_code::interrupted;
        case model::run_end::portal_stopped:
        case model::run_end::unavailable:
            return exit_code::unavailable;
        case model::run_end::unauthorized:
            return exit_code::unauthorized;
        case model::run_end::state_lost:
            return exit_code::state_lost;
        case model::run_end::too_many_failures:
            return exit_code::stopped;
        case model::run_end::deadline:
        case model::run_end::locked:
            return exit_code::try_again;
    }
    if (any(run, model::user_outcome::failed) || any(run, model::user_outcome::unknown))
        return exit_code::some_failed;
    if (any(run, model::user_outcome::blocked)) return exit_code::some_blocked;
    return exit_code::done;
}

}  // namespace cli
