#include "portal-sim/core/portal.hpp"

#include "portal-sim/core/control.hpp"
#include "portal-sim/core/front.hpp"
#include "portal-sim/core/parameters.hpp"
#include "portal-sim/core/parse_str.hpp"
#include "portal-sim/core/php_value.hpp"
#include "portal-sim/core/state_report.hpp"
#include "portal-sim/core/token_endpoint.hpp"
#include "portal-sim/core/world.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace portal_sim {

namespace {

namespace json = boost::json;

reply plain_json(const json::object& body, int status) {
    reply said;
    said.status = status;
    said.body = json::serialize(body);
    return said;
}

reply answer_state(const world& here, const request& what, time_point now) {
    const auto query = php::parse_str(query_of(what.target));
    if (const auto* user = query.if_contains("user"))
        return plain_json(report_user(here, php::to_integer(*user).value_or(0), now), 200);
    const auto detail =
        query.contains("brief") ? report_detail::without_users : report_detail::everything;
    return plain_json(report(here, detail, now), 200);
}

reply answer_control(world& here, const request& what, time_point now) {
    json::error_code failed;
    const auto orders = json::parse(what.body, failed);
    if (what.method != http_method::post || failed || !orders.is_object())
        return plain_json({{"ok", false}, {"problem", "POST a JSON object"}}, 400);
    auto said = obey(here, orders.get_object(), now);
    const int status = said.at("ok").get_bool() ? 200 : 400;
    return plain_json(said, status);
}

}  // namespace

portal::portal(const portal_options& options) : world_(std::make_unique<world>(options)) {
    settle_people(*world_);
}

portal::portal(portal&&) noexcept = default;
portal& portal::operator=(portal&&) noexcept = default;
portal::~portal() = default;

reply portal::handle(const request& what, time_point now) {
    const auto path = path_of(what.target);
    if (path == "/__state") return answer_state(*world_, what, now);
    if (path == "/__control") return answer_control(*world_, what, now);
    if (path == "/oauth/token" || path == "/oauth/token/")
        return answer_token_request(*world_, what, now);
    return answer_rest_request(*world_, what, now);
}

std::vector<roster_entry> portal::roster() const {
    std::vector<roster_entry> entries;
    for (const auto& [id, who] : world_->people.users()) {
        if (who.admin || who.kind == user_kind::system_account) continue;
        const auto* place = who.departments.empty()
                                ? nullptr
                                : world_->people.find_department(who.departments.front());
        entries.push_back({
            id,
            std::string(who.field("EMAIL")),
            std::string(who.field("NAME")),
            std::string(who.field("LAST_NAME")),
            place == nullptr ? std::string() : place->name,
            std::string(who.field("WORK_POSITION")),
            who.active,
        });
    }
    return entries;
}

std::string portal::webhook_code(std::int64_t user) const {
    const auto* found = world_->credentials.webhook_of(user);
    return found == nullptr ? std::string() : found->code;
}

app_keys portal::app() const {
    const auto& keys = world_->credentials.app();
    return {keys.client_id, keys.client_secret, keys.member_id, keys.application_token};
}

json::object portal::state(time_point now) const {
    return report(*world_, report_detail::everything, now);
}

json::object portal::totals() const {
    return portal_sim::totals(*world_);
}

json::object portal::state_of(std::int64_t user, time_point now) const {
    return report_user(*world_, user, now);
}

json::object portal::control(const json::object& orders, time_point now) {
    return obey(*world_, orders, now);
}

}  // namespace portal_sim
