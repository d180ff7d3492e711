#include "pacing/operating_budget.hpp"

#include <algorithm>
#include <cmath>

namespace pacing {

namespace {

using seconds = std::chrono::duration<double>;

// A bucket of operating time lives ten minutes: whatever a portal says, nothing waits longer
// (portal-facts 3).
constexpr double longest_reset = 600;

// Then some of it is back on the portal's clock, which counts whole seconds.
constexpr auto after_reset = std::chrono::seconds(1);

// Between two looks where nobody says when the time comes back (portal-facts 3, "Reactions").
constexpr auto unknown_reset = std::chrono::seconds(60);

// Below this part of where slowing begins an account needs no memory.
constexpr double worth_noting = 0.5;

base::duration span_of(double count) {
    return std::chrono::duration_cast<base::duration>(seconds(count));
}

}  // namespace

double operating_budget::limit() const {
    return seconds(limits_.limit).count();
}

bool operating_budget::is_near(const account& which) const {
    return limits_.limit != base::duration::zero() && which.used >= limits_.slow_from * limit();
}

base::time_point operating_budget::ready_at(const budget_key& which, base::time_point now) const {
    if (all_ready(now)) return base::time_point::min();
    const auto found = accounts_.find(which);
    if (found == accounts_.end()) return base::time_point::min();
    const auto& known = found->second;
    if (known.free_at > now || known.under_way == 0 || !is_near(known)) return known.free_at;
    const auto reckoned = known.used + known.each * static_cast<double>(known.under_way);
    const bool unknown = known.each <= 0;
    return unknown || reckoned >= limit() ? base::time_point::max() : known.free_at;
}

void operating_budget::hold(account& which, base::time_point until) {
    which.free_at = std::max(which.free_at, until);
    last_hold_ = std::max(last_hold_, which.free_at);
}

void operating_budget::note(account& which, double used) {
    const bool before = is_near(which);
    which.used = used;
    if (is_near(which) == before) return;
    if (before)
        --near_;
    else
        ++near_;
}

void operating_budget::sent(
    const budget_key& which, std::size_t commands, model::request_number number
) {
    const auto found = accounts_.find(which);
    if (found == accounts_.end()) return;
    auto& known = found->second;
    if (!known.first) known.first = number;
    known.under_way += commands;
}

void operating_budget::answered(
    const budget_key& which, std::size_t commands, model::request_number number
) {
    const auto found = accounts_.find(which);
    if (found == accounts_.end()) return;
    auto& known = found->second;
    if (known.first && number >= *known.first)
        known.under_way -= std::min(commands, known.under_way);
}

void operating_budget::heard(
    const budget_key& which,
    const model::timing& said,
    std::size_t commands,
    base::time_point now,
    base::wall_time wall
) {
    if (!said.operating || limits_.limit == base::duration::zero() || commands == 0) return;
    const auto used = *said.operating;
    auto found = accounts_.find(which);
    if (used < worth_noting * limits_.slow_from * limit()) {
        if (found != accounts_.end() && said.finish.value_or(0) >= found->second.finish &&
            found->second.free_at <= now) {
            note(found->second, 0);
            accounts_.erase(found);
        }
        return;
    }
    const bool is_new = found == accounts_.end();
    if (is_new) found = accounts_.emplace(which, account{}).first;
    auto& known = found->second;
    if (!is_new && said.finish && *said.finish < known.finish) return;
    const auto portal_now =
        said.finish.value_or(static_cast<double>(wall.time_since_epoch().count()) / 1000);
    if (!is_new && used >= known.used) {
        const auto each = (used - known.used) / static_cast<double>(commands);
        known.each = known.each == 0 ? each : 0.7 * known.each + 0.3 * each;
    }
    if (known.each == 0) known.each = said.duration;
    note(known, used);
    known.finish = portal_now;
    if (said.operating_reset_at) {
        const auto wait = static_cast<double>(*said.operating_reset_at) - portal_now;
        known.reset = now + span_of(std::clamp(wait, 0.0, longest_reset));
    }
    if (used < limit()) return;
    hold(known, known.reset > now ? known.reset + after_reset : now + unknown_reset);
}

void operating_budget::refused(const budget_key& which, base::time_point now) {
    auto& known = accounts_[which];
    if (known.free_at > now && known.used >= limit()) return;
    note(known, std::max(known.used, limit()));
    hold(known, known.reset > now ? known.reset + after_reset : now + unknown_reset);
}

}  // namespace pacing
