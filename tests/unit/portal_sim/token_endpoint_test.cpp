#include "portal_caller.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace portal_sim_test;
namespace json = boost::json;

namespace {

std::string refresh_token(portal_caller& portal, std::int64_t user) {
    const auto said = portal.order({{"issue_token", user}});
    return std::string(std::string_view(said.at("token").at("refresh_token").as_string()));
}

std::string query(const portal_caller& portal, const std::string& refresh) {
    const auto app = portal.portal.app();
    return "grant_type=refresh_token&client_id=" + app.client_id +
           "&client_secret=" + app.client_secret + "&refresh_token=" + refresh;
}

heard get(portal_caller& portal, const std::string& text) {
    portal_sim::request what;
    what.method = portal_sim::http_method::get;
    what.target = "/oauth/token/?" + text;
    return portal.send(what);
}

heard post(portal_caller& portal, const std::string& text) {
    portal_sim::request what;
    what.target = "/oauth/token/";
    what.content_type = "application/x-www-form-urlencoded";
    what.body = text;
    return portal.send(what);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(token_endpoint)

BOOST_AUTO_TEST_CASE(a_pair_is_exchanged_for_the_next_once) {
    portal_caller portal;
    const auto first = refresh_token(portal, 3);
    const auto said = get(portal, query(portal, first));
    BOOST_TEST_REQUIRE(said.status == 200);
    BOOST_TEST(said.body.at("user_id") == json::value(3));
    BOOST_TEST(said.body.at("expires_in") == json::value(3600));
    BOOST_TEST(get(portal, query(portal, first)).error() == "invalid_grant");

    const std::string second(std::string_view(said.body.at("refresh_token").as_string()));
    const auto again = post(portal, query(portal, second));
    BOOST_TEST_REQUIRE(again.status == 200);
    portal_sim::request call;
    call.target = "/rest//profile";
    call.content_type = "application/json";
    call.body = R"({"auth":")" +
                std::string(std::string_view(again.body.at("access_token").as_string())) + R"("})";
    BOOST_TEST(portal.send(call).result().at("ID") == json::value("3"));
    BOOST_TEST(portal.portal.state(portal.now).at("refreshes").at("3") == json::value(2));
}

BOOST_AUTO_TEST_CASE(the_old_one_may_live_on) {
    portal_caller portal;
    portal.order({{"set", {{"rotation", "old_one_lives"}}}});
    const auto first = refresh_token(portal, 3);
    BOOST_TEST(get(portal, query(portal, first)).status == 200);
    BOOST_TEST(get(portal, query(portal, first)).status == 200);
}

BOOST_AUTO_TEST_CASE(mistakes_have_their_codes) {
    portal_caller portal;
    const auto good = query(portal, refresh_token(portal, 3));
    const auto wrong_client =
        get(portal, "client_id=x&" + good.substr(good.find("&client_secret")));
    BOOST_TEST(wrong_client.status == 200);
    BOOST_TEST(wrong_client.error() == "wrong_client");
    BOOST_TEST(get(portal, good + "&client_secret=x").error() == "invalid_client");
    BOOST_TEST(get(portal, good + "&refresh_token=").error() == "invalid_request");
    BOOST_TEST(get(portal, good + "&refresh_token=x").error() == "invalid_grant");
}

BOOST_AUTO_TEST_CASE(tokens_expire_on_order) {
    portal_caller portal;
    const auto said = portal.order({{"issue_token", 3}});
    portal.order({{"expire_tokens", 0}});
    portal_sim::request call;
    call.target = "/rest/app.info";
    call.authorization =
        "Bearer " + std::string(std::string_view(said.at("token").at("access_token").as_string()));
    BOOST_TEST(portal.send(call).error() == "expired_token");
}

BOOST_AUTO_TEST_SUITE_END()
