#pragma once

#include "snapshot/entry.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace snapshot {

// The lines of a snapshot, each a JSON document with its line end: the head, an entry for each user
// in the order of their ids, and one that says that this is all.

inline constexpr std::int64_t format_version = 1;

// The last line.
struct ending {
    std::uint64_t entries = 0;
    std::uint32_t checksum = 0;  // CRC-32 of every line before it
};

std::string to_line(const head& what);
std::string to_line(const entry& what);
std::string to_line(const ending& what);

enum class no_head { of_another_kind, of_a_newer_format, damaged };
std::expected<head, no_head> head_in(std::string_view line);

// Nothing when it is no such line. `of`: whoever was read has all of its resources.
std::optional<entry> entry_in(std::string_view line, const head& of);
std::optional<ending> ending_in(std::string_view line);

}  // namespace snapshot
