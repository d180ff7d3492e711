#pragma once

#include "async/clock_source.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "portal/portal_options.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace portal {

class tls_context;

struct http_response {
    int status = 0;
    std::string content_type;
    std::string location;
    std::string body;
};

// How far a request came before its exchange failed.
enum class departure {
    none,   // not one byte was given to the network: the portal has seen nothing
    begun,  // some bytes were: nobody can say what the portal made of them
};

struct lost_exchange {
    base::failure what;
    departure reached = departure::none;
};

// One TLS connection to a portal, used for one exchange at a time. Coroutines of it expect that
// cancellation is not thrown (throw_if_cancelled(false)); it comes back as portal_error::cancelled.
class connection {
public:
    connection(boost::asio::any_io_executor where, tls_context& tls, const portal_options& options);
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection();

    // Looks up, connects and shakes hands, each with its own time-out and all of it by `deadline`.
    boost::asio::awaitable<base::result<void>> open(
        async::clock_source& clock, base::time_point deadline
    );

    // Sends one request and reads its answer. `head` ends with the empty line. Both are to stay as
    // they are until the exchange ends. After a failure the connection is of no more use.
    boost::asio::awaitable<std::expected<http_response, lost_exchange>> exchange(
        const base::secret& head, std::string_view body, base::time_point deadline
    );

    // Whether another exchange may be tried: the last answer was complete and allowed it, and the
    // server has not said or closed anything since.
    [[nodiscard]] bool reusable();

    // Whether the handshake took up an earlier session.
    [[nodiscard]] bool resumed() const noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace portal
