#include "portal-sim/core/authorization.hpp"

#include "portal-sim/core/php_value.hpp"

#include <utility>

namespace portal_sim {

namespace {

using refusal = std::unexpected<rest_error>;

std::expected<identity, rest_error> known_user(const world& portal, identity who) {
    const auto* found = portal.people.find(who.user);
    const bool usable = found != nullptr && found->active;
    if (!usable)
        return refusal(system_error(system_failure::authorization_error, portal.rules.statuses));
    who.admin = found->admin;
    return who;
}

std::expected<identity, rest_error> by_webhook(
    world& portal, const rest_address& address, time_point now
) {
    const auto profile = portal.rules.statuses;
    const auto* found = portal.credentials.find_webhook(address.user, address.code);
    const bool expired = found != nullptr && found->expires && *found->expires <= now;
    if (found == nullptr || expired)
        return refusal(system_error(system_failure::invalid_credentials, profile));
    if (found->overloaded) {
        ++portal.seen.calls_while_blocked;
        return refusal(system_error(system_failure::overload_limit, profile));
    }
    return known_user(
        portal,
        {found->user,
         found->issued_to,
         false,
         credential_kind::webhook,
         "webhook:" + found->code,
         &found->scopes}
    );
}

std::expected<identity, rest_error> by_token(
    world& portal, const std::string& text, time_point now
) {
    const auto profile = portal.rules.statuses;
    if (text.empty()) return refusal(system_error(system_failure::no_auth_found, profile));
    const auto* found = portal.credentials.find_access(text);
    if (found == nullptr) {
        const bool documented = profile == status_profile::documented;
        const auto what =
            documented ? system_failure::no_auth_found : system_failure::invalid_token;
        return refusal(system_error(what, profile));
    }
    if (found->expires <= now) return refusal(system_error(system_failure::expired_token, profile));
    const auto& app = portal.credentials.app();
    return known_user(
        portal,
        {found->user,
         found->user,
         false,
         credential_kind::application,
         "app:" + app.client_id,
         &app.scopes}
    );
}

}  // namespace

std::string token_in(const request& what, const boost::json::object& parameters) {
    constexpr std::string_view bearer = "Bearer ";
    if (what.authorization.starts_with(bearer)) return what.authorization.substr(bearer.size());
    for (const auto* name : {"auth", "access_token"}) {
        const auto* given = parameters.if_contains(name);
        if (given != nullptr && php::truthy(*given)) return php::to_text(*given);
    }
    return {};
}

std::int64_t claimed_user(world& portal, const rest_address& address, const std::string& token) {
    if (address.form == rest_form::webhook) {
        const bool known = portal.credentials.find_webhook(address.user, address.code) != nullptr;
        return known ? address.user : 0;
    }
    const auto* found = portal.credentials.find_access(token);
    return found == nullptr ? 0 : found->user;
}

std::expected<identity, rest_error> authorize(
    world& portal, const rest_address& address, const std::string& token, time_point now
) {
    if (address.form == rest_form::webhook) return by_webhook(portal, address, now);
    return by_token(portal, token, now);
}

}  // namespace portal_sim
