#pragma once

#include "base/secret.hpp"
#include "model/request.hpp"

#include <string_view>

namespace portal {

// The JSON body of a call by an application: `body`, an object, with the access token as `auth`
// before everything else. In the body and not in the address, which proxies write down.
base::secret with_auth(std::string_view body, const base::secret& access_token);

// Whether a single call has a parameter that the portal would take for the token; in a batch its
// commands have none of their own (portal-facts 1, 2).
bool names_its_own_token(const model::request& what);

}  // namespace portal
