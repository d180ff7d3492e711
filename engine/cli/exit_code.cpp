#include "cli/exit_code.hpp"

namespace cli {

namespace {

bool any(const model::run_summary& run, model::user_outcome which) {
    const auto found = run.users.find(which);
    return found != run.users.end() && found->second != 0;
}

}  // namespace

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
    }
    if (any(run, model::user_outcome::failed) || any(run, model::user_outcome::unknown))
        return exit_code::some_failed;
    if (any(run, model::user_outcome::blocked)) return exit_code::some_blocked;
    return exit_code::done;
}

}  // namespace cli
