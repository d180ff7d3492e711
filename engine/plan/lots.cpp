#include "plan/lots.hpp"

#include <algorithm>

namespace plan {

namespace {

model::job_number pop(std::deque<model::job_number>& from) {
    const auto first = from.front();
    from.pop_front();
    return first;
}

}  // namespace

lots::index lots::of(const model::standing& whose) {
    const auto found = std::ranges::find_if(all_, [&](const lot& each) {
        return each.who.policy == whose.policy;
    });
    if (found != all_.end()) return static_cast<index>(found - all_.begin());
    lot made;
    made.who = whose;
    made.pass = level_;
    all_.push_back(std::move(made));
    return all_.size() - 1;
}

bool lots::admit(index which, model::job_number job) {
    auto& lot = all_[which];
    if (lot.who.throttle != 0 && lot.open >= lot.who.throttle) {
        lot.parked.push_back(job);
        return false;
    }
    ++lot.open;
    return true;
}

std::optional<model::job_number> lots::release(index which) {
    auto& lot = all_[which];
    if (lot.parked.empty()) {
        --lot.open;
        return std::nullopt;
    }
    return pop(lot.parked);
}

void lots::push(index which, model::job_number job, origin from) {
    awaken(which);
    auto& lot = all_[which];
    (from == origin::fresh ? lot.fresh : lot.begun).push_back(job);
    ++ready_;
    if (from == origin::fresh) ++fresh_;
}

const lots::lot* lots::next() const {
    const lot* best = nullptr;
    for (const auto& each : all_)
        if (each.ready() && (best == nullptr || each.pass < best->pass)) best = &each;
    return best;
}

std::optional<double> lots::next_pass() const {
    const auto* best = next();
    return best == nullptr ? std::nullopt : std::optional(best->pass);
}

std::optional<lots::picked> lots::pick() {
    const auto* best = next();
    if (best == nullptr) return std::nullopt;
    const auto which = static_cast<index>(best - all_.data());
    auto& lot = all_[which];
    --ready_;
    if (!lot.begun.empty()) return picked{which, pop(lot.begun)};
    --fresh_;
    return picked{which, pop(lot.fresh)};
}

void lots::awaken(index which) {
    auto& lot = all_[which];
    if (!lot.ready()) lot.pass = std::max(lot.pass, level_);
}

void lots::charge(index which, double cost) {
    auto& lot = all_[which];
    level_ = std::max(level_, lot.pass);
    lot.pass += cost / lot.who.weight;
}

void lots::clear() {
    all_.clear();
    ready_ = fresh_ = 0;
}

}  // namespace plan
