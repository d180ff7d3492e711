#pragma once

#include "portal-sim/core/world.hpp"

#include <boost/json/object.hpp>

namespace portal_sim {

// A control request: all of its orders are done, in the order of this list, or none with the
// problem named. tools/portal-sim/README.md describes them.
boost::json::object obey(world& portal, const boost::json::object& orders, time_point now);

}  // namespace portal_sim
