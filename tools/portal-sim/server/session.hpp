#pragma once

#include "portal-sim/core/hosting.hpp"
#include "portal-sim/server/portal_clock.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace portal_sim {

// What all sessions share; outlives them.
struct session_context {
    hosting& answers;
    const portal_clock& clock;
    boost::asio::ssl::context& tls;
};

// One connection: handshake, then requests until the client leaves, a fault cuts it, or it is
// cancelled. Never throws for what a client does.
boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket, session_context shared);

}  // namespace portal_sim
