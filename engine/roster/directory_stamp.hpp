#pragma once

#include "base/time.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

// What was read from a portal's directory, when, and of whom: the first line of its cache.
struct directory_stamp {
    std::string portal;  // its name
    std::string query;   // everything that was asked for, the portal's address included
    base::wall_time read_at;
    std::uint64_t users = 0;
    std::uint64_t requests = 0;
    std::vector<std::string> attributes;  // that every user has
    std::uint64_t bytes = 0;              // of the users' lines
    std::uint32_t checksum = 0;           // CRC-32 of them
};

std::string to_line(const directory_stamp& what);
std::optional<directory_stamp> stamp_in(std::string_view line);

enum class cache_state {
    missing,
    damaged,     // cut short, or changed by somebody else
    of_another,  // the configuration asked for something else then
};

// The stamp of a cache that is whole and answers `query`. Reads it through once, line by line.
std::expected<directory_stamp, cache_state> look_into_cache(
    const std::filesystem::path& file, std::string_view query
);

}  // namespace roster
