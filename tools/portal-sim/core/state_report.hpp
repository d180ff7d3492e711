#pragma once

#include "portal-sim/core/world.hpp"

#include <boost/json/object.hpp>

#include <cstdint>

namespace portal_sim {

enum class report_detail { everything, without_users };

// What /__state tells. Holds no secret.
boost::json::object report(const world& portal, report_detail detail, time_point now);

// Its counts: "totals".
boost::json::object totals(const world& portal);

// One user as he is and as he was treated; {"problem": ...} when there is none.
boost::json::object report_user(const world& portal, std::int64_t id, time_point now);

}  // namespace portal_sim
