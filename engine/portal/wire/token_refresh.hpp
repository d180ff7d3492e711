#pragma once

#include "base/time.hpp"
#include "model/reply.hpp"
#include "portal/token_pair.hpp"
#include "portal/wire/reply_decoder.hpp"

#include <string>
#include <variant>

namespace portal {

// An application as its authorization server knows it.
struct app_keys {
    std::string client_id;
    base::secret client_secret;
};

// Codes of our own about tokens.
inline constexpr std::string_view code_token_endpoint =
    "token-endpoint";                                                // not reached, or garbled
inline constexpr std::string_view code_token_store = "token-store";  // cannot be read or written
inline constexpr std::string_view code_token_owner =
    "wrong-token-owner";  // tokens of somebody else

// The body of the POST that renews a pair, urlencoded: secrets do not belong into an address
// (portal-facts 1).
base::secret refresh_form(const app_keys& app, const base::secret& refresh_token);

// The answer of the token endpoint: the pair that replaces `before` from now on, or a refusal by
// the table of portal-facts 1, which is another than the portal's. An error decides even with
// status 200 (`wrong_client`). Tokens of another user or portal than `who` and `before` are
// refused.
std::variant<token_pair, model::rejected> read_refresh(
    const http_answer& got, model::user_id who, const token_pair& before, base::wall_time now
);

}  // namespace portal
