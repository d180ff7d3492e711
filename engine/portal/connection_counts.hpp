#pragma once

#include <cstdint>

namespace portal {

// How the connections of a portal came about.
struct connection_counts {
    std::uint64_t opened = 0;   // handshakes that succeeded
    std::uint64_t resumed = 0;  // of these, with an earlier session
    std::uint64_t reused = 0;   // requests that found a connection open
};

}  // namespace portal
