#pragma once

#include "portal-sim/core/switches.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace portal_sim {

// Sets one switch by its name; gives the problem when there is none of that name or the value does
// not fit.
std::optional<std::string> set_switch(
    switches& rules, std::string_view name, const boost::json::value& value
);

// All switches under the same names.
boost::json::object shown(const switches& rules);

}  // namespace portal_sim
