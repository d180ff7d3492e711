#pragma once

#include "cli/config/config.hpp"
#include "model/user.hpp"
#include "plan/safety.hpp"
#include "plan/saved_user.hpp"

namespace cli {

// What the configuration says must not happen to a portal without a person's word.
plan::safety_limits safety_of(const config& settings, const portal_config& portal);

// Whether it says anything of the kind: then everybody is looked at before anybody is changed.
bool has_safeguards(const config& settings, const portal_config& portal);

// Whether somebody is under safety.protected. Of whom only id and email are known, groups and
// attributes are not.
plan::protection protection_of(const config& settings, const model::user& who);

}  // namespace cli
