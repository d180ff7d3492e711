#pragma once

#include "base/secret.hpp"
#include "model/ids.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace portal {

// What an application may act with as one user (portal-facts 1). A refresh replaces both tokens;
// the rest stays.
struct token_pair {
    base::secret access;          // for an hour
    base::secret refresh;         // for 180 days, and perhaps for one use
    std::int64_t expires = 0;     // of the access token; unix seconds
    std::string member_id;        // of the portal; stays when it is renamed
    std::string server_endpoint;  // "https://oauth.bitrix.info/rest/"; "" = not told
    std::string enrolment;        // changes when a user enrols anew, and never else; "" = not told
};

using token_table = std::map<model::user_id, token_pair>;

// Whether a text can be a token: it then needs no escaping in JSON.
bool is_token(std::string_view text) noexcept;

}  // namespace portal
