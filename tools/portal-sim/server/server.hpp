#pragma once

#include "portal-sim/core/hosting.hpp"
#include "portal-sim/server/certificate.hpp"
#include "portal-sim/server/portal_clock.hpp"

#include <functional>
#include <memory>
#include <string>

namespace portal_sim {

// HTTPS around portals: one thread, sessions owned and joined.
class server {
public:
    // Listens at once; throws boost::system::system_error when it cannot.
    server(const std::string& host, unsigned short port, const certificates& identity);
    ~server();

    // The port that was given, or the free one that was found for 0.
    [[nodiscard]] unsigned short port() const;

    // Serves until SIGINT or SIGTERM; gives that signal's number. Every session has ended then.
    int run(hosting& answers, const portal_clock& clock);

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace portal_sim
