#include "dispatch/lane.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/assert.hpp>

#include <algorithm>
#include <utility>
#include <variant>

namespace dispatch {

namespace {

// A batch that keeps the portal busy longer than its answer is awaited would be lost, and so would
// be the same batch again. Half of that time leaves room for one that is slower than those before.
lane_options within_time(lane_options asked) {
    auto& target = asked.board.batch_target;
    target = std::min(target, asked.request_timeout / 2);
    return asked;
}

}  // namespace

lane::lane(
    boost::asio::any_io_executor where,
    async::clock_source& clock,
    lane_ports ports,
    const catalog::definitions& all,
    lane_options options
)
    : where_(where),
      clock_(clock),
      ports_(ports),
      all_(all),
      options_(within_time(std::move(options))),
      board_(all, options_.board),
      bucket_(options_.limits),
      breaker_(options_.breaker, options_.board.retry),
      retry_budget_(options_.retry, options_.limits.rate),
      rule_(options_.errors, options_.waves, options_.selected),
      deadline_(options_.deadline, options_.board.batch_target),
      random_(options_.seed),
      news_(clock.make_bell(where)),
      carriers_(where) {
    bucket_.recall(options_.past);
    if (ports_.lines) ports_.lines->on_turn([this] { news_->ring(); });
}

boost::asio::awaitable<lane_end> lane::run() {
    // A cancellation of the caller must not tear the lane away from what is in flight: it ends
    // through stop and cut.
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    while (!broken_) {
        fill();
        const auto now = clock_.now();
        if (go_on(now)) {
            // What was sent is to be on its way while the next one is formed.
            co_await boost::asio::post(where_, boost::asio::use_awaitable);
            continue;
        }
        if (board_.in_flight() == 0 &&
            (ended() || (board_.open_jobs() == 0 && source_ == plan::source::exhausted)))
            break;
        const auto until = wake_at(now);
        // Without a request under way nothing can happen before.
        if (board_.in_flight() == 0 && until != base::time_point::max()) mind_deadline(until, now);
        if (ended() && board_.in_flight() == 0) break;
        co_await news_->wait_until(ended() ? until : std::min(until, deadline_.at()));
    }
    co_await carriers_.join();
    const auto left = close_the_rest();
    co_await tell_the_rest();
    show(waiting_for::nothing, {});
    // What nobody was left out for has ended nothing.
    const bool in_vain = end_ && (end_->how == model::run_end::deadline ||
                                  end_->how == model::run_end::too_many_failures);
    if (in_vain && left == leavings::none) end_.reset();
    if (!end_) end_ = breaker_.at_the_end();
    if (end_) co_return lane_end{end_->how, end_->why, counts_};
    co_return lane_end{model::run_end::complete, {}, counts_};
}

void lane::take_on() {
    while (may_take_on()) {
        auto item = ports_.jobs.next();
        if (!item) return stop(model::run_end::state_lost, base::describe(item.error()));
        if (!*item) {
            source_ = plan::source::exhausted;
            return;
        }
        rule_.take_on();
        const auto now = clock_.wall_now();
        // Also a job whose opening cannot be recorded gets its outcome.
        const bool written = recorded(ports_.journal.open_job(**item, now));
        ports_.progress.job_opened(**item);
        board_.open(std::move(**item), now);
        publish(now);
        if (!written) return;
    }
}

void lane::fill() {
    do take_on();
    while (pass_gate());
}

// False: nothing more can be done at the moment.
bool lane::go_on(base::time_point now) {
    mind_deadline(now, now);
    if (send_next(now)) return true;
    // Where all that was ready has to wait, others may go in its place.
    return may_take_on();
}

// A carrier that comes back takes along what may leave now: a coroutine for each request, and the
// loop woken for it, would cost more than all decisions about it.
std::optional<lane::cargo> lane::next_for_the_returned() {
    std::optional<cargo> next;
    [[maybe_unused]] const auto* const before = std::exchange(returned_, &next);
    BOOST_ASSERT(before == nullptr);
    do fill();
    while (!broken_ && go_on(clock_.now()) && !next);
    returned_ = nullptr;
    // There may be more to do than one can carry.
    if (next && board_.in_flight() < options_.connections) news_->ring();
    return next;
}

void lane::dispatch_out(cargo what) {
    if (returned_ != nullptr)
        returned_->emplace(std::move(what));
    else
        carriers_.spawn(carry(std::move(what)));
}

bool lane::send_next(base::time_point now) {
    if (ended() || board_.in_flight() >= options_.connections || slot_at(now) > now) {
        if (ports_.lines) ports_.lines->step_aside(now);
        return false;
    }
    if (!take_place(now)) return false;
    if (breaker_.state() == pacing::circuit::open) return send_probe(now);
    auto request = board_.next(now, more());
    auto known = request ? credentials_.foreseen(*request) : foreknown();
    if (!request || is_all_known(known)) {
        if (request) settle_unsent(*request, std::move(known), now);
        put_back(now);
        return request.has_value();
    }
    const auto wall = clock_.wall_now();
    // What cannot be recorded is not sent. The board is told, so that the commands end as "not
    // sent".
    if (!recorded(ports_.journal.begin(*request, wall))) {
        const model::not_sent fate{
            model::not_sent_reason::cancelled, "the journal cannot be written"
        };
        board_.settle(
            *request, model::reply_for_all(request->commands.size(), fate), {now, 0}, wall
        );
        put_back(now);
        return false;
    }
    depart(now);
    counts_.commands += request->commands.size();
    ports_.progress.request_sent(*request, wall);
    dispatch_out({std::move(*request), std::move(known), now, wall});
    return true;
}

// What an earlier answer has told already costs no request.
void lane::settle_unsent(const model::request& what, foreknown known, base::time_point now) {
    model::reply reply;
    for (auto& each : known) reply.answers.push_back(std::move(*each));
    const auto wall = clock_.wall_now();
    board_.settle(what, reply, {now, 0}, wall);
    publish(wall);
}

// A portal that ails is tried with a request that nobody's job depends on and that changes nothing.
bool lane::send_probe(base::time_point now) {
    model::request request;
    request.number = board_.next_number();
    request.credential = probe_with_.empty() ? model::admin_credential() : probe_with_.back();
    request.commands.emplace_back();
    request.commands.back().key = "probe";
    request.commands.back().method = "profile";
    request.commands.back().why = model::purpose::identity;
    depart(now);
    breaker_.probe(request.number);
    carriers_.spawn(try_portal(std::move(request), now));
    return true;
}

// A line beside the other lanes, and a place in what the portal takes.
bool lane::take_place(base::time_point now) {
    if (ports_.lines && !ports_.lines->take(now)) return false;
    if (!ports_.budget) return true;
    const auto later = ports_.budget->take(now);
    place_at_ = later.value_or(base::time_point::min());
    if (later && ports_.lines) ports_.lines->give_back(now);
    return !later;
}

void lane::put_back(base::time_point now) {
    if (ports_.budget) ports_.budget->put_back(now);
    if (ports_.lines) ports_.lines->give_back(now);
}

void lane::depart(base::time_point now) {
    bucket_.take(now);
    retry_budget_.sent();
    ++counts_.requests;
}

base::time_point lane::slot_at(base::time_point now) const {
    return std::max({bucket_.ready_at(now), breaker_.ready_at(), place_at_});
}

base::time_point lane::wake_at(base::time_point now) {
    if (ended() || board_.in_flight() >= options_.connections) {
        show(waiting_for::replies, {});
        return base::time_point::max();
    }
    const auto slot = slot_at(now);
    if (slot > now) {
        const bool ailing = breaker_.state() != pacing::circuit::closed;
        const bool silent = breaker_.refused_in_a_row() != 0 || breaker_.ready_at() > now;
        const auto known = slot == base::time_point::max() ? base::duration{} : slot - now;
        show(
            ailing                            ? waiting_for::portal
            : slot == base::time_point::max() ? waiting_for::replies
            : silent                          ? waiting_for::pause
                                              : waiting_for::rate_limit,
            known
        );
        return slot;
    }
    const bool in_line = ports_.lines && ports_.lines->stands_in_line();
    const auto ready = in_line ? base::time_point::max() : board_.ready_at();
    if (ready == base::time_point::max())
        show(waiting_for::replies, {});
    else
        show(
            board_.waits_for() == plan::delay_cause::budget ? waiting_for::budget
                                                            : waiting_for::backoff,
            ready - now
        );
    return ready;
}

// What the portal has refused to others on this host holds for us as well.
double lane::rate_in_force() const {
    const auto ours = bucket_.rate_in_force();
    return ports_.budget ? std::min(ours, ports_.budget->rate_in_force()) : ours;
}

void lane::show(waiting_for what, base::duration remaining) {
    lane_state state;
    state.what = what;
    state.remaining = remaining;
    state.requests_per_second = rate_in_force();
    state.open_jobs = board_.open_jobs();
    state.in_flight = board_.in_flight();
    state.wave = rule_.wave().number();
    state.waves = rule_.wave().count();
    state.counts = counts_;
    ports_.progress.lane_changed(state);
}

bool lane::recorded(const base::result<void>& what) {
    if (what) return true;
    stop(model::run_end::state_lost, base::describe(what.error()));
    return false;
}

double lane::chance() {
    return std::uniform_real_distribution<double>(0.0, 1.0)(random_);
}

}  // namespace dispatch
