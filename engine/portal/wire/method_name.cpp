#include "portal/wire/method_name.hpp"

#include <algorithm>

namespace portal {

bool is_method_name(std::string_view name) noexcept {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_';
    };
    return !name.empty() && name.front() != '.' && std::ranges::all_of(name, fits);
}

}  // namespace portal
