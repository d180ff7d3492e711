#include "plan/board.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace plan {

namespace {

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

}  // namespace

board::board(const catalog::definitions& all, board_options options)
    : all_(&all), options_(options), composer_(all, options.max_commands) {}

void board::open(model::work_item item, base::wall_time now) {
    const auto which = item.number;
    auto job =
        std::make_unique<job_progress>(std::move(item), *all_, options_.how, options_.retry, now);
    const bool closed = job->closed();
    jobs_.emplace(which, std::move(job));
    if (closed)
        close(which, now);
    else
        enqueue(which, base::time_point::max());
}

bool board::has_room() const {
    if (jobs_.size() >= options_.most_open) return false;
    return fresh_.size() < options_.look_ahead && admin_commands_ < 2 * composer_.max_commands();
}

// `now` is compared with the time the job waits for.
void board::enqueue(number which, base::time_point now) {
    auto& job = *jobs_.at(which);
    if (job.resumes_at() > now) {
        delayed_.emplace(job.resumes_at(), which);
        return;
    }
    if (job.next_acts_as() == model::acts_as::user) {
        (job.fresh() ? fresh_ : begun_).push_back(which);
        return;
    }
    admin_.push_back(which);
    admin_commands_ += job.next().commands.size();
}

void board::wake_delayed(base::time_point now) {
    while (!delayed_.empty() && delayed_.begin()->first <= now) {
        const auto which = delayed_.begin()->second;
        delayed_.erase(delayed_.begin());
        enqueue(which, now);
    }
}

base::time_point board::ready_at() const {
    return delayed_.empty() ? base::time_point::max() : delayed_.begin()->first;
}

std::optional<model::request> board::next(base::time_point now, source more) {
    wake_delayed(now);
    auto request = admin_commands_ >= composer_.max_commands() ? next_admin(false) : std::nullopt;
    if (!request) request = next_user();
    if (!request && !admin_may_grow(more)) request = next_admin(true);
    if (!request) return std::nullopt;
    ++in_flight_;
    for (const auto& each : shares_of(*request)) {
        auto& job = *jobs_.at(each.job);
        job.sent(std::span(request->commands).subspan(each.begin, each.end - each.begin));
        if (job.may_want_admin()) ++growing_;
    }
    return request;
}

bool board::admin_may_grow(source more) const {
    return growing_ != 0 || (more == source::has_more && has_room());
}

std::optional<model::request> board::next_user() {
    auto& queue = begun_.empty() ? fresh_ : begun_;
    if (queue.empty()) return std::nullopt;
    auto& job = *jobs_.at(queue.front());
    queue.pop_front();
    return user_request(job);
}

model::request board::user_request(job_progress& job) {
    const auto wanted = job.next();
    BOOST_ASSERT(!wanted.commands.empty());
    const auto count = composer_.batchable(wanted.commands, model::max_batch);
    // One command alone needs no envelope: it then travels typed, and its answer says more.
    if (count <= 1) return composer_.single(wanted.credential, wanted.commands.front());
    return composer_.batch(wanted.credential, wanted.then, std::span(wanted.commands).first(count));
}

// Whole wishes, in the order of their jobs, as long as they fit; a wish that has to go singly
// leaves alone.
std::optional<model::request> board::next_admin(bool even_unfilled) {
    if (admin_.empty() || (!even_unfilled && admin_commands_ < composer_.max_commands()))
        return std::nullopt;
    std::vector<model::command> gathered;
    auto then = model::after_error::go_on;
    while (!admin_.empty()) {
        auto wanted = jobs_.at(admin_.front())->next();
        const auto room = composer_.max_commands() - gathered.size();
        const auto count = composer_.batchable(wanted.commands, room);
        if (count == 0 && !gathered.empty()) break;
        if (count < wanted.commands.size() && count == room && !gathered.empty()) break;
        admin_.pop_front();
        admin_commands_ -= wanted.commands.size();
        if (count == 0) return composer_.single(wanted.credential, wanted.commands.front());
        gathered.insert(
            gathered.end(),
            wanted.commands.begin(),
            wanted.commands.begin() + static_cast<std::ptrdiff_t>(count)
        );
        then = wanted.then;
        if (gathered.size() == composer_.max_commands()) break;
    }
    if (gathered.size() == 1) return composer_.single(model::admin_credential(), gathered.front());
    return composer_.batch(model::admin_credential(), then, gathered);
}

void board::settle(
    const model::request& what, const model::reply& reply, const moment& when, base::wall_time now
) {
    BOOST_ASSERT(reply.answers.size() == what.commands.size());
    take_off(what);
    learn(what, reply);
    for (const auto& each : shares_of(what)) {
        auto& job = *jobs_.at(each.job);
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

void board::take_off(const model::request& what) {
    --in_flight_;
    for (const auto& each : shares_of(what))
        if (jobs_.at(each.job)->may_want_admin()) --growing_;
}

void board::learn(const model::request& what, const model::reply& reply) {
    for (std::size_t i = 0; i < reply.answers.size(); ++i) {
        const auto* no = std::get_if<model::rejected>(&reply.answers[i]);
        if (!no) continue;
        if (no->what_to_do == model::reaction::send_singly)
            composer_.send_singly(what.commands[i].method);
        if (no->what_to_do == model::reaction::split_batch)
            composer_.allow_fewer_than(what.commands.size());
    }
}

void board::close(number which, base::wall_time now) {
    const auto found = jobs_.find(which);
    closed_.push_back(found->second->result(now));
    jobs_.erase(found);
}

void board::abandon(const std::string& code, const std::string& reason, base::wall_time now) {
    std::vector<number> all;
    all.reserve(jobs_.size());
    for (const auto& [which, job] : jobs_) all.push_back(which);
    std::sort(all.begin(), all.end());
    for (const auto which : all) {
        jobs_.at(which)->abandon(code, reason);
        close(which, now);
    }
    begun_.clear();
    fresh_.clear();
    admin_.clear();
    admin_commands_ = 0;
    delayed_.clear();
    growing_ = 0;
}

std::vector<model::job_result> board::take_closed() {
    return std::exchange(closed_, {});
}

std::vector<model::user_id> board::take_proven() {
    return std::exchange(proven_, {});
}

}  // namespace plan
