#pragma once

#include "portal/origin.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace portal {

// Whether an answer names another address in place of an answer.
bool is_redirect(int http_status) noexcept;

// Where a renamed portal sends a request that was POSTed to `sent_path` (portal-facts 1: the same
// path on another host). The Location is followed only if it is https, without a user name, with
// exactly this path and nothing behind it: anything else is another thing than a renamed portal,
// and would be shown the credential. The unexpected value says what is wrong; it quotes no path,
// because that holds a secret.
std::expected<origin, std::string> new_address(
    int http_status, std::string_view location, std::string_view sent_path
);

}  // namespace portal
