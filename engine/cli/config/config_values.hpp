#pragma once

#include "document/mapping_reader.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace cli {

// Values of the configuration with their ranges. An optional key that is not there, or whose value
// was refused (and told), gives nothing.

std::optional<std::int64_t> read_count(
    document::mapping_reader& from, std::string_view key, std::int64_t least, std::int64_t most
);

struct amount_range {
    double above = 0;
    double most = 0;
};
std::optional<double> read_amount(
    document::mapping_reader& from, std::string_view key, amount_range range
);

// From 0 to 100, both included.
std::optional<double> read_percent(document::mapping_reader& from, std::string_view key);

std::optional<std::chrono::milliseconds> read_duration(
    document::mapping_reader& from,
    std::string_view key,
    std::chrono::milliseconds least,
    std::chrono::milliseconds most
);

// A path, from `folder` on where it is relative.
std::optional<std::filesystem::path> read_path(
    document::mapping_reader& from, std::string_view key, const std::filesystem::path& folder
);

// `policies`: a list of files, relative ones in `folder`. Empty where it is not there or was
// refused (and told).
std::vector<std::filesystem::path> read_policy_files(
    document::mapping_reader& from, const std::filesystem::path& folder
);

}  // namespace cli
