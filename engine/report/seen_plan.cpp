#include "report/seen_plan.hpp"

#include "report/totals.hpp"

#include <utility>

namespace report {

seen_plan::seen_plan(advice_source advice, command_source next_command)
    : advice_(std::move(advice)), next_command_(std::move(next_command)) {}

void seen_plan::add(const model::job_result& seen) {
    const auto which = model::planned_for(seen);
    ++users_[which];
    exempt_.add(seen.what);
    if (which == model::planned::change) changes_.add(seen);
    if (which == model::planned::blocked)
        blocked_.add(explaining_code(seen), seen.reason, "", seen.what.who);
    if (which == model::planned::unseen) {
        const auto reason =
            seen.reason.empty() && !seen.steps.empty() ? seen.steps.front().reason : seen.reason;
        unseen_.add(explaining_code(seen), reason, "", seen.what.who);
    }
}

std::vector<reason_group> seen_plan::blocked() const {
    return with_advice(blocked_.by_count(), advice_, next_command_);
}

std::vector<reason_group> seen_plan::unseen() const {
    return with_advice(unseen_.by_count(), advice_, next_command_);
}

std::uint64_t seen_plan::count(model::planned which) const {
    const auto found = users_.find(which);
    return found == users_.end() ? 0 : found->second;
}

std::uint64_t seen_plan::selected() const {
    std::uint64_t sum = 0;
    for (const auto& [which, users] : users_) sum += users;
    return sum;
}

}  // namespace report
