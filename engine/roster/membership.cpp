#include "roster/membership.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace roster {
namespace {

bool scalar_fits(const model::value& value, const std::function<bool(std::string_view)>& fits) {
    if (value.is_string()) return fits(value.get_string());
    if (value.is_null()) return fits("");
    if (value.is_object()) return false;
    return fits(boost::json::serialize(value));
}

}  // namespace

bool any_text(const model::value& value, const std::function<bool(std::string_view)>& fits) {
    if (!value.is_array()) return scalar_fits(value, fits);
    return std::ranges::any_of(value.get_array(), [&](const auto& each) {
        return !each.is_array() && scalar_fits(each, fits);
    });
}

std::string folded(std::string_view text) {
    std::string made(text);
    std::ranges::transform(made, made.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return made;
}

}  // namespace roster
