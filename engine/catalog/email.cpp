#include "catalog/email.hpp"

#include <algorithm>

namespace catalog {

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0) return false;
    const auto domain = text.substr(at + 1);
    if (domain.empty() || domain.contains('@') || domain.front() == '.' || domain.back() == '.') {
        return false;
    }
    return std::ranges::none_of(text, [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte <= 0x20 || byte == 0x7F || letter == ',' || letter == ';' || letter == '<' ||
               letter == '>';
    });
}

}  // namespace catalog
