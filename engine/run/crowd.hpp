#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace run {

// What a command about several portals has to go round with.
struct crowd_limits {
    std::size_t portals = 1;
    std::size_t threads = 1;              // as asked for
    std::size_t connections = 8;          // to one portal
    std::size_t total_connections = 512;  // requests under way at once, over all of them
    std::size_t open_files = 1024;        // of this process
};

// How that is divided.
struct crowd {
    std::size_t portals = 1;  // at once; the others begin when those end
    std::size_t threads = 1;
    std::size_t lines = 1;  // requests under way at once
    std::size_t idle = 1;   // connections that a portal keeps open between its requests
};

// No more threads than there is work for, and no more open files than there may be.
crowd crowd_within(const crowd_limits& limits);

// The thread of each portal, so that all have about the same to do. `users`: of each portal.
std::vector<std::size_t> spread(std::span<const std::uint64_t> users, std::size_t threads);

}  // namespace run
