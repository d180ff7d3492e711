// How a lane comes to its end, by itself or because it is told to.
#include "dispatch/lane.hpp"

#include <utility>

namespace dispatch {

void lane::stop(model::run_end how, std::string why) {
    if (!ended()) end_ = pacing::stop_verdict{how, std::move(why)};
    news_->ring();
}

void lane::cut() {
    cut_ = true;
    carriers_.cancel();
}

// Something of the lane's own speaks against going on: where errors are to end everything, the
// others hear of it.
void lane::give_up(pacing::stop_verdict why) {
    if (ended()) return;
    stop(why.how, why.why);
    if (ports_.others != nullptr && rule_.is_for_all()) ports_.others->raise(why.why);
}

void lane::mind_deadline(base::time_point next, base::time_point now) {
    if (ended()) return;
    if (auto late = deadline_.forbids(next, now)) stop(late->how, std::move(late->why));
}

bool lane::may_take_on() const {
    return !ended() && more() == plan::source::has_more && board_.has_room();
}

plan::source lane::more() const {
    return rule_.admits() ? source_ : plan::source::exhausted;
}

// Whether the next wave begins now: everybody of the one before has his outcome.
bool lane::pass_gate() {
    if (ended() || rule_.admits() || board_.open_jobs() != 0) return false;
    if (auto closed = rule_.pass_gate()) {
        give_up(std::move(*closed));
        return false;
    }
    return true;
}

// No job without an outcome: those under way end with what is known of them, those not begun as
// skipped.
lane::leavings lane::close_the_rest() {
    auto left = board_.open_jobs() == 0 ? leavings::none : leavings::some;
    const auto reason = end_ ? end_->why : std::string();
    const auto code = std::string("run-ended");
    board_.abandon(code, "the run ended early: " + reason, clock_.wall_now());
    publish(clock_.wall_now());
    while (source_ == plan::source::has_more) {
        auto item = ports_.jobs.next();
        if (!item || !*item) {
            source_ = plan::source::exhausted;
            if (!item) left = leavings::some;
            break;
        }
        left = leavings::some;
        const auto now = clock_.wall_now();
        recorded(ports_.journal.open_job(**item, now));
        ports_.progress.job_opened(**item);
        board_.open(std::move(**item), now);
        board_.abandon(code, "not begun, the run ended early: " + reason, now);
        publish(now);
    }
    return left;
}

}  // namespace dispatch
