#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plan {

// Whether a portal may be written to at all.
enum class writing { allowed, plan_only };

// Above these a plan needs a person's word. Nothing = no such threshold.
struct safety_limits {
    std::optional<double> max_change_percent;  // of the users selected
    std::uint64_t min_population = 10;         // of fewer users no percentage is taken
    std::optional<std::uint64_t> max_changes;  // users
    writing portal = writing::allowed;
};

// How much a plan would do.
struct change_counts {
    std::uint64_t selected = 0;
    std::uint64_t changing = 0;                // users who would be written to
    std::uint64_t protected_users = 0;         // of these, who must not be
    std::vector<std::string> protected_names;  // a few of them, to show
};

enum class threshold { plan_only, protected_users, max_changes, max_change_percent };

struct breach {
    threshold which = threshold::plan_only;
    std::string text;  // one line for a person, with the numbers
};

// Which thresholds a plan would cross. One that changes nobody crosses none.
std::vector<breach> judge(const safety_limits& limits, const change_counts& plan);

}  // namespace plan
