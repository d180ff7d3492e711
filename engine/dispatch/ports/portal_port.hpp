#pragma once

#include "base/time.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"

#include <boost/asio/awaitable.hpp>

namespace dispatch {

// How a lane says something to its portal.
class portal_port {
public:
    virtual ~portal_port() = default;

    // Sends one request and gives what became of it, at the latest shortly after `deadline`. Never
    // throws for what the world does: that is a value in the reply (not_sent, unknown, rejected).
    // answers.size() == commands.size() always.
    virtual boost::asio::awaitable<model::reply> send(
        model::request what, base::time_point deadline
    ) = 0;
};

}  // namespace dispatch
