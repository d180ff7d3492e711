#include "portal-sim/core/fault.hpp"

#include <algorithm>
#include <array>

namespace portal_sim {

drawn_fault fault_plan::draw(
    fault_level level, std::span<const std::string> methods, std::int64_t user, chance& luck
) {
    drawn_fault drawn;
    for (auto& rule : rules_) {
        const bool decided = drawn.fault && rule.kind != fault_kind::slow;
        if (decided || rule.level != level || rule.left == 0U) continue;
        if (rule.user != 0 && rule.user != user) continue;
        const bool meant =
            rule.method == "*" || std::ranges::find(methods, rule.method) != methods.end();
        if (!meant || !luck.happens(rule.probability)) continue;
        ++rule.fired;
        if (rule.left) --*rule.left;
        if (rule.kind == fault_kind::slow) {
            drawn.delay += rule.delay;
        } else {
            drawn.fault = rule;
        }
    }
    return drawn;
}

std::string_view to_string(fault_kind kind) {
    static constexpr std::array<std::string_view, 8> names{
        "rate_limit", "error", "html", "malformed_json", "slow", "cut_before", "cut_after", "hang"
    };
    return names.at(static_cast<std::size_t>(kind));
}

}  // namespace portal_sim
