#include "portal-sim/core/method.hpp"
#include "portal-sim/core/php_value.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

// user.add and user.update: one admin credential changes many users.
namespace portal_sim {

namespace {

namespace json = boost::json;

std::vector<std::int64_t> department_ids(const json::value& given) {
    std::vector<std::int64_t> ids;
    const auto take = [&ids](const json::value& each) {
        if (const auto id = php::to_integer(each)) ids.push_back(*id);
    };
    if (const auto* list = given.if_array()) {
        std::ranges::for_each(*list, take);
    } else if (const auto* map = given.if_object()) {
        for (const auto& each : *map) take(each.value());
    } else {
        take(given);
    }
    return ids;
}

bool valid_email(std::string_view text) {
    const auto at = text.find('@');
    return at != text.npos && at > 0 && text.find('.', at) != text.npos && !text.ends_with('.');
}

rest_error wrong_argument(std::string_view name, std::string_view description) {
    return {400, "ERROR_ARGUMENT", std::string(description), std::string(name)};
}

rest_error access_denied() {
    return {403, "ACCESS_DENIED", "Access denied!", {}};
}

void take_profile(const json::object& given, user& into) {
    for (const auto name : profile_fields()) {
        const auto* value = given.if_contains(name);
        if (value != nullptr && !php::is_array(*value)) into.fields[name] = php::to_text(*value);
    }
}

answer update_user(method_call& call) {
    call.fold_names();
    const auto* given = call.parameter("ID");
    const auto id = given == nullptr ? 0 : php::to_integer(*given).value_or(0);
    if (id == 0) return std::unexpected(wrong_argument("ID", "Argument 'ID' is null or empty"));
    auto* who = call.portal.people.find(id);
    if (!call.caller.admin && id != call.caller.user) return std::unexpected(access_denied());
    if (who == nullptr || who->kind == user_kind::system_account)
        return refuse("ERROR_NOT_FOUND", "User not found");

    if (const auto* email = call.parameter("EMAIL")) {
        const auto text = php::to_text(*email);
        const auto* other = call.portal.people.find_email(text);
        if (!valid_email(text)) return std::unexpected(wrong_argument("EMAIL", "Wrong e-mail"));
        if (other != nullptr && other->id != id)
            return std::unexpected(wrong_argument("EMAIL", "User with this e-mail exists"));
    }
    take_profile(call.parameters, *who);
    // Who is no admin may send these two as well: they are dropped without a word.
    if (call.caller.admin) {
        const auto* departments = call.parameter("UF_DEPARTMENT");
        if (departments != nullptr) who->departments = department_ids(*departments);
        // The portal compares with "N" loosely, and `true == "N"`: a JSON true dismisses the user.
        const auto* active = call.parameter("ACTIVE");
        if (active != nullptr && !active->is_null())
            who->active = !php::loosely_equals(*active, "N");
    }
    call.writes(id);
    return method_answer{true, {}, {}};
}

answer add_user(method_call& call) {
    call.fold_names();
    if (!call.caller.admin) return std::unexpected(access_denied());
    const auto* email = call.parameter("EMAIL");
    if (email == nullptr || !valid_email(php::to_text(*email)))
        return std::unexpected(wrong_argument("EMAIL", "Argument 'EMAIL' is null or empty"));
    if (call.portal.people.find_email(php::to_text(*email)) != nullptr)
        return std::unexpected(wrong_argument("EMAIL", "User with this e-mail exists"));

    user made;
    made.registered = call.now;
    const auto* extranet = call.parameter("EXTRANET");
    const auto* departments = call.parameter("UF_DEPARTMENT");
    const auto* groups = call.parameter("SONET_GROUP_ID");
    if (extranet != nullptr && php::to_text(*extranet) == "Y") {
        if (groups == nullptr || !php::truthy(*groups))
            return std::unexpected(
                wrong_argument("SONET_GROUP_ID", "Argument 'SONET_GROUP_ID' is null or empty")
            );
        made.kind = user_kind::extranet;
    } else {
        if (departments != nullptr) made.departments = department_ids(*departments);
        if (made.departments.empty())
            return std::unexpected(
                wrong_argument("UF_DEPARTMENT", "Argument 'UF_DEPARTMENT' is null or empty")
            );
    }
    take_profile(call.parameters, made);
    const auto id = call.portal.people.add(std::move(made)).id;
    call.writes(id);
    return method_answer{id, {}, {}};
}

}  // namespace

std::span<const method> staff_methods() {
    static constexpr std::array<method, 2> methods{{
        {"user.update", "user", 0.2, update_user},
        {"user.add", "user", 0.6, add_user},
    }};
    return methods;
}

}  // namespace portal_sim
