#pragma once

#include "async/clock_source.hpp"
#include "base/result.hpp"
#include "dispatch/ports/portal_port.hpp"
#include "portal/connection_counts.hpp"
#include "portal/credential_book.hpp"
#include "portal/portal_options.hpp"
#include "portal/token_keeper.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace portal {

// The certificate authorities of a file ("" = the system's), for several portals of one thread
// (portal_options::authorities). Whether they could be read is asked at any of those portals
// (ready).
std::shared_ptr<trust> read_trust(const std::string& ca_file);

// A portal over HTTPS. One thread; any number of requests at once, over at most
// `max_connections` connections. `clock`, `credentials` and `tokens` must outlive it; without
// `tokens`, users of an application cannot be served.
class https_portal final : public dispatch::portal_port {
public:
    https_portal(
        boost::asio::any_io_executor where,
        async::clock_source& clock,
        const credential_book& credentials,
        portal_options options,
        token_keeper* tokens = nullptr
    );
    // Precondition: close() was awaited, if anything was ever sent.
    ~https_portal() override;

    // Whether anything can be sent at all: fails when the CA file cannot be read. Worth asking
    // before the first request, each of which would meet the same answer (untrusted).
    [[nodiscard]] base::result<void> ready() const;

    // A request is repeated here only if its first connection turned out to be dead before one byte
    // of it had left; whatever is lost later is unknown. An access token that the portal refuses is
    // renewed before this ends: the commands then come back as rejected{repeat}, so that they are
    // sent again when there is a slot for them. A terminal cancellation ends it as
    // `unknown` or, when nothing had left, as not_sent{cancelled}; it is never thrown.
    boost::asio::awaitable<model::reply> send(model::request what, base::time_point deadline)
        override;

    // Closes every connection, after the requests that are still under way, and `tokens`.
    boost::asio::awaitable<void> close();

    // Closes the connections that have been idle for longer than options.idle_limit. Without it
    // they stay open until the next request; whoever holds many portals calls it now and then.
    void close_idle();

    // Over all hosts that were spoken to.
    [[nodiscard]] connection_counts counts() const;

    // `tell` is called once, when the portal has named another address and that one has answered;
    // requests go there for the rest of the run. Under which conditions a redirect is followed:
    // wire/redirect.hpp, portal_route.hpp.
    void on_move(std::function<void(const origin&)> tell);
    // That address.
    [[nodiscard]] std::optional<origin> moved_to() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace portal
