#include "catalog/portal_reference.hpp"

#include <algorithm>
#include <array>

namespace catalog {

namespace {

bool starts_with_any_case(std::string_view text, std::string_view lower) {
    if (text.size() < lower.size()) return false;
    return std::ranges::equal(text.substr(0, lower.size()), lower, [](char have, char want) {
        return (have >= 'A' && have <= 'Z' ? static_cast<char>(have - 'A' + 'a') : have) == want;
    });
}

}  // namespace

bool looks_like_reference(std::string_view text) {
    static constexpr std::array<std::string_view, 5> words{
        "$result", "$next", "$total", "$time", "$error"
    };
    for (auto at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
        const auto rest = text.substr(at);
        const bool word = std::ranges::any_of(words, [&](std::string_view each) {
            return starts_with_any_case(rest, each);
        });
        if (word && rest.contains('[')) return true;
    }
    return false;
}

}  // namespace catalog
