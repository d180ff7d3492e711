#include "dispatch/lane.hpp"
#include "dispatch/until_durable.hpp"
#include "plan/repeatable.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

// What a lane does with a request from when it leaves until its answer is told.
namespace dispatch {

namespace {

// Whether something of it is going to be repeated, unless its job gives up.
bool failed_for_now(const model::reply& reply) {
    return std::any_of(reply.answers.begin(), reply.answers.end(), [](const model::answer& each) {
        const auto* no = std::get_if<model::rejected>(&each);
        const auto* fate = std::get_if<model::not_sent>(&each);
        return std::holds_alternative<model::unknown>(each) ||
               (no && no->what_to_do == model::reaction::retry) ||
               (fate && fate->why == model::not_sent_reason::cannot_connect);
    });
}

// What is known already is not asked.
boost::asio::awaitable<model::reply> send_part(
    portal_port& portal, model::request part, foreknown known, base::time_point due
) {
    co_return with_foreknown(co_await portal.send(std::move(part), due), known);
}

}  // namespace

// One request under way. However it ends, the lane hears of it - also if the portal breaks its
// promise and throws.
class lane::carriage {
public:
    explicit carriage(lane& of) : of_(of) {}
    carriage(const carriage&) = delete;
    carriage& operator=(const carriage&) = delete;
    ~carriage() {
        of_.broken_ |= !arrived_;
        of_.news_->ring();
    }
    void arrived() { arrived_ = true; }

private:
    lane& of_;
    bool arrived_ = false;
};

boost::asio::awaitable<void> lane::carry(cargo what) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    carriage under_way(*this);
    for (std::optional<cargo> next(std::move(what)); next; next = next_for_the_returned()) {
        const auto reply = co_await say(*next);
        ports_.progress.request_answered(next->what, reply, next->sent_wall, clock_.wall_now());
        receive(next->what, reply, next->sent);
    }
    under_way.arrived();
}

// What must not happen twice leaves only when its sending is known for good.
boost::asio::awaitable<model::reply> lane::say(const cargo& what) {
    if (!plan::may_be_repeated(what.what, all_)) return say_when_known(what);
    return send_off(what, deadline_.reply_due(what.sent, options_.request_timeout));
}

boost::asio::awaitable<model::reply> lane::send_off(const cargo& what, base::time_point due) {
    if (what.known.empty()) return ports_.portal.send(what.what, due);
    return send_part(ports_.portal, unanswered_part(what.what, what.known), what.known, due);
}

boost::asio::awaitable<model::reply> lane::say_when_known(const cargo& what) {
    const auto written = co_await until_durable(where_, clock_, ports_.journal, haste::now);
    recorded(written);
    const char* why = !written ? "the journal cannot be written" : "cut off before it was sent";
    if (!written || cut_)
        co_return model::reply_for_all(
            what.what.commands.size(), model::not_sent{model::not_sent_reason::cancelled, why}
        );
    const auto due = deadline_.reply_due(clock_.now(), options_.request_timeout);
    auto reply = co_await send_off(what, due);
    co_return reply;
}

boost::asio::awaitable<void> lane::try_portal(model::request what, base::time_point sent) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    carriage under_way(*this);
    const auto due = deadline_.reply_due(sent, options_.request_timeout);
    const auto reply = co_await ports_.portal.send(what, due);
    // What is good for nothing on the portal says nothing of it: the next probe takes another.
    if (pacing::is_kept_back(reply)) std::erase(probe_with_, what.credential);
    learn(what, reply, sent);
    under_way.arrived();
}

// The portal may have no administrator's webhook to try it with.
void lane::keep_for_probes(const model::credential_id& whose) {
    std::erase(probe_with_, whose);
    probe_with_.push_back(whose);
    if (probe_with_.size() > options_.breaker.probes) probe_with_.erase(probe_with_.begin());
}

// Reply and journal are one breath: nothing is awaited between them.
void lane::receive(const model::request& what, const model::reply& reply, base::time_point sent) {
    const auto now = clock_.now();
    const auto wall = clock_.wall_now();
    recorded(ports_.journal.settle(what, reply, wall));
    count(reply);
    plan::moment when{now, chance()};
    when.took = now - sent;
    const bool failed = failed_for_now(reply);
    if (failed) when.retry_from = retry_budget_.next(now);
    if ((failed || pacing::is_rate_refusal(reply)) && !pacing::is_kept_back(reply))
        keep_for_probes(what.credential);
    credentials_.after(what, reply);
    board_.settle(what, reply, when, wall);
    publish(wall);
    learn(what, reply, sent);
}

// What a reply says of the portal.
void lane::learn(const model::request& what, const model::reply& reply, base::time_point sent) {
    const auto now = clock_.now();
    bucket_.answered(now);
    if (ports_.budget) ports_.budget->answered(now);
    if (ports_.lines) ports_.lines->answered(now);
    place_at_ = base::time_point::min();
    auto verdict = breaker_.after(what.number, reply, {sent, now, chance()});
    if (pacing::is_rate_refusal(reply)) {
        const auto pause = pacing::pause_after_refusal(
            options_.board.retry, breaker_.refused_in_a_row(), chance()
        );
        bucket_.refused(sent, now, pause);
        if (ports_.budget) ports_.budget->refused(sent, now, pause);
    }
    if (verdict) give_up(std::move(*verdict));
}

void lane::count(const model::reply& reply) {
    if (pacing::is_rate_refusal(reply)) ++counts_.rate_limited;
    if (failed_for_now(reply)) ++counts_.retries;
    if (reply.whole && std::holds_alternative<model::unknown>(*reply.whole)) ++counts_.lost_answers;
}

// Tells the journal first, then whoever watches.
void lane::publish(base::wall_time now) {
    for (const auto who : board_.take_proven())
        recorded(ports_.journal.remember_identity(model::credential_of(who), who, now));
    for (auto& each : board_.take_closed()) {
        recorded(ports_.journal.close_job(each));
        if (auto enough = rule_.after(each.overall)) give_up(std::move(*enough));
        closed_since_.push_back(std::move(each));
    }
    tell_when_written();
}

// What was told as done is done after a power cut as well, so it is told when it is on the disk. At
// most one news of the journal is awaited at a time.
void lane::tell_when_written() {
    if (closed_since_.empty() || !being_written_.empty()) return;
    being_written_.swap(closed_since_);
    if (ports_.journal.is_durable()) return tell_written();
    const auto heard = [this, alive = std::weak_ptr(alive_)](base::result<void> what) {
        if (alive.expired()) return;
        recorded(what);
        tell_written();
        news_->ring();
    };
    ports_.journal.when_durable(haste::soon, hand_over(where_, heard));
}

// Also what the journal could not keep: then the report is the only one who knows.
void lane::tell_written() {
    for (const auto& each : std::exchange(being_written_, {})) ports_.progress.job_closed(each);
    tell_when_written();
}

boost::asio::awaitable<void> lane::tell_the_rest() {
    if (!being_written_.empty()) ports_.journal.when_durable(haste::now, [](const auto&) {});
    while (!being_written_.empty()) co_await news_->wait_until(base::time_point::max());
}

}  // namespace dispatch
