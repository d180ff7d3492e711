#include "catalog/whole_number.hpp"

#include <charconv>
#include <limits>
#include <system_error>

namespace catalog {

std::optional<std::int64_t> decimal_number(std::string_view text) {
    std::int64_t number = 0;
    const auto* begin = text.data();
    const auto* end = begin + text.size();
    const auto [stopped, error] = std::from_chars(begin, end, number);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

std::optional<std::int64_t> whole_number(const model::value& given) {
    if (given.is_int64()) return given.get_int64();
    if (given.is_uint64()) {
        const auto number = given.get_uint64();
        if (number > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return std::nullopt;
        return static_cast<std::int64_t>(number);
    }
    if (given.is_string()) return decimal_number(given.get_string());
    return std::nullopt;
}

std::optional<std::int64_t> written_number(const model::value& given) {
    const auto number = whole_number(given);
    const auto* text = given.if_string();
    if (number && text != nullptr && std::to_string(*number) != std::string_view(*text))
        return std::nullopt;
    return number;
}

std::string zero_hint(const model::value& given) {
    const auto number = whole_number(given);
    if (!number || written_number(given)) return "";
    return "write " + std::to_string(*number);
}

}  // namespace catalog
