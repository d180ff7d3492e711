#pragma once

#include "base/diagnostic.hpp"
#include "cli/config/config.hpp"
#include "portal/token_endpoint.hpp"
#include "portal/token_pair.hpp"

#include <filesystem>
#include <optional>

namespace cli {

// What a portal's application needs to serve its users.
struct app_tokens {
    portal::oauth_options how;
    std::filesystem::path store;
    portal::token_table known;  // as the store holds them now
};

// Reads the application's secret and its store. Nothing, and what is wrong in `problems`, when the
// store cannot be read or replaced, others may read it, it holds tokens of two portals, or there is
// no server that may renew them. Quotes no token.
std::optional<app_tokens> read_app_tokens(
    const app_config& app,
    const oauth_config& oauth,
    const environment& variables,
    base::diagnostics& problems
);

}  // namespace cli
