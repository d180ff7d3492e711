#include "pacing/line_lending.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace pacing {

namespace {

// What a line costs of a turn, at the weight of 1.
constexpr std::uint64_t whole_turn = 1'000'000;

}  // namespace

line_lending::line_lending(std::size_t lines) : own_(lines), lines_(lines) {}

void line_lending::own(std::size_t lines) {
    own_ = lines;
    count_anew();
}

void line_lending::lend(std::size_t lines) {
    lines_ = lines;
}

line_lending::party line_lending::join(std::size_t weight) {
    BOOST_ASSERT(weight >= 1 && weight <= most_weight);
    party who = all_.size();
    if (vacant_.empty()) {
        all_.emplace_back();
    } else {
        who = vacant_.back();
        vacant_.pop_back();
    }
    all_[who] = lane{};
    all_[who].here = true;
    all_[who].weight = weight;
    weight_ += weight;
    count_anew();
    return who;
}

void line_lending::leave(party who) {
    BOOST_ASSERT(all_[who].here && all_[who].use == 0);
    step_aside(who);
    all_[who].here = false;
    vacant_.push_back(who);
    weight_ -= all_[who].weight;
    count_anew();
}

std::size_t line_lending::part(party who) const {
    return own_ * all_[who].weight / weight_;
}

std::uint64_t line_lending::next_pass(const lane& of) const {
    return std::max(pass_, of.pass) + whole_turn / of.weight;
}

std::size_t line_lending::counted(party who) const {
    const auto& which = all_[who];
    return which.hangs ? std::min(which.use, part(who)) : which.use;
}

std::size_t line_lending::free_lines() const {
    return lines_ - std::min(lines_, counted_);
}

void line_lending::count_anew() {
    counted_ = 0;
    for (party who = 0; who < all_.size(); ++who)
        if (all_[who].here) counted_ += counted(who);
    parts_changed_ = true;
}

line_lending::place line_lending::place_of(party who) const {
    const auto& one = all_[who];
    return {one.use != 0, one.pass, one.number, who};
}

// Of the free lines, those go to him that nobody before him will take.
bool line_lending::may_borrow(party who) const {
    const auto free = free_lines();
    if (free == 0 || all_[who].hangs) return false;
    if (free >= line_.size() + 1) return true;
    auto mine = place_of(who);
    if (mine.number == 0) {
        mine.pass = next_pass(all_[who]);
        mine.number = last_ticket_ + 1;
    }
    const auto ahead = std::next(line_.begin(), static_cast<std::ptrdiff_t>(free - 1));
    return ahead == line_.end() || !(*ahead < mine);
}

bool line_lending::take(party who, base::time_point now) {
    look_for_hanging(now);
    auto& one = all_[who];
    one.told = false;
    if (one.use >= part(who)) {
        if (!may_borrow(who)) {
            stand_in_line(who);
            return false;
        }
        if (one.number == 0) one.pass = next_pass(one);
        pass_ = std::max(pass_, one.pass);
        leave_line(who);
    } else {
        step_aside(who);
    }
    change_use(who, 1, now);
    return true;
}

// Who hangs does not: nothing is lent to him, and his next answer wakes him.
void line_lending::stand_in_line(party who) {
    auto& one = all_[who];
    if (one.number != 0 || one.hangs) return;
    one.pass = next_pass(one);
    one.number = ++last_ticket_;
    line_.insert(place_of(who));
}

// His turn is as far away as before.
void line_lending::step_aside(party who) {
    auto& one = all_[who];
    const bool stood = one.number != 0;
    leave_line(who);
    if (stood) one.pass -= whole_turn / one.weight;
}

void line_lending::leave_line(party who) {
    auto& one = all_[who];
    one.told = false;
    if (one.number == 0) return;
    line_.erase(place_of(who));
    one.number = 0;
}

void line_lending::give_back(party who, base::time_point now) {
    change_use(who, -1, now);
}

void line_lending::answered(party who, base::time_point now) {
    auto& one = all_[who];
    unwatch(who);
    if (one.hangs) {
        counted_ -= counted(who);
        one.hangs = false;
        counted_ += counted(who);
    }
    one.heard = now;
    watch(who);
    change_use(who, -1, now);
}

void line_lending::change_use(party who, std::ptrdiff_t by, base::time_point now) {
    auto& one = all_[who];
    const auto after = static_cast<std::ptrdiff_t>(one.use) + by;
    BOOST_ASSERT(after >= 0);
    const bool stood = one.number != 0;
    if (stood) line_.erase(place_of(who));
    unwatch(who);
    counted_ -= counted(who);
    in_use_ = in_use_ - one.use + static_cast<std::size_t>(after);
    if (one.use == 0) one.heard = now;
    one.use = static_cast<std::size_t>(after);
    if (one.use == 0) one.hangs = false;
    counted_ += counted(who);
    watch(who);
    if (stood) line_.insert(place_of(who));
}

void line_lending::watch(party who) {
    const auto& one = all_[who];
    if (one.use != 0 && !one.hangs) waiting_for_answers_.emplace(one.heard, who);
}

void line_lending::unwatch(party who) {
    waiting_for_answers_.erase({all_[who].heard, who});
}

void line_lending::look_for_hanging(base::time_point now) {
    while (!waiting_for_answers_.empty()) {
        const auto [heard, who] = *waiting_for_answers_.begin();
        if (now - heard < patience) return;
        unwatch(who);
        step_aside(who);
        auto& one = all_[who];
        counted_ -= counted(who);
        one.hangs = true;
        counted_ += counted(who);
    }
}

std::vector<line_lending::party> line_lending::next_turns(base::time_point now) {
    look_for_hanging(now);
    std::vector<party> turns;
    const auto free = free_lines();
    const bool look_at_all = std::exchange(parts_changed_, false);
    std::size_t ahead = 0;
    for (const auto& each : line_) {
        auto& one = all_[each.who];
        const bool turn = ahead < free || one.use < part(each.who);
        ++ahead;
        // Who stands further back has a turn only if his own part has grown meanwhile.
        if (!turn && !look_at_all) break;
        if (!turn || one.told) continue;
        one.told = true;
        turns.push_back(each.who);
    }
    return turns;
}

}  // namespace pacing
