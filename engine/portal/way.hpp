#pragma once

#include "async/clock_source.hpp"
#include "base/secret.hpp"
#include "portal/connection.hpp"
#include "portal/connection_counts.hpp"
#include "portal/portal_options.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <expected>
#include <memory>
#include <optional>
#include <string_view>

namespace portal {

// A POST, ready for the wire. `head` ends with the empty line.
struct letter {
    const base::secret& head;
    std::string_view body;
};

// One host that is spoken to: how it is verified, and the connections to it.
class way {
public:
    way(boost::asio::any_io_executor where, async::clock_source& clock, portal_options options);
    ~way();

    [[nodiscard]] const portal_options& options() const noexcept;

    // Why nothing can be sent at all; nothing when something can.
    [[nodiscard]] const std::optional<base::failure>& trouble() const noexcept;

    // Sends and gives the answer. Repeats only when its first connection turned out to be dead
    // before one byte had left. What the letter refers to stays until the end. To be called where
    // cancellation is not thrown (throw_if_cancelled(false)).
    boost::asio::awaitable<std::expected<http_response, lost_exchange>> deliver(
        letter what, base::time_point deadline
    );

    // Closes every connection, after the exchanges that are still under way. Once.
    boost::asio::awaitable<void> close();

    // Closes what has been idle for longer than options().idle_limit.
    void close_idle();

    [[nodiscard]] const connection_counts& counts() const noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace portal
