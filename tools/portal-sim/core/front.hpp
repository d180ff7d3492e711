#pragma once

#include "portal-sim/core/message.hpp"
#include "portal-sim/core/world.hpp"

namespace portal_sim {

// A REST request on its way through the portal: rate bucket, state of the portal, injected faults,
// method (404), credential, scope, operating limit, and at last the method itself.
reply answer_rest_request(world& portal, const request& what, time_point now);

}  // namespace portal_sim
