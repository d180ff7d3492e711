#pragma once

#include "portal-sim/core/directory.hpp"
#include "portal-sim/core/identity.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string_view>

namespace portal_sim {

// Whether a caller's scope shows this field: user_brief and user_basic show less than user.
bool readable_by(const identity& caller, std::string_view field);

// A user as user.get and user.current show him; which fields there are varies with the user.
boost::json::object user_row(const user& who, const identity& caller);

// Only what `select` names ("*" and "UF_*" included); the id always stays. nullptr = all.
boost::json::object selected(boost::json::object row, const boost::json::value* select);

}  // namespace portal_sim
