#pragma once

#include "async/clock_source.hpp"
#include "base/result.hpp"
#include "portal/connection.hpp"
#include "portal/connection_counts.hpp"
#include "portal/portal_options.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace portal {

enum class freshness { any, fresh };

// The connections to one portal, shared by all of its credentials: a webhook's code travels in the
// request, so any of them may use any connection. At most `max_connections`; whoever finds them all
// busy waits in line.
class connection_pool {
public:
    class lease;

    connection_pool(
        boost::asio::any_io_executor where,
        async::clock_source& clock,
        tls_context& tls,
        const portal_options& options
    );

    // A connection that is ready for an exchange. Fails as connection::open does, or with
    // no_free_connection, cancelled, pool_closed.
    boost::asio::awaitable<base::result<lease>> acquire(freshness which, base::time_point deadline);

    // The same without waiting, where a connection is idle; nothing = `acquire` has to be awaited.
    std::optional<lease> acquire_idle(freshness which);

    // Closes what is idle and refuses what is new; ends when the last lease has been given back.
    // Once.
    boost::asio::awaitable<void> close();

    // Closes what has been idle for longer than the limit.
    void close_idle();

    [[nodiscard]] const connection_counts& counts() const noexcept;

private:
    struct state;
    struct waiter;
    boost::asio::awaitable<base::result<void>> take_place(base::time_point deadline);

    std::shared_ptr<state> state_;  // shared with the leases
};

// The right to use one connection. Dropped without `keep`, the connection is closed.
class connection_pool::lease {
public:
    lease(lease&& other) noexcept;
    lease& operator=(lease&&) = delete;
    ~lease();

    [[nodiscard]] connection& line() const noexcept { return *line_; }
    // Whether it had served before, so that the server may have been closing it.
    [[nodiscard]] bool reused() const noexcept { return reused_; }

    // After an exchange that succeeded: somebody else may use the connection.
    void keep();

private:
    friend class connection_pool;
    explicit lease(std::shared_ptr<state> pool) noexcept;

    std::shared_ptr<state> pool_;
    std::unique_ptr<connection> line_;
    bool reused_ = false;
};

}  // namespace portal
