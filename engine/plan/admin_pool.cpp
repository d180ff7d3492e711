#include "plan/admin_pool.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace plan {

namespace {

std::span<const model::command> travellers(const pooled_wish& one) {
    return std::span(one.wanted.commands).first(one.travelling);
}

double load_of(const request_composer& how, const pooled_wish& one) {
    double sum = 0;
    for (const auto& each : travellers(one)) sum += how.share(each.method);
    return sum;
}

void append(std::vector<model::command>& to, std::span<const model::command> what) {
    to.insert(to.end(), what.begin(), what.end());
}

}  // namespace

void admin_pool::add(pooled_wish one) {
    all_.push_back(std::move(one));
}

double admin_pool::load(const request_composer& how) const {
    double sum = 0;
    for (const auto& each : all_) sum += load_of(how, each);
    return sum;
}

std::size_t admin_pool::later() const {
    std::size_t sum = 0;
    for (const auto& each : all_) sum += each.later;
    return sum;
}

std::optional<double> admin_pool::next_pass(const lots& turns) const {
    std::optional<double> least;
    for (const auto& each : all_)
        if (!least || turns.pass_of(each.lot) < *least) least = turns.pass_of(each.lot);
    return least;
}

std::vector<pooled_wish> admin_pool::take_held(const std::function<bool(pooled_wish&)>& is_held) {
    std::vector<pooled_wish> out;
    for (auto each = all_.begin(); each != all_.end();) {
        if (!is_held(*each)) {
            ++each;
            continue;
        }
        out.push_back(std::move(*each));
        each = all_.erase(each);
    }
    return out;
}

std::optional<pooled_wish> admin_pool::take_single() {
    const auto found =
        std::ranges::find_if(all_, [](const pooled_wish& each) { return each.travelling == 0; });
    if (found == all_.end()) return std::nullopt;
    auto one = std::move(*found);
    all_.erase(found);
    return one;
}

void admin_pool::order_for_the_end() {
    // A list's sort keeps the order of equals.
    all_.sort([](const pooled_wish& a, const pooled_wish& b) { return a.rounds > b.rounds; });
}

// The longest s of them by themselves, a request each, and the others side by side: as many
// requests as the longest of those has rounds, or as their commands fill. The s with the least sum
// is right.
std::optional<pooled_wish> admin_pool::take_lone(
    const request_composer& how, const std::function<bool(const pooled_wish&)>& fits
) {
    if (all_.empty()) return std::nullopt;
    order_for_the_end();
    if (all_.front().rounds < 2) return std::nullopt;
    const auto later_load = [&](const pooled_wish& each) {
        return load_of(how, each) +
               static_cast<double>(each.later) / static_cast<double>(how.max_commands());
    };
    double rest = 0;
    for (const auto& each : all_) rest += later_load(each);
    const auto together = std::max(all_.front().rounds, batches_for(rest));
    auto least = together;
    std::size_t alone = 0;
    for (auto each = all_.begin(); each != all_.end() && fits(*each); ++each) {
        rest -= later_load(*each);
        ++alone;
        const auto next = std::next(each);
        const auto others =
            next == all_.end()
                ? 0
                : std::max(next->rounds, std::max<std::size_t>(1, batches_for(rest)));
        least = std::min(least, alone + others);
    }
    if (least == together) return std::nullopt;
    auto one = std::move(all_.front());
    all_.pop_front();
    return one;
}

std::optional<admin_pool::place> admin_pool::next_fitting(
    const request_composer& how, double room, flow from, const lots& turns
) {
    std::optional<place> best;
    for (auto each = all_.begin(); each != all_.end(); ++each) {
        if (each->travelling == 0) continue;
        if (how.fitting(travellers(*each), room).commands < each->travelling) continue;
        if (best &&
            (from == flow::drained || turns.pass_of(each->lot) >= turns.pass_of((*best)->lot)))
            continue;
        best = each;
        if (from == flow::drained) break;
    }
    return best;
}

std::optional<admin_pool::place> admin_pool::first_travelling() {
    const auto found =
        std::ranges::find_if(all_, [](const pooled_wish& each) { return each.travelling != 0; });
    return found == all_.end() ? std::nullopt : std::optional(found);
}

std::vector<model::command> admin_pool::gather(
    const request_composer& how, flow from, lots& turns
) {
    if (from == flow::drained) order_for_the_end();
    const auto whole =
        load(how) + static_cast<double>(later()) / static_cast<double>(how.max_commands());
    std::vector<model::command> gathered;
    double room = 1;
    const auto take = [&](place which, const portion& how_much) {
        append(gathered, std::span(which->wanted.commands).first(how_much.commands));
        room -= how_much.load;
        turns.charge(which->lot, how_much.load);
        all_.erase(which);
    };
    while (room > 1 - full_batch) {
        const auto next = next_fitting(how, room, from, turns);
        if (!next) break;
        take(*next, how.fitting(travellers(**next), room));
    }
    const auto cut = room > 1 - full_batch ? first_travelling() : std::nullopt;
    if (!cut) return gathered;
    const auto part = how.fitting(travellers(**cut), room);
    const bool saves =
        from == flow::going_on || gathered.empty() ||
        batches_for(whole - (1 - room) - part.load) < batches_for(whole - (1 - room));
    if (part.commands != 0 && saves) take(*cut, part);
    return gathered;
}

void admin_pool::measure_again(const request_composer& how) {
    for (auto& each : all_) each.travelling = how.travelling(each.wanted.commands);
}

}  // namespace plan
