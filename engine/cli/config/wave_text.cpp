#include "cli/config/wave_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace cli {

std::optional<pacing::wave_size> parse_wave(std::string_view text) {
    const bool part = text.ends_with('%');
    if (part) text.remove_suffix(1);
    double amount = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), amount, std::chars_format::fixed);
    if (error != std::errc{} || end != text.data() + text.size() || !(amount > 0))
        return std::nullopt;
    if (part && amount <= 100) return pacing::wave_size{amount, pacing::wave_size::unit::percent};
    constexpr double everybody = 1e9;
    if (part || amount > everybody || amount != std::floor(amount)) return std::nullopt;
    return pacing::wave_size{amount, pacing::wave_size::unit::users};
}

std::string to_text(const pacing::wave_size& size) {
    return fmt::format("{}{}", size.amount, size.of == pacing::wave_size::unit::percent ? "%" : "");
}

}  // namespace cli
