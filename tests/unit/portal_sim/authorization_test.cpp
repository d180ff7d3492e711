#include "portal_caller.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace portal_sim_test;
namespace json = boost::json;

namespace {

portal_sim::request token_request(std::string target, std::string body) {
    portal_sim::request what;
    what.target = std::move(target);
    what.content_type = "application/json";
    what.body = std::move(body);
    return what;
}

std::string access_token(portal_caller& portal, std::int64_t user) {
    const auto said = portal.order({{"issue_token", user}});
    return std::string(std::string_view(said.at("token").at("access_token").as_string()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(authorization)

BOOST_AUTO_TEST_CASE(webhook_addresses_may_end_in_several_ways) {
    portal_caller portal;
    for (const char* method : {"profile", "profile.json", "profile/", "profile.json/", "PROFILE"}) {
        BOOST_TEST(portal.call(3, method).result().at("ID") == json::value("3"), method);
    }
    portal_sim::request get;
    get.method = portal_sim::http_method::get;
    get.target = portal.webhook_path(3, "user.get?ID=4");
    BOOST_TEST(portal.send(get).result().at(0).at("ID") == json::value("4"));
}

BOOST_AUTO_TEST_CASE(the_method_is_looked_for_before_the_credential) {
    portal_caller portal;
    portal_sim::request what;
    what.target = "/rest/3/wrongcode/no.such";
    BOOST_TEST(portal.send(what).status == 404);
    BOOST_TEST(portal.send(what).error() == "ERROR_METHOD_NOT_FOUND");
    what.target = "/rest/3/wrongcode/profile";
    BOOST_TEST(portal.send(what).error() == "INVALID_CREDENTIALS");
    BOOST_TEST(portal.send(what).status == 401);
    // A good code under another number.
    what.target = "/rest/4/" + portal.portal.webhook_code(3) + "/profile";
    BOOST_TEST(portal.send(what).error() == "INVALID_CREDENTIALS");
    portal.order({{"set", {{"statuses", "documented"}}}});
    BOOST_TEST(portal.send(what).status == 403);
}

BOOST_AUTO_TEST_CASE(tokens_are_taken_from_three_places) {
    portal_caller portal;
    const auto token = access_token(portal, 4);
    const std::vector<std::string> bodies{
        R"({"auth":")" + token + R"("})", R"({"access_token":")" + token + R"("})"
    };
    for (const char* target : {"/rest/profile", "/rest//profile", "/rest/profile.json/"})
        for (const auto& body : bodies)
            BOOST_TEST(
                portal.send(token_request(target, body)).result().at("ID") == json::value("4")
            );
    auto bearer = token_request("/rest/profile", R"({"auth":"ignored"})");
    bearer.authorization = "Bearer " + token;
    BOOST_TEST(portal.send(bearer).result().at("ID") == json::value("4"));
    const auto query = token_request("/rest/profile?auth=" + token, "");
    BOOST_TEST(portal.send(query).result().at("ID") == json::value("4"));
}

BOOST_AUTO_TEST_CASE(bad_tokens_say_what_is_wrong_with_them) {
    portal_caller portal;
    BOOST_TEST(portal.send(token_request("/rest/profile", "{}")).error() == "NO_AUTH_FOUND");
    const auto unknown = token_request("/rest/profile", R"({"auth":"x"})");
    BOOST_TEST(portal.send(unknown).error() == "invalid_token");
    const auto token = access_token(portal, 4);
    const auto good = token_request("/rest/profile", R"({"auth":")" + token + R"("})");
    BOOST_TEST(!portal.send(good).failed());
    portal.pass(std::chrono::seconds(3600));
    BOOST_TEST(portal.send(good).error() == "expired_token");
}

// Malformed JSON is no parameters: the token in it was never seen (trap 22).
BOOST_AUTO_TEST_CASE(a_lost_body_looks_like_a_missing_credential) {
    portal_caller portal;
    const auto token = access_token(portal, 4);
    const auto broken = token_request("/rest/profile", R"({"auth":")" + token + R"(",})");
    BOOST_TEST(portal.send(broken).error() == "NO_AUTH_FOUND");
    auto form = token_request("/rest/profile", R"({"auth":")" + token + R"("})");
    form.content_type = "text/plain";
    BOOST_TEST(portal.send(form).error() == "NO_AUTH_FOUND");
}

BOOST_AUTO_TEST_CASE(the_dismissed_cannot_be_authorized) {
    portal_caller portal;
    portal.order({{"dismiss", 3}});
    BOOST_TEST(portal.call(3, "profile").error() == "authorization_error");
    portal.order({{"reinstate", 3}});
    BOOST_TEST(!portal.call(3, "profile").failed());
}

BOOST_AUTO_TEST_CASE(scopes_and_expiry_are_heeded) {
    portal_caller portal;
    portal.order({{"remove_scope", {{"scope", "calendar"}}}});
    const auto said = portal.call(3, "calendar.user.settings.get");
    BOOST_TEST(said.status == 401);
    BOOST_TEST(said.error() == "insufficient_scope");
    BOOST_TEST(!portal.call(3, "profile").failed());
    portal.order({{"add_scope", {{"scope", "calendar"}, {"user", 3}}}});
    BOOST_TEST(!portal.call(3, "calendar.user.settings.get").failed());
    portal.order({{"expire_webhook", 3}});
    BOOST_TEST(portal.call(3, "profile").error() == "INVALID_CREDENTIALS");
}

BOOST_AUTO_TEST_CASE(a_moved_webhook_acts_as_somebody_else) {
    portal_caller portal;
    portal.order({{"move_webhook", {{"user", 3}, {"to", admin}}}});
    BOOST_TEST(portal.call(3, "profile").result().at("ID") == json::value("1"));
    portal.call(3, "calendar.user.settings.set", {{"settings", {{"view", "day"}}}});
    BOOST_TEST(portal.user(admin).at("wrong_writes") == json::value(1));
    BOOST_TEST(portal.user(3).at("settings").is_null());
    BOOST_TEST(portal.totals().at("wrong_user_writes") == json::value(1));
}

BOOST_AUTO_TEST_CASE(the_account_of_the_dismissed_is_hidden) {
    portal_caller portal;
    portal.order({{"move_webhook", {{"user", 3}, {"to", "system"}}}});
    portal.order({{"move_webhook", {{"user", 4}, {"to", "system"}}}});
    const auto id = portal.call(3, "profile").result().at("ID");
    BOOST_TEST(id == json::value("7"));
    BOOST_TEST(portal.call(4, "profile").result().at("ID") == id);
    BOOST_TEST(portal.call(admin, "user.get", {{"ID", id}}).result() == json::array());
    BOOST_TEST(portal.portal.roster().size() == 5U);
}

BOOST_AUTO_TEST_CASE(signed_links_and_xml_are_not_for_us) {
    portal_caller portal;
    BOOST_TEST(portal.call(3, "profile", {{"token", "x"}}).error() == "ACCESS_DENIED");
    BOOST_TEST(portal.call(3, "profile.xml").failed());
    const json::object day{{"settings", {{"view", "day"}}}};
    BOOST_TEST(portal.call(3, "calendar.user.settings.set.xml", day).failed());
    BOOST_TEST(portal.user(3).at("settings").is_null());
    portal_sim::request newer;
    newer.target = "/rest/api/3/code/tasks.task.get";
    BOOST_TEST(portal.send(newer).body.at("error").is_object());
}

BOOST_AUTO_TEST_CASE(descriptions_may_be_localised) {
    portal_caller portal;
    portal.order({{"set", {{"localised", true}}}});
    const auto said = portal.call(3, "no.such");
    BOOST_TEST(said.error() == "ERROR_METHOD_NOT_FOUND");
    BOOST_TEST(said.body.at("error_description") == json::value("Метод не найден!"));
}

BOOST_AUTO_TEST_SUITE_END()
