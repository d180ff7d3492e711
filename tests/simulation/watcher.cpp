#include "simulation/watcher.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simulation {

namespace {

std::set<model::job_number> jobs_of(const model::request& what) {
    std::set<model::job_number> all;
    for (const auto& each : what.commands) all.insert(each.job);
    return all;
}

}  // namespace

void watcher::note(std::string_view text) {
    for (const char each : text)
        trace_ = (trace_ ^ static_cast<unsigned char>(each)) * 0x100000001b3ULL;
}

void watcher::job_opened(const model::work_item& item) {
    const auto who = item.what.who.id.value();
    if (!opened_.emplace(item.number, who).second)
        faults_.push_back(fmt::format("user {} was taken on twice", who));
}

bool watcher::too_many(std::uint64_t from, std::uint64_t to) const {
    const auto in_wave = static_cast<double>(std::ranges::count_if(failed_, [&](std::uint64_t job) {
        return job >= from && job < to;
    }));
    const auto& limits = by_.errors;
    if (limits.max_fail && failed_.size() > *limits.max_fail) return true;
    if (limits.max_fail_percent &&
        in_wave * 100 > *limits.max_fail_percent * static_cast<double>(to - from))
        return true;
    return !limits.max_fail && !limits.max_fail_percent && limits.then != pacing::on_error::go_on &&
           in_wave != 0;
}

// Reckoned from what was told, and by nothing of the engine's: nobody of a wave before everybody of
// the one before is done and few enough have failed, nothing after too many failures, nothing after
// the deadline.
void watcher::look_at_ends(model::job_number which, base::wall_time now) {
    if (now >= by_.deadline) faults_.push_back("something was sent after the deadline");
    std::uint64_t from = 0;
    auto to = by_.waves.empty() ? by_.selected : by_.waves.front();
    for (std::size_t wave = 0; wave + 1 < by_.waves.size() && which.value() >= to; ++wave) {
        for (auto job = from; job < to; ++job)
            if (!done_.contains(job))
                faults_.push_back(fmt::format("wave {} was not over when the next began", wave + 1)
                );
        if (too_many(from, to))
            faults_.push_back(fmt::format("wave {} failed, and the next one began", wave + 1));
        from = to;
        to += by_.waves[wave + 1];
    }
    const auto& limits = by_.errors;
    const bool limited = limits.max_fail || limits.max_fail_percent;
    const auto then =
        limits.then.value_or(limited ? pacing::on_error::stop_portal : pacing::on_error::go_on);
    if (then != pacing::on_error::go_on && too_many(from, to))
        faults_.push_back("something was sent after too many failures");
}

// Two requests must never write one user at once, and his steps keep their order.
void watcher::request_sent(const model::request& what, base::wall_time now) {
    ++requests_;
    note(fmt::format("> {} {}", what.number.value(), now.time_since_epoch().count()));
    if (what.commands.empty() || what.commands.size() > model::max_batch)
        faults_.push_back(fmt::format("a request of {} commands", what.commands.size()));
    for (const auto job : jobs_of(what)) {
        look_at_ends(job, now);
        const auto who = opened_.at(job);
        if (++in_flight_[who] > 1)
            faults_.push_back(fmt::format("two requests for user {} at once", who));
        if (closed_.contains(who))
            faults_.push_back(fmt::format("something was sent for user {} after his end", who));
    }
    for (const auto& each : what.commands) {
        note(each.key);
        if (each.why != model::purpose::write) continue;
        writes_[{each.job, each.step}].sent = requests_;
        const auto furthest = furthest_[opened_.at(each.job)];
        if (each.step < furthest)
            faults_.push_back(fmt::format(
                "user {}: step {} was written after step {} had been done",
                opened_.at(each.job),
                each.step,
                furthest
            ));
    }
}

void watcher::request_answered(
    const model::request& what, const model::reply& reply, base::wall_time, base::wall_time now
) {
    note(fmt::format("< {} {}", what.number.value(), now.time_since_epoch().count()));
    if (by_.deadline != base::wall_time::max() && now > by_.deadline + std::chrono::seconds(31))
        faults_.push_back("an answer was awaited long after the deadline");
    if (reply.answers.size() != what.commands.size())
        faults_.push_back(
            fmt::format("request {} has another number of answers", what.number.value())
        );
    for (std::size_t i = 0; i < what.commands.size() && i < reply.answers.size(); ++i) {
        if (what.commands[i].why != model::purpose::write) continue;
        writes_[{what.commands[i].job, what.commands[i].step}].answered = requests_;
        if (!std::holds_alternative<model::accepted>(reply.answers[i])) continue;
        auto& furthest = furthest_[opened_.at(what.commands[i].job)];
        furthest = std::max(furthest, what.commands[i].step);
    }
    for (const auto job : jobs_of(what)) --in_flight_[opened_.at(job)];
}

// What failed is the end of a user's steps: later ones may have left with it, and not after it.
void watcher::look_at_failures(const model::job_result& what) {
    for (std::size_t failed = 0; failed < what.steps.size(); ++failed) {
        const auto written = writes_.find({what.number, failed});
        if (what.steps[failed].what != model::outcome::failed || written == writes_.end()) continue;
        for (auto later = failed + 1; later < what.steps.size(); ++later) {
            const auto next = writes_.find({what.number, later});
            if (next == writes_.end() || next->second.sent <= written->second.answered) continue;
            faults_.push_back(fmt::format(
                "user {}: step {} was written after step {} had failed",
                what.what.who.id.value(),
                later,
                failed
            ));
        }
    }
}

void watcher::job_closed(const model::job_result& what) {
    look_at_failures(what);
    const auto who = what.what.who.id.value();
    note(fmt::format("= {} {}", who, model::to_string(what.overall)));
    done_.insert(what.number.value());
    if (what.overall == model::user_outcome::failed || what.overall == model::user_outcome::unknown)
        failed_.insert(what.number.value());
    if (what.steps.size() != what.what.steps.size())
        faults_.push_back(fmt::format("user {} has not one outcome for every step", who));
    if (!closed_.emplace(who, what).second)
        faults_.push_back(fmt::format("user {} was brought to an end twice", who));
}

}  // namespace simulation
