#include "run/paced_caller.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>
#include <variant>

namespace run {

namespace {

namespace net = boost::asio;

// The portal frees a method's operating time minute by minute, and all of it within ten
// (portal-facts 3).
constexpr auto budget_pause = std::chrono::seconds(60);
constexpr std::uint32_t budget_waits = 10;

model::request request_of(std::string method, model::object params) {
    model::request made;
    made.credential = model::admin_credential();
    model::command one;
    one.key = "a";
    one.method = std::move(method);
    one.params = std::move(params);
    one.why = model::purpose::read;
    made.commands.push_back(std::move(one));
    return made;
}

// The journal's rows of commands belong to jobs; a question of ours belongs to none.
model::request without_commands(const model::request& what) {
    auto made = what;
    made.commands.clear();
    return made;
}

model::reply without_answers(const model::reply& reply) {
    auto made = reply;
    if (!made.whole && !made.answers.empty()) made.whole = made.answers.front();
    made.answers.clear();
    return made;
}

call_failure failure_of(const model::answer& what) {
    if (const auto* no = std::get_if<model::rejected>(&what)) {
        const bool permission = no->what_to_do == model::reaction::stop_credential ||
                                no->what_to_do == model::reaction::refresh_token ||
                                no->what_to_do == model::reaction::park ||
                                no->code == "ACCESS_DENIED";
        const auto how = permission ? model::run_end::unauthorized : model::run_end::portal_stopped;
        return {how, no->code, no->text};
    }
    if (const auto* lost = std::get_if<model::unknown>(&what))
        return {model::run_end::unavailable, {}, lost->why};
    const auto& held = std::get<model::not_sent>(what);
    const bool mine = held.why == model::not_sent_reason::no_credential;
    return {mine ? model::run_end::unauthorized : model::run_end::unavailable, {}, held.text};
}

bool retries(model::reaction what) {
    return what == model::reaction::retry || what == model::reaction::slow_down ||
           what == model::reaction::repeat;
}

}  // namespace

next_move move_after(
    const model::answer& what, std::uint32_t failed, const pacing::retry_rule& rule
) {
    if (std::holds_alternative<model::accepted>(what)) return next_move::take_answer;
    const auto* no = std::get_if<model::rejected>(&what);
    if (no && no->what_to_do == model::reaction::wait_for_budget) return next_move::wait_for_budget;
    const auto* held = std::get_if<model::not_sent>(&what);
    const bool passing = std::holds_alternative<model::unknown>(what) ||
                         (no && retries(no->what_to_do)) ||
                         (held && held->why == model::not_sent_reason::cannot_connect);
    if (!passing) return next_move::give_up;
    // How often the portal may refuse for its rate, or be away, is for the breaker to say.
    const bool counted = !held && !(no && no->what_to_do == model::reaction::slow_down);
    return counted && failed > rule.retries ? next_move::give_up : next_move::ask_again;
}

paced_caller::paced_caller(
    async::clock_source& clock,
    dispatch::portal_port& portal,
    dispatch::journal_port& journal,
    dispatch::shared_budget* budget,
    caller_options options
)
    : clock_(clock),
      portal_(portal),
      journal_(journal),
      budget_(budget),
      options_(std::move(options)),
      bucket_(options_.limits),
      breaker_(options_.breaker, options_.retry),
      random_(options_.seed) {
    bucket_.recall(options_.past);
}

net::awaitable<std::expected<model::accepted, call_failure>> paced_caller::call(
    std::string method, model::object params
) {
    co_await net::this_coro::throw_if_cancelled(false);
    auto what = request_of(std::move(method), std::move(params));
    budget_waits_ = 0;
    for (std::uint32_t failed = 0;;) {
        const bool admitted = co_await wait_for_slot();
        if (!admitted) co_return std::unexpected(call_failure{model::run_end::interrupted, {}, {}});
        what.number = model::request_number(counts_.requests);
        const auto reply = co_await send_once(what);
        const auto stop = co_await net::this_coro::cancellation_state;
        if (stop.cancelled() != net::cancellation_type::none)
            co_return std::unexpected(call_failure{model::run_end::interrupted, {}, {}});
        if (!reply || journal_lost_)
            co_return std::unexpected(
                call_failure{model::run_end::state_lost, {}, base::describe(*journal_lost_)}
            );
        if (auto end = judge(*reply, failed)) co_return std::move(*end);
    }
}

net::awaitable<bool> paced_caller::wait_for_slot() {
    auto now = clock_.now();
    for (auto at = take_place(now); at > now; at = take_place(now)) {
        const bool slept = co_await async::sleep_until(clock_, at);
        if (!slept) co_return false;
        now = clock_.now();
    }
    co_return true;
}

// When it is to be asked again; with `now` the place is ours.
base::time_point paced_caller::take_place(base::time_point now) {
    const auto at = std::max(bucket_.ready_at(now), breaker_.ready_at());
    if (at > now || !budget_) return at;
    return budget_->take(now).value_or(now);
}

// Nothing: it cannot be recorded, and so it was not sent.
net::awaitable<std::optional<model::reply>> paced_caller::send_once(model::request what) {
    co_await net::this_coro::throw_if_cancelled(false);
    sent_ = clock_.now();
    const auto begun = journal_.begin(without_commands(what), clock_.wall_now());
    if (!begun) {
        journal_lost_ = begun.error();
        if (budget_) budget_->put_back(sent_);
        co_return std::nullopt;
    }
    bucket_.take(sent_);
    last_ = what.number;
    // What only reads is its own probe.
    if (breaker_.state() == pacing::circuit::open) breaker_.probe(last_);
    ++counts_.requests;
    ++counts_.commands;
    const auto reply = co_await portal_.send(what, sent_ + options_.request_timeout);
    const auto settled =
        journal_.settle(without_commands(what), without_answers(reply), clock_.wall_now());
    if (!settled) journal_lost_ = settled.error();
    bucket_.answered(clock_.now());
    if (budget_) budget_->answered(clock_.now());
    count(reply);
    co_return reply;
}

std::optional<paced_caller::outcome> paced_caller::judge(
    const model::reply& reply, std::uint32_t& failed
) {
    const auto verdict = breaker_.after(last_, reply, {sent_, clock_.now(), chance()});
    const auto& answer = reply.answers.front();
    if (verdict) {
        auto why = failure_of(answer);
        why.how = verdict->how;
        return std::unexpected(std::move(why));
    }
    pause_after(reply);
    switch (move_after(answer, ++failed, options_.retry)) {
        case next_move::take_answer:
            return std::get<model::accepted>(answer);
        case next_move::wait_for_budget:
            if (++budget_waits_ > budget_waits) return std::unexpected(failure_of(answer));
            bucket_.hold(clock_.now() + budget_pause);
            return std::nullopt;
        case next_move::give_up:
            return std::unexpected(failure_of(answer));
        case next_move::ask_again:
            break;
    }
    if (!pacing::is_unreachable(reply) && !pacing::is_rate_refusal(reply))
        bucket_.hold(clock_.now() + pacing::backoff(options_.retry, failed, chance()));
    return std::nullopt;
}

void paced_caller::pause_after(const model::reply& reply) {
    if (!pacing::is_rate_refusal(reply)) return;
    const auto pause =
        pacing::pause_after_refusal(options_.retry, breaker_.refused_in_a_row(), chance());
    bucket_.refused(sent_, clock_.now(), pause);
    if (budget_) budget_->refused(sent_, clock_.now(), pause);
}

void paced_caller::count(const model::reply& reply) {
    if (pacing::is_rate_refusal(reply)) ++counts_.rate_limited;
    const auto& answer = reply.answers.front();
    const auto* no = std::get_if<model::rejected>(&answer);
    const bool lost = std::holds_alternative<model::unknown>(answer);
    if (lost || (no && no->what_to_do == model::reaction::retry)) ++counts_.retries;
    if (lost) ++counts_.lost_answers;
}

double paced_caller::chance() {
    return std::uniform_real_distribution<double>(0.0, 1.0)(random_);
}

}  // namespace run
