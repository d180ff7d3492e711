#include "cli/safeguards.hpp"

#include <algorithm>

namespace cli {

plan::safety_limits safety_of(const config& settings, const portal_config& portal) {
    plan::safety_limits made;
    made.max_change_percent = settings.safety.max_change_percent;
    made.min_population = settings.safety.min_population.value_or(made.min_population);
    made.max_changes = settings.safety.max_changes;
    if (portal.use == portal_use::plan_only) made.portal = plan::writing::plan_only;
    return made;
}

bool has_safeguards(const config& settings, const portal_config& portal) {
    const auto& safety = settings.safety;
    return safety.max_change_percent || safety.max_changes || !safety.protected_users.empty() ||
           portal.use == portal_use::plan_only;
}

plan::protection protection_of(const config& settings, const model::user& who) {
    const bool named = std::ranges::any_of(
        settings.safety.protected_users,
        [&](const roster::selection_atom& each) { return each.names(who); }
    );
    return named ? plan::protection::is_protected : plan::protection::none;
}

}  // namespace cli
