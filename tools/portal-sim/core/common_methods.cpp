#include "portal-sim/core/method.hpp"
#include "portal-sim/core/php_value.hpp"
#include "portal-sim/core/portal_date.hpp"

#include <boost/json/array.hpp>

#include <array>
#include <string>

namespace portal_sim {

namespace {

namespace json = boost::json;

constexpr double enterprise_burst = 250;

bool wants_full(method_call& call) {
    call.fold_names();
    const auto* full = call.parameter("FULL");
    return full != nullptr && php::truthy(*full);  // the text "false" counts as yes
}

answer scope(method_call& call) {
    const auto& shown = wants_full(call) ? all_scopes() : *call.caller.scopes;
    return method_answer{json::array(shown.begin(), shown.end()), {}, {}};
}

answer probe_method(method_call& call) {
    const auto* name = call.parameter("name");
    const auto wanted = name == nullptr ? std::string() : php::to_text(*name);
    const auto* found = wanted == "batch" ? nullptr : find_method(wanted);
    const bool exists = wanted == "batch" || (found != nullptr && found->name == wanted);
    const bool available = exists && (found == nullptr || call.caller.may(found->scope));
    json::object said{{"isExisting", exists}, {"isAvailable", available}};
    return method_answer{std::move(said), {}, {}};
}

answer list_methods(method_call& call) {
    const bool full = wants_full(call);
    json::array names{"batch"};
    for (const auto* each : all_methods())
        if (full || call.caller.may(each->scope)) names.emplace_back(each->name);
    return method_answer{std::move(names), {}, {}};
}

answer server_time(method_call& call) {
    return method_answer{json::value(to_iso_date(call.now)), {}, {}};
}

std::string_view license(const switches& rules) {
    if (rules.on_premise) return "xx_selfhosted";
    return rules.rate.burst >= enterprise_burst ? "de_ent250" : "de_pro100";
}

answer app_info(method_call& call) {
    const auto plan = license(call.portal.rules);
    const json::array granted(call.caller.scopes->begin(), call.caller.scopes->end());
    if (call.caller.kind == credential_kind::webhook) {
        if (!call.portal.rules.app_info_for_webhooks)
            return std::unexpected(
                rest_error{403, "ACCESS_DENIED", "Application context required", {}}
            );
        return method_answer{json::object{{"SCOPE", granted}, {"LICENSE", plan}}, {}, {}};
    }
    const auto family = plan.substr(plan.find('_') + 1);
    json::object said{
        {"ID", 1},
        {"CODE", call.portal.credentials.app().client_id},
        {"VERSION", 1},
        {"STATUS", "L"},
        {"INSTALLED", true},
        {"PAYMENT_EXPIRED", "N"},
        {"DAYS", nullptr},
        {"LANGUAGE_ID", "en"},
        {"LICENSE", plan},
        {"LICENSE_TYPE", family},
        {"LICENSE_FAMILY", family.substr(0, 3) == "sel" ? family : family.substr(0, 3)},
    };
    return method_answer{std::move(said), {}, {}};
}

}  // namespace

std::span<const method> common_methods() {
    static constexpr std::array<method, 5> methods{{
        {"scope", "", 0.01, scope},
        {"method.get", "", 0.01, probe_method},
        {"methods", "", 0.02, list_methods},
        {"server.time", "", 0.01, server_time},
        {"app.info", "", 0.02, app_info},
    }};
    return methods;
}

}  // namespace portal_sim
