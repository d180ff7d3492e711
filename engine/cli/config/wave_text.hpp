#pragma once

#include "pacing/waves.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cli {

// A wave's size as a person writes it: "25" users, "5%" or "2.5%" of them. Nothing = neither.
std::optional<pacing::wave_size> parse_wave(std::string_view text);

// The same again as text.
std::string to_text(const pacing::wave_size& size);

}  // namespace cli
