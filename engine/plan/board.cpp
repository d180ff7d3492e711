#include "plan/board.hpp"

#include "plan/experience.hpp"
#include "plan/written_users.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <span>
#include <utility>

namespace plan {

namespace {

const std::string envelope_method = "batch";

// The jobs that a request carries commands of, in order, each with its commands.
struct share {
    model::job_number job;
    std::size_t begin;
    std::size_t end;
};

std::vector<share> shares_of(const model::request& what) {
    std::vector<share> all;
    for (std::size_t i = 0; i < what.commands.size(); ++i) {
        if (all.empty() || all.back().job != what.commands[i].job)
            all.push_back({what.commands[i].job, i, i});
        all.back().end = i + 1;
    }
    return all;
}

// Whom commands of one job may change.
std::vector<model::user_id> written_by(
    std::span<const model::command> commands, model::user_id owner
) {
    std::vector<model::user_id> all;
    for (const auto& each : commands) {
        if (may_write(each)) all.push_back(owner);
        for (const auto who : named_users(each)) all.push_back(who);
    }
    return all;
}

bool begins_with_reading(const wish& what) {
    return what.commands.front().why == model::purpose::read;
}

}  // namespace

board::board(const catalog::definitions& all, board_options options)
    : all_(&all),
      options_(std::move(options)),
      composer_(all, {options_.max_commands, options_.batch_target}),
      budgets_(options_.operating) {}

void board::open(model::work_item item, base::wall_time now) {
    const auto which = item.number;
    const auto lot = lots_.of(item.what.under);
    auto progress =
        std::make_unique<job_progress>(std::move(item), *all_, options_.how, options_.retry, now);
    if (progress->closed()) {
        closed_.push_back(progress->result(now));
        return;
    }
    jobs_.emplace(which, open_job{std::move(progress), lot, 0});
    if (lots_.admit(lot, which)) enqueue(which, base::time_point::max());
}

bool board::has_room() const {
    if (jobs_.size() >= options_.most_open) return false;
    const auto pooled = std::max(2 * composer_.max_commands(), options_.look_ahead);
    return lots_.fresh() < options_.look_ahead && pool_.size() < pooled;
}

// `now` is compared with the time the job waits for.
void board::enqueue(number which, base::time_point now) {
    const auto& job = jobs_.at(which);
    if (job.progress->resumes_at() > now)
        return delay(which, job.progress->resumes_at(), delay_cause::backoff);
    if (job.progress->next_acts_as() == model::acts_as::admin) return pool(which);
    const auto from = job.progress->fresh() ? lots::origin::fresh : lots::origin::begun;
    lots_.push(job.lot, which, from);
}

void board::pool(number which) {
    const auto& job = jobs_.at(which);
    pooled_wish one;
    one.job = which;
    one.lot = job.lot;
    one.wanted = job.progress->next();
    one.travelling = composer_.travelling(one.wanted.commands);
    one.rounds = job.progress->rounds();
    one.later = job.progress->admin_commands() -
                std::min(one.wanted.commands.size(), job.progress->admin_commands());
    one.writes = written_by(one.wanted.commands, job.progress->item().what.who.id);
    lots_.awaken(job.lot);
    pool_.add(std::move(one));
}

void board::delay(number which, base::time_point until, delay_cause cause) {
    delayed_.emplace(until, delayed{which, cause});
}

void board::wait_for_budget(number which, base::time_point until) {
    if (until == base::time_point::max())
        until_answer_.push_back(which);
    else
        delay(which, until, delay_cause::budget);
}

void board::wake_delayed(base::time_point now) {
    while (!delayed_.empty() && delayed_.begin()->first <= now) {
        const auto which = delayed_.begin()->second.job;
        delayed_.erase(delayed_.begin());
        enqueue(which, now);
    }
}

base::time_point board::ready_at() const {
    auto at = delayed_.empty() ? base::time_point::max() : delayed_.begin()->first;
    if (pool_.empty()) return at;
    if (batch_free_at_ != base::time_point::min()) at = std::min(at, batch_free_at_);
    return patient_until_ ? std::min(at, *patient_until_) : at;
}

delay_cause board::waits_for() const {
    const auto at = ready_at();
    if (!delayed_.empty() && delayed_.begin()->first == at) return delayed_.begin()->second.cause;
    return at == batch_free_at_ ? delay_cause::budget : delay_cause::none;
}

std::string board::holder_of(const model::credential_id& whose) const {
    return options_.budget_holder ? options_.budget_holder(whose) : whose.value();
}

base::time_point board::budget_ready(
    const model::credential_id& whose, const std::string& method, base::time_point now
) const {
    if (budgets_.all_ready(now)) return base::time_point::min();
    return budgets_.ready_at({holder_of(whose), method}, now);
}

bool board::is_written(const std::vector<model::user_id>& users) const {
    return std::ranges::any_of(users, [&](model::user_id who) { return written_.contains(who); });
}

// The commands of a wish that their budgets let through, from the first on. An exhausted envelope
// holds whatever would need one.
board::clearance board::cleared(const wish& what, base::time_point now) const {
    const auto size = what.commands.size();
    if (budgets_.all_ready(now)) return {size, now};
    for (std::size_t i = 0; i < size; ++i) {
        const auto at = budget_ready(what.credential, what.commands[i].method, now);
        if (at > now) return {i, at};
    }
    return {size, now};
}

// Takes out of the pool what may not leave now. A job whose method has to wait leaves its place to
// others.
void board::hold_back(base::time_point now) {
    const auto batch = budget_ready(model::admin_credential(), envelope_method, now);
    batch_free_at_ = batch > now ? batch : base::time_point::min();
    const bool tight = !budgets_.all_ready(now);
    const bool changed = std::exchange(tight_, tight) || tight;
    if (pool_.empty() || (!changed && written_.empty())) return;
    const auto held = pool_.take_held([&](pooled_wish& one) {
        if (!changed) return is_written(one.writes);
        const auto through = cleared(one.wanted, now).commands;
        one.travelling = std::min(composer_.travelling(one.wanted.commands), through);
        return through == 0 || is_written(one.writes);
    });
    for (const auto& each : held) {
        const auto through = cleared(each.wanted, now);
        if (through.commands == 0)
            wait_for_budget(each.job, through.next);
        else
            until_answer_.push_back(each.job);
    }
}

std::optional<model::request> board::next(base::time_point now, source more) {
    wake_delayed(now);
    hold_back(now);
    auto chosen = choose(now, more);
    if (!chosen) return chosen;
    chosen->number = next_number();
    depart(*chosen);
    return chosen;
}

model::request_number board::next_number() noexcept {
    return model::request_number(next_number_++);
}

std::optional<model::request> board::choose(base::time_point now, source more) {
    const bool drained = more == source::exhausted && !lots_.any_ready() && coming_ == 0;
    const bool batches = batch_free_at_ == base::time_point::min();
    if (drained && budgets_.all_ready(now))
        if (auto lone = next_lone()) return lone;
    const auto from = drained ? flow::drained : flow::going_on;
    if (batches && pool_.load(composer_) >= full_batch && is_admins_turn()) return next_batch(from);
    if (auto users = next_user(now)) return users;
    if (auto single = next_single()) return single;
    if (batches && !pool_.empty() && may_leave_unfilled(now, more)) return next_batch(from);
    return std::nullopt;
}

// With one policy the administrator's full batch goes first, since it does the most.
bool board::is_admins_turn() const {
    const auto users = lots_.next_pass();
    return !users || *pool_.next_pass(lots_) <= *users;
}

std::optional<model::request> board::next_user(base::time_point now) {
    while (const auto picked = lots_.pick()) {
        auto made = user_request(picked->job, now);
        if (!made) continue;
        lots_.charge(picked->from, 1);
        return made;
    }
    return std::nullopt;
}

// Nothing = it has to wait, and does.
std::optional<model::request> board::user_request(number which, base::time_point now) {
    const auto& job = *jobs_.at(which).progress;
    auto wanted = job.next();
    BOOST_ASSERT(!wanted.commands.empty());
    const auto through = cleared(wanted, now);
    const auto all = std::span(wanted.commands).first(through.commands);
    const auto travelling = all.first(composer_.travelling(all));
    const auto count = std::max<std::size_t>(1, composer_.fitting(travelling).commands);
    auto free_at = all.empty() ? through.next : now;
    if (count > 1) free_at = budget_ready(wanted.credential, envelope_method, now);
    if (free_at > now) {
        wait_for_budget(which, free_at);
        return std::nullopt;
    }
    if (is_written(written_by(all.first(count), job.item().what.who.id))) {
        until_answer_.push_back(which);
        return std::nullopt;
    }
    // One command alone needs no envelope: it then travels typed, and its answer says more.
    if (count == 1) return composer_.single(wanted.credential, std::move(wanted.commands.front()));
    wanted.commands.resize(count);
    return composer_.batch(wanted.credential, wanted.then, std::move(wanted.commands));
}

std::optional<model::request> board::next_single() {
    auto one = pool_.take_single();
    if (!one) return std::nullopt;
    lots_.charge(one->lot, 1);
    return composer_.single(one->wanted.credential, std::move(one->wanted.commands.front()));
}

// Whether all that is left of the job's part under this credential can go in one request.
bool board::fits_alone(const pooled_wish& one) const {
    if (one.rounds < 2 || begins_with_reading(one.wanted)) return false;
    const auto& job = *jobs_.at(one.job).progress;
    const auto whole = job.next_alone();
    const auto count = composer_.travelling(whole.commands);
    if (count < whole.commands.size() || composer_.fitting(whole.commands).commands < count)
        return false;
    return !is_written(written_by(whole.commands, job.item().what.who.id));
}

std::optional<model::request> board::next_lone() {
    const auto one =
        pool_.take_lone(composer_, [&](const pooled_wish& each) { return fits_alone(each); });
    if (!one) return std::nullopt;
    lots_.charge(one->lot, 1);
    auto whole = jobs_.at(one->job).progress->next_alone();
    return composer_.batch(whole.credential, whole.then, std::move(whole.commands));
}

std::optional<model::request> board::next_batch(flow from) {
    auto gathered = pool_.gather(composer_, from, lots_);
    if (gathered.empty()) return std::nullopt;
    patient_until_.reset();
    const auto whose = model::admin_credential();
    if (gathered.size() == 1) return composer_.single(whose, std::move(gathered.front()));
    return composer_.batch(whose, model::after_error::go_on, std::move(gathered));
}

bool board::may_leave_unfilled(base::time_point now, source more) {
    if (more == source::has_more && has_room()) return false;
    if (coming_ == 0) return true;
    const auto here = pool_.load(composer_);
    const auto later = static_cast<double>(coming_ + pool_.later()) /
                       static_cast<double>(composer_.max_commands());
    if (1 + batches_for(later) <= batches_for(here + later)) return true;
    if (!patient_until_) patient_until_ = now + options_.patience;
    return now >= *patient_until_;
}

void board::depart(const model::request& what) {
    ++in_flight_;
    const bool admin = what.credential == model::admin_credential();
    for (const auto& each : shares_of(what)) {
        auto& job = jobs_.at(each.job);
        const auto commands = std::span(what.commands).subspan(each.begin, each.end - each.begin);
        job.progress->sent(commands);
        const auto left = job.progress->admin_commands();
        job.coming = left - (admin ? std::min(left, commands.size()) : 0);
        coming_ += job.coming;
        for (const auto who : written_by(commands, job.progress->item().what.who.id))
            ++written_[who];
    }
    note_sent(budgets_, holder_of(what.credential), what);
}

void board::take_off(const model::request& what) {
    --in_flight_;
    for (const auto& each : shares_of(what)) {
        auto& job = jobs_.at(each.job);
        coming_ -= std::exchange(job.coming, 0);
        const auto commands = std::span(what.commands).subspan(each.begin, each.end - each.begin);
        for (const auto who : written_by(commands, job.progress->item().what.who.id))
            if (const auto found = written_.find(who); --found->second == 0) written_.erase(found);
    }
}

void board::settle(
    const model::request& what, const model::reply& reply, const moment& when, base::wall_time now
) {
    BOOST_ASSERT(reply.answers.size() == what.commands.size());
    take_off(what);
    learn(what, reply, when, now);
    for (const auto which : std::exchange(until_answer_, {})) enqueue(which, when.now);
    for (const auto& each : shares_of(what)) {
        auto& job = *jobs_.at(each.job).progress;
        const auto count = each.end - each.begin;
        job.settle(
            std::span(what.commands).subspan(each.begin, count),
            std::span(reply.answers).subspan(each.begin, count),
            when
        );
        if (job.newly_proven()) proven_.push_back(job.item().what.who.id);
        if (job.closed())
            close(each.job, now);
        else
            enqueue(each.job, when.now);
    }
}

void board::learn(
    const model::request& what, const model::reply& reply, const moment& when, base::wall_time now
) {
    learn_budgets(budgets_, holder_of(what.credential), what, reply, when.now, now);
    learn_sizes(composer_.sizes(), what, reply, when);
    bool singly = false;
    for (std::size_t i = 0; i < reply.answers.size(); ++i) {
        const auto* no = std::get_if<model::rejected>(&reply.answers[i]);
        if (!no || no->what_to_do != model::reaction::send_singly) continue;
        composer_.send_singly(what.commands[i].method);
        singly = true;
    }
    if (singly) pool_.measure_again(composer_);
}

void board::close(number which, base::wall_time now) {
    const auto found = jobs_.find(which);
    const auto lot = found->second.lot;
    closed_.push_back(found->second.progress->take_result(now));
    jobs_.erase(found);
    if (const auto next = lots_.release(lot)) enqueue(*next, base::time_point::max());
}

void board::abandon(const std::string& code, const std::string& reason, base::wall_time now) {
    std::vector<number> all;
    all.reserve(jobs_.size());
    for (const auto& [which, job] : jobs_) all.push_back(which);
    std::sort(all.begin(), all.end());
    lots_.clear();
    pool_.clear();
    delayed_.clear();
    until_answer_.clear();
    coming_ = 0;
    for (const auto which : all) {
        auto& job = *jobs_.at(which).progress;
        job.abandon(code, reason);
        closed_.push_back(job.result(now));
    }
    jobs_.clear();
}

std::vector<model::job_result> board::take_closed() {
    return std::exchange(closed_, {});
}

std::vector<model::user_id> board::take_proven() {
    return std::exchange(proven_, {});
}

}  // namespace plan
