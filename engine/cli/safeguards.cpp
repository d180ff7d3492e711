#include "cli/safeguards.hpp"

#include "base/nearest_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

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
    const bool named =
        std::ranges::any_of(settings.safety.protected_users, [&](const protected_entry& each) {
            return each.who.names(who);
        });
    return named ? plan::protection::is_protected : plan::protection::none;
}

std::set<model::user_id> protected_on(
    const config& settings, roster::source& everybody, base::diagnostics& problems
) {
    std::set<model::user_id> found;
    while (const auto user = everybody.next(problems))
        if (protection_of(settings, *user) == plan::protection::is_protected)
            found.insert(user->id);
    return found;
}

namespace {

// A misspelt group protects nobody. Where several portals share the list, it may be another's.
base::diagnostic fits_nobody(
    const protected_entry& what, const people_workspace& files, const roster::outline& known
) {
    const bool is_group = what.who.kind == roster::atom_kind::group;
    const bool is_theirs = files.settings->portals.size() > 1;
    base::diagnostic made;
    made.code = "safety.protected-nobody";
    made.level = is_group && !is_theirs ? base::severity::error : base::severity::warning;
    made.where = what.where;
    made.message = fmt::format(
        "safety.protected: '{}' fits nobody on the roster of portal {}, so nobody is protected by "
        "it",
        what.who.text,
        files.portal.name.value()
    );
    made.hint = "correct it, or take it out of the list";
    const auto near = base::nearest_name(what.who.pattern, known.groups);
    if (is_group && near) made.hint = fmt::format("did you mean '{}'?", *near);
    return made;
}

}  // namespace

void check_protected(const people_workspace& files, base::diagnostics& problems) {
    const auto& all = files.settings->safety.protected_users;
    if (all.empty() || problems.has_errors()) return;
    const auto everybody = files.open_everybody(problems);
    if (!everybody) return;
    std::vector<bool> found(all.size());
    while (const auto user = everybody->next(problems))
        for (std::size_t i = 0; i < all.size(); ++i)
            if (!found[i]) found[i] = all[i].who.names(*user);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!found[i]) problems.add(fits_nobody(all[i], files, everybody->describe()));
}

}  // namespace cli
