#include "pacing/run_deadline.hpp"

#include <algorithm>

namespace pacing {

namespace {

// What an answer has beyond the deadline, at the least.
constexpr std::chrono::seconds grace{30};

}  // namespace

base::time_point deadline_rule::at() const noexcept {
    return when_ ? when_->at : base::time_point::max();
}

std::optional<stop_verdict> deadline_rule::forbids(base::time_point next, base::time_point now)
    const {
    if (!when_ || next < when_->at) return std::nullopt;
    const auto deadline = "the deadline (" + when_->said + ")";
    return stop_verdict{
        model::run_end::deadline,
        now < when_->at ? "nothing more could be sent before " + deadline : deadline + " came"
    };
}

base::time_point deadline_rule::reply_due(base::time_point sent, base::duration timeout) const {
    const auto due = sent + timeout;
    if (!when_) return due;
    // Half as long again as it is meant to take.
    const auto beyond = std::max<base::duration>(grace, usual_ + usual_ / 2);
    return std::min(due, std::max(when_->at, sent) + beyond);
}

}  // namespace pacing
