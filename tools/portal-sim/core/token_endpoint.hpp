#pragma once

#include "portal-sim/core/message.hpp"
#include "portal-sim/core/world.hpp"

namespace portal_sim {

// /oauth/token/ of the authorization server, which this portal is as well. Takes the refresh token
// of one pair and gives the next; GET and POST. Outside the portal's rate limit.
reply answer_token_request(world& portal, const request& what, time_point now);

}  // namespace portal_sim
