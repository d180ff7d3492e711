#pragma once

#include "portal/origin.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace portal {

class trust;

// How to talk to one portal.
struct portal_options {
    origin where;
    std::optional<origin> connect_to;  // where connections go instead; the names stay `where`'s
    std::string ca_file;  // "" = the system's certificate authorities; otherwise only these
    std::shared_ptr<trust> authorities;  // read from ca_file before; nullptr = read for this portal
    std::chrono::milliseconds connect_timeout{10'000
    };  // for looking up the host, and again for TCP
    std::chrono::milliseconds tls_timeout{10'000};
    // A connection that was idle for longer is not used again: the server may be about to close it,
    // and a request that meets the closing is lost without a word.
    std::chrono::milliseconds idle_limit{15'000};
    std::size_t max_connections = 8;
    std::size_t max_idle = 8;  // connections that are kept open between requests
    std::size_t max_response = std::size_t{16} << 20U;

    [[nodiscard]] const origin& destination() const { return connect_to ? *connect_to : where; }
};

}  // namespace portal
