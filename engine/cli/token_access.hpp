#pragma once

#include "async/clock_source.hpp"
#include "cli/config/app_tokens.hpp"
#include "portal/token_file.hpp"
#include "portal/token_keeper.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <optional>

namespace cli {

// The tokens of a portal's application for as long as a session lasts; none when the portal has no
// application.
class token_access {
public:
    token_access(
        boost::asio::any_io_executor where,
        async::clock_source& clock,
        const std::optional<app_tokens>& tokens
    ) {
        if (!tokens) return;
        store_.emplace(tokens->store);
        keeper_.emplace(where, clock, *store_, tokens->how, tokens->known);
    }

    // Null = none.
    [[nodiscard]] portal::token_keeper* keeper() noexcept { return keeper_ ? &*keeper_ : nullptr; }

private:
    std::optional<portal::token_file> store_;
    std::optional<portal::token_keeper> keeper_;
};

}  // namespace cli
