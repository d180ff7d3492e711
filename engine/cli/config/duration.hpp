#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace cli {

// "500ms", "65s", "2m" or "1h": a whole number and its unit.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace cli
