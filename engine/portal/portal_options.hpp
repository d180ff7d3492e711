#pragma once

#include "portal/origin.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace portal {

// How to talk to one portal.
struct portal_options {
    origin where;
    std::string ca_file;  // "" = the system's certificate authorities; otherwise only these
    std::chrono::milliseconds connect_timeout{10'000
    };  // for looking up the host, and again for TCP
    std::chrono::milliseconds tls_timeout{10'000};
    // A connection that was idle for longer is not used again: the server may be about to close it,
    // and a request that meets the closing is lost without a word.
    std::chrono::milliseconds idle_limit{15'000};
    std::size_t max_connections = 8;
    std::size_t max_response = std::size_t{16} << 20U;
};

}  // namespace portal
