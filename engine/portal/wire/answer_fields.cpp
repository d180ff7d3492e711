#include "portal/wire/answer_fields.hpp"

#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

namespace portal {

std::optional<double> read_number(const model::value* what) {
    if (what == nullptr) return std::nullopt;
    if (what->is_int64()) return static_cast<double>(what->get_int64());
    if (what->is_uint64()) return static_cast<double>(what->get_uint64());
    if (what->is_double()) return what->get_double();
    if (!what->is_string()) return std::nullopt;
    const std::string_view text = what->get_string();
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::optional<std::int64_t> read_whole(const model::value* what) {
    if (what != nullptr && what->is_int64()) return what->get_int64();
    const auto number = read_number(what);
    // Beyond 2^53 a double no longer counts in ones; no count or time of a portal comes near it.
    if (!number || std::abs(*number) > 9e15) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

std::optional<model::timing> read_timing(const model::value* what) {
    if (what == nullptr || !what->is_object() || what->get_object().empty()) return std::nullopt;
    const auto& fields = what->get_object();
    model::timing timing;
    timing.duration = read_number(fields.if_contains("duration")).value_or(0);
    timing.operating = read_number(fields.if_contains("operating"));
    timing.operating_reset_at = read_whole(fields.if_contains("operating_reset_at"));
    timing.finish = read_number(fields.if_contains("finish"));
    return timing;
}

}  // namespace portal
