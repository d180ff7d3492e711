#pragma once

#include "cli/config/config.hpp"
#include "cli/workspace.hpp"
#include "model/user.hpp"
#include "plan/safety.hpp"
#include "plan/saved_user.hpp"
#include "roster/source.hpp"

#include <set>

namespace cli {

// What the configuration says must not happen to a portal without a person's word.
plan::safety_limits safety_of(const config& settings, const portal_config& portal);

// Whether it says anything of the kind: then everybody is looked at before anybody is changed.
bool has_safeguards(const config& settings, const portal_config& portal);

// Whether somebody is under safety.protected. Of whom only id and email are known, groups and
// attributes are not.
plan::protection protection_of(const config& settings, const model::user& who);

// Those of a roster who are under safety.protected: for commands whose users come without the
// groups and attributes that say so. What cannot be read is said in `problems`.
std::set<model::user_id> protected_on(
    const config& settings, roster::source& everybody, base::diagnostics& problems
);

// Whether every entry of safety.protected fits somebody on the roster, whoever is asked for: a
// group that does not is an error, anybody else a warning.
void check_protected(const people_workspace& files, base::diagnostics& problems);

}  // namespace cli
