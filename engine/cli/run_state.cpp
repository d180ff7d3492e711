#include "cli/run_state.hpp"

#include "cli/invocation_record.hpp"
#include "cli/this_process.hpp"

namespace cli {

bool is_under_way(const journal::run_row& run, base::wall_time now) {
    if (run.life != journal::run_life::gone) return run.life == journal::run_life::alive;
    return run.holder && !journal::may_be_put_aside(*run.holder, this_machine(), now);
}

std::string state_of(const journal::run_row& run, base::wall_time now) {
    if (run.end) return std::string(model::to_string(*run.end));
    return is_under_way(run, now) ? "running" : "killed";
}

bool may_be_continued(const journal::run_row& run) {
    if (!run.invocation) return false;
    const auto asked = read_invocation(*run.invocation);
    return asked && asked->purpose == purpose_of_run::writes;
}

}  // namespace cli
