#include "cli/config/duration.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <system_error>

namespace cli {

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{}) return std::nullopt;
    const auto unit = text.substr(static_cast<std::size_t>(end - text.data()));
    std::int64_t factor = 0;
    if (unit == "ms") factor = 1;
    if (unit == "s") factor = 1'000;
    if (unit == "m") factor = 60'000;
    if (unit == "h") factor = 3'600'000;
    if (factor == 0 || count > std::numeric_limits<std::int64_t>::max() / factor) {
        return std::nullopt;
    }
    return std::chrono::milliseconds(count * factor);
}

}  // namespace cli
