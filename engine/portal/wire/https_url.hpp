#pragma once

#include "portal/origin.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace portal {

// The parts of an https address that Muster uses. `path` looks into the text it was parsed from.
struct https_url {
    origin where;
    std::string_view path;
};

// Refuses other schemes, user names, queries and fragments. The unexpected value says what is wrong
// without quoting anything, because the text may be a secret.
std::expected<https_url, std::string> parse_https_url(std::string_view text);

// Where a redirect leads; nothing for whatever is not an absolute https address. Gives no more than
// the origin, because the path holds the webhook's code.
std::optional<origin> redirect_target(std::string_view location);

}  // namespace portal
