#pragma once

#include "async/clock_source.hpp"
#include "dispatch/ports/portal_port.hpp"
#include "portal-sim/core/portal.hpp"
#include "portal/credential_book.hpp"

#include <memory>
#include <string>

namespace simulation {

// The stand-in portal in virtual time: requests become the bytes that would travel, the portal's
// core answers them, and the answer's bytes are decoded - everything of the real way but the
// sockets.
class simulated_portal final : public dispatch::portal_port {
public:
    simulated_portal(async::clock_source& clock, const portal_sim::portal_options& options);

    boost::asio::awaitable<model::reply> send(model::request what, base::time_point deadline)
        override;

    [[nodiscard]] portal_sim::portal& core() noexcept { return core_; }
    [[nodiscard]] portal_sim::time_point now() const;
    // A credential for every user of its roster that has one, and the administrator's.
    [[nodiscard]] portal::credential_book credentials() const;

    base::duration way{std::chrono::milliseconds(5)
    };  // of a request to the portal, and of the answer back

private:
    async::clock_source& clock_;
    portal_sim::portal core_;
    portal::credential_book book_;
};

}  // namespace simulation
