#include "portal/wire/reference_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace portal {

namespace {

constexpr std::array<std::string_view, 5> words{"result", "next", "total", "time", "error"};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool begins_with(std::string_view text, std::string_view word) noexcept {
    return text.size() >= word.size() &&
           std::ranges::equal(text.substr(0, word.size()), word, {}, lower);
}

}  // namespace

bool holds_reference(std::string_view text) noexcept {
    for (auto dollar = text.find('$'); dollar != std::string_view::npos;
         dollar = text.find('$', dollar + 1)) {
        const auto after = text.substr(dollar + 1);
        const auto named = [&](std::string_view word) { return begins_with(after, word); };
        if (std::ranges::none_of(words, named)) continue;
        if (after.substr(0, after.find_first_of(" \t\n\v\f\r")).find('[') != std::string_view::npos)
            return true;
    }
    return false;
}

}  // namespace portal
