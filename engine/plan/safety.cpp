#include "plan/safety.hpp"

#include <cmath>

namespace plan {

namespace {

std::string users(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " user" : " users");
}

// At most one place behind the point: 33.3, 30.
std::string percent_text(double percent) {
    const auto tenths = static_cast<std::int64_t>(std::llround(percent * 10));
    auto text = std::to_string(tenths / 10);
    if (tenths % 10 != 0) text += '.' + std::to_string(tenths % 10);
    return text + " %";
}

std::string some_names(const std::vector<std::string>& names, std::uint64_t of) {
    std::string text;
    for (const auto& each : names) text += (text.empty() ? "" : ", ") + each;
    if (of > names.size()) text += " and " + std::to_string(of - names.size()) + " more";
    return text;
}

}  // namespace

std::vector<breach> judge(const safety_limits& limits, const change_counts& plan) {
    std::vector<breach> found;
    if (plan.changing == 0) return found;
    if (limits.portal == writing::plan_only)
        found.push_back(
            {threshold::plan_only,
             "the portal is plan_only, and " + users(plan.changing) + " would be changed"}
        );
    if (plan.protected_users != 0)
        found.push_back(
            {threshold::protected_users,
             users(plan.protected_users) + " under safety.protected would be changed: " +
                 some_names(plan.protected_names, plan.protected_users)}
        );
    if (limits.max_changes && plan.changing > *limits.max_changes)
        found.push_back(
            {threshold::max_changes,
             users(plan.changing) + " would be changed, and safety.max_changes is " +
                 std::to_string(*limits.max_changes)}
        );
    if (!limits.max_change_percent || plan.selected < limits.min_population) return found;
    const auto percent =
        100.0 * static_cast<double>(plan.changing) / static_cast<double>(plan.selected);
    if (percent > *limits.max_change_percent)
        found.push_back(
            {threshold::max_change_percent,
             std::to_string(plan.changing) + " of " + users(plan.selected) + " (" +
                 percent_text(percent) + ") would be changed, and safety.max_change_percent is " +
                 percent_text(*limits.max_change_percent)}
        );
    return found;
}

}  // namespace plan
