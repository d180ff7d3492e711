#include "portal-sim/core/operating_budget.hpp"

namespace portal_sim {

namespace {

constexpr auto bucket_life = std::chrono::seconds(600);

}  // namespace

std::vector<operating_budget::bucket>& operating_budget::alive(
    const operating_key& key, time_point now
) {
    auto& mine = buckets_[key];
    std::erase_if(mine, [now](const bucket& each) { return each.first_call + bucket_life <= now; });
    return mine;
}

double operating_budget::total(const operating_key& key, time_point now) {
    double sum = 0;
    for (const auto& each : alive(key, now)) sum += each.seconds;
    return sum;
}

bool operating_budget::exhausted(const operating_key& key, time_point now, double limit) {
    return total(key, now) > limit;
}

std::int64_t operating_budget::reset_at(const operating_key& key, time_point now) {
    const auto& mine = alive(key, now);
    const auto first = mine.empty() ? now : mine.front().first_call;
    return std::chrono::floor<std::chrono::seconds>(first + bucket_life).time_since_epoch().count();
}

void operating_budget::record(const operating_key& key, double seconds, time_point now) {
    if (seconds <= free_of_charge) return;
    const auto minute = std::chrono::floor<std::chrono::minutes>(now).time_since_epoch().count();
    auto& mine = alive(key, now);
    if (mine.empty() || mine.back().minute != minute) mine.push_back({minute, now, 0});
    mine.back().seconds += seconds;
}

}  // namespace portal_sim
