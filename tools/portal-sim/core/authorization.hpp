#pragma once

#include "portal-sim/core/address.hpp"
#include "portal-sim/core/identity.hpp"
#include "portal-sim/core/rest_error.hpp"
#include "portal-sim/core/world.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <expected>
#include <string>

namespace portal_sim {

// The token of a request without a webhook: the header comes first, then `auth`, then
// `access_token`.
std::string token_in(const request& what, const boost::json::object& parameters);

// Whom the credential was issued to, whether or not it is still good; 0 = nobody.
std::int64_t claimed_user(world& portal, const rest_address& address, const std::string& token);

// Who calls. The identity refers to the portal's scopes and lives no longer than the request.
std::expected<identity, rest_error> authorize(
    world& portal, const rest_address& address, const std::string& token, time_point now
);

}  // namespace portal_sim
