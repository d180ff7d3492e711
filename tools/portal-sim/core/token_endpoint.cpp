#include "portal-sim/core/token_endpoint.hpp"

#include "portal-sim/core/parameters.hpp"
#include "portal-sim/core/php_json.hpp"
#include "portal-sim/core/php_value.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace portal_sim {

namespace {

namespace json = boost::json;

reply refused(int status, std::string_view code, std::string_view description) {
    reply said;
    said.status = status;
    said.body = php::encode(json::object{{"error", code}, {"error_description", description}});
    return said;
}

std::string text_of(const json::object& parameters, std::string_view name) {
    const auto* given = parameters.if_contains(name);
    return given == nullptr ? std::string() : php::to_text(*given);
}

std::string joined(const scope_set& scopes) {
    std::string out;
    for (const auto& each : scopes) out += (out.empty() ? "" : ",") + each;
    return out;
}

}  // namespace

reply answer_token_request(world& portal, const request& what, time_point now) {
    const auto given = read_parameters(what).value_or(json::object());
    const auto& app = portal.credentials.app();
    if (text_of(given, "client_id") != app.client_id)
        return refused(200, "wrong_client", "Wrong client");
    if (text_of(given, "client_secret") != app.client_secret)
        return refused(401, "invalid_client", "Invalid client");
    if (text_of(given, "grant_type") != "refresh_token")
        return refused(400, "invalid_request", "Unsupported grant type");
    auto& trouble = portal.condition.tokens;
    const bool troubled = trouble.count != 0;
    if (troubled) --trouble.count;
    if (troubled && !trouble.error.empty()) {
        ++portal.seen.refresh_refusals;
        return refused(trouble.status, trouble.error, "As ordered");
    }
    const auto used = text_of(given, "refresh_token");
    if (used.empty()) return refused(400, "invalid_request", "Refresh token is missing");
    const auto* pair =
        portal.credentials.refresh(used, now, portal.rules.token_rotation, portal.luck);
    if (pair == nullptr) {
        ++portal.seen.refresh_refusals;
        return refused(400, "invalid_grant", "Invalid refresh token");
    }
    ++portal.seen.refreshes[pair->user];

    const auto expires = std::chrono::floor<std::chrono::seconds>(pair->expires);
    const auto domain = portal.options.url.substr(portal.options.url.find("//") + 2);
    reply said;
    if (troubled) said.how = delivery::never;
    said.body = php::encode(json::object{
        {"access_token", pair->access},
        {"refresh_token", pair->refresh},
        {"expires", expires.time_since_epoch().count()},
        {"expires_in", credential_store::access_life.count()},
        {"client_endpoint", portal.options.url + "rest/"},
        {"server_endpoint", portal.options.url + "rest/"},
        {"domain", domain.substr(0, domain.find('/'))},
        {"member_id", app.member_id},
        {"scope", joined(app.scopes)},
        {"status", "L"},
        {"user_id", pair->user},
    });
    return said;
}

}  // namespace portal_sim
