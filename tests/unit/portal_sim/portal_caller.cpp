#include "portal_caller.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <utility>

namespace portal_sim_test {

namespace json = boost::json;

std::string heard::error() const {
    const auto* map = body.if_object();
    const auto* code = map == nullptr ? nullptr : map->if_contains("error");
    return code == nullptr || !code->is_string()
               ? std::string()
               : std::string(std::string_view(code->get_string()));
}

bool heard::failed() const {
    const auto* map = body.if_object();
    return map == nullptr || map->contains("error") || !map->contains("result");
}

portal_caller::portal_caller(portal_sim::portal_options options) : portal(options) {}

portal_sim::portal_options portal_caller::unlimited() {
    portal_sim::portal_options options;
    options.users = 5;
    options.rules.rate.limited = false;
    return options;
}

std::string portal_caller::webhook_path(std::int64_t user, std::string_view method) const {
    return "/rest/" + std::to_string(user) + '/' + portal.webhook_code(user) + '/' +
           std::string(method);
}

heard portal_caller::send(portal_sim::request what) {
    if (what.source.empty()) what.source = "192.0.2.1";
    auto said = portal.handle(what, now);
    json::error_code failed;
    auto body = json::parse(said.body, failed);
    if (failed) body = nullptr;
    return {said.status, said.how, said.delay, said.content_type, said.body, std::move(body)};
}

heard portal_caller::call(
    std::int64_t user, std::string_view method, const json::object& parameters
) {
    portal_sim::request what;
    what.target = webhook_path(user, method);
    what.content_type = "application/json";
    what.body = json::serialize(parameters);
    return send(std::move(what));
}

heard portal_caller::form(std::int64_t user, std::string_view method, std::string_view body) {
    portal_sim::request what;
    what.target = webhook_path(user, method);
    what.content_type = "application/x-www-form-urlencoded";
    what.body = body;
    return send(std::move(what));
}

json::object portal_caller::batch(std::int64_t user, json::object commands, json::object more) {
    more["cmd"] = std::move(commands);
    const auto said = call(user, "batch", more);
    BOOST_TEST_REQUIRE(said.status == 200);
    return said.result().as_object();
}

json::object portal_caller::order(const json::object& orders) {
    auto said = portal.control(orders, now);
    BOOST_TEST_REQUIRE(said.at("ok").as_bool(), json::serialize(said));
    return said;
}

json::object portal_caller::totals() {
    return portal.state(now).at("totals").as_object();
}

}  // namespace portal_sim_test
