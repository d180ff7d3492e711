#include "plan/written_users.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace plan {

namespace {

// The parameters by which the portal's methods name users (portal-facts 8).
constexpr std::array<std::string_view, 6> user_parameters{
    "USER_ID", "USERS", "userId", "userIds", "ownerId", "RESPONSIBLE_ID"
};

bool names_users(std::string_view method, std::string_view parameter) {
    // user.update calls whom it changes just ID.
    if (parameter == "ID") return method.starts_with("user.");
    return std::ranges::find(user_parameters, parameter) != user_parameters.end();
}

std::optional<std::int64_t> as_id(const model::value& what) {
    if (what.is_int64()) return what.get_int64();
    if (!what.is_string()) return std::nullopt;
    const std::string_view text = what.get_string();
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(id)
                                                                    : std::nullopt;
}

}  // namespace

bool may_write(const model::command& what) {
    return what.why == model::purpose::write || what.why == model::purpose::restore;
}

std::vector<model::user_id> named_users(const model::command& what) {
    std::vector<model::user_id> all;
    if (!may_write(what)) return all;
    const auto add = [&](const model::value& one) {
        if (const auto id = as_id(one)) all.emplace_back(*id);
    };
    for (const auto& each : what.params) {
        if (!names_users(what.method, each.key())) continue;
        if (const auto* list = each.value().if_array())
            for (const auto& one : *list) add(one);
        else
            add(each.value());
    }
    return all;
}

}  // namespace plan
