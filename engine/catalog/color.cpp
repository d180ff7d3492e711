#include "catalog/color.hpp"

namespace catalog {

std::optional<std::string> normal_color(std::string_view text) {
    if ((text.size() != 4 && text.size() != 7) || text.front() != '#') return std::nullopt;
    const auto repeats = text.size() == 4 ? 2U : 1U;
    std::string color = "#";
    for (const char digit : text.substr(1)) {
        const char lower =
            digit >= 'A' && digit <= 'F' ? static_cast<char>(digit - 'A' + 'a') : digit;
        const bool hex = (lower >= '0' && lower <= '9') || (lower >= 'a' && lower <= 'f');
        if (!hex) return std::nullopt;
        color.append(repeats, lower);
    }
    return color;
}

}  // namespace catalog
