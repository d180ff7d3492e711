#pragma once

#include "async/clock_source.hpp"
#include "base/result.hpp"
#include "portal/origin.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace portal {

using endpoints = boost::asio::ip::tcp::resolver::results_type;

// The addresses of a host: resolve_failed, resolve_timeout or cancelled if there are none by
// `until`. A look-up that takes too long cannot be stopped; its late answer is thrown away.
boost::asio::awaitable<base::result<endpoints>> look_up(
    async::clock_source& clock, origin where, base::time_point until
);

}  // namespace portal
