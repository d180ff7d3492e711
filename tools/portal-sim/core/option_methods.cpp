#include "portal-sim/core/method.hpp"
#include "portal-sim/core/php_value.hpp"

#include <array>
#include <string>

// user.option.*: what an app keeps about a user. A webhook is no app and is refused.
namespace portal_sim {

namespace {

namespace json = boost::json;

rest_error no_app() {
    return {403, "ACCESS_DENIED", "Access denied! Application context required", {}};
}

answer set_options(method_call& call) {
    if (call.caller.kind != credential_kind::application) return std::unexpected(no_app());
    const auto* given = call.parameter("options");
    if (given == nullptr || !php::is_array(*given) || !php::truthy(*given))
        return std::unexpected(
            rest_error{400, "ERROR_ARGUMENT", "Argument 'options' is null or empty", "options"}
        );
    auto& mine = call.portal.user_options[call.caller.user];
    if (const auto* map = given->if_object())
        for (const auto& each : *map) mine[each.key()] = each.value();
    if (const auto* list = given->if_array())
        for (std::size_t i = 0; i < list->size(); ++i) mine[std::to_string(i)] = (*list)[i];
    call.writes(call.caller.user);
    return method_answer{true, {}, {}};
}

answer get_options(method_call& call) {
    if (call.caller.kind != credential_kind::application) return std::unexpected(no_app());
    call.reads(call.caller.user);
    const auto& mine = call.portal.user_options[call.caller.user];
    const auto* name = call.parameter("option");
    if (name == nullptr) return method_answer{php::canonical(mine), {}, {}};
    const auto* found = mine.if_contains(php::to_text(*name));
    return method_answer{found == nullptr ? json::value("") : *found, {}, {}};
}

}  // namespace

std::span<const method> option_methods() {
    static constexpr std::array<method, 2> methods{{
        {"user.option.set", "", 0.03, set_options},
        {"user.option.get", "", 0.02, get_options},
    }};
    return methods;
}

}  // namespace portal_sim
