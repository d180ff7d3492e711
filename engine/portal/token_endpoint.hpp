#pragma once

#include "portal/origin.hpp"
#include "portal/wire/token_refresh.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal {

// Where tokens are renewed.
struct token_endpoint {
    origin where;
    std::string path;  // "/oauth/token/"

    friend bool operator==(const token_endpoint&, const token_endpoint&) = default;
};

// From "https://HOST/PATH". The unexpected value says what is wrong, without quoting the address.
std::expected<token_endpoint, std::string> parse_token_endpoint(std::string_view address);

// Bitrix24's authorization server, as documented, and the names that its SDKs and samples use for
// it (portal-facts 1).
token_endpoint documented_token_endpoint();
std::vector<std::string> documented_token_hosts();

// How an application's tokens are renewed.
struct oauth_options {
    app_keys app;
    std::optional<token_endpoint> endpoint;  // always this one
    // Otherwise the one that came with the tokens, if its host is among these ("host" or
    // "host:port"), and the documented one else, if it is.
    std::vector<std::string> allowed_hosts = documented_token_hosts();
    std::string ca_file;  // "" = the system's authorities
    std::chrono::milliseconds timeout{30'000};
};

// Where a pair with this `server_endpoint` is renewed; nothing = nowhere that may be spoken to.
std::optional<token_endpoint> endpoint_for(
    const oauth_options& options, std::string_view server_endpoint
);

}  // namespace portal
