#include "portal-sim/core/hosting.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>

namespace {

using namespace portal_sim;
namespace json = boost::json;

const time_point monday{std::chrono::seconds(1'795'400'000)};

hosting three() {
    portal_options each;
    each.users = 2;
    each.rules.rate.burst = 2;
    each.rules.rate.rate = 0;
    return {each, 3, 443};
}

request to(const std::string& host, const std::string& target, const std::string& body = "{}") {
    request made;
    made.host = host;
    made.target = target;
    made.content_type = "application/json";
    made.body = body;
    made.source = "127.0.0.1";
    return made;
}

std::string webhook_path(const hosted_portal& which, const std::string& method) {
    return "/rest/2/" + which.answers.webhook_code(2) + "/" + method;
}

json::object state_of_all(hosting& all) {
    auto asked = to("localhost:443", "/__state");
    asked.method = http_method::get;
    return json::parse(all.handle(asked, monday).body).as_object();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(several_portals_at_one_address)

BOOST_AUTO_TEST_CASE(each_has_a_name_an_address_and_people_of_its_own) {
    const auto all = three();
    BOOST_REQUIRE(all.portals().size() == 3U);
    BOOST_TEST(all.portals()[1].name == "portal-2");
    BOOST_TEST(all.portals()[1].url == "https://portal-2.sim.localhost:443/");
    BOOST_TEST(
        all.portals()[0].answers.webhook_code(2) != all.portals()[1].answers.webhook_code(2)
    );
    portal_options one;
    one.seed = 2;
    one.users = 2;
    BOOST_TEST(portal(one).webhook_code(2) == all.portals()[1].answers.webhook_code(2));
}

BOOST_AUTO_TEST_CASE(names_are_of_one_length_so_that_they_sort) {
    portal_options each;
    each.users = 1;
    const hosting all(each, 12, 443);
    BOOST_TEST(all.portals()[0].name == "portal-01");
    BOOST_TEST(all.portals()[11].name == "portal-12");
}

BOOST_AUTO_TEST_CASE(a_credential_is_worth_nothing_at_another_portal) {
    auto all = three();
    const auto path = webhook_path(all.portals()[0], "profile");
    BOOST_TEST(all.handle(to("portal-1.sim.localhost:443", path), monday).status == 200);
    BOOST_TEST(all.handle(to("portal-2.sim.localhost:443", path), monday).status == 401);
}

BOOST_AUTO_TEST_CASE(the_limit_of_one_is_not_that_of_another) {
    auto all = three();
    const auto ask = [&](std::size_t which) {
        const auto& portal = all.portals()[which];
        return all
            .handle(to(portal.name + ".sim.localhost", webhook_path(portal, "profile")), monday)
            .status;
    };
    BOOST_TEST(ask(0) == 200);
    BOOST_TEST(ask(0) == 200);
    BOOST_TEST(ask(0) == 503);
    BOOST_TEST(ask(1) == 200);
}

BOOST_AUTO_TEST_CASE(totals_of_each_and_of_all) {
    auto all = three();
    for (int i = 0; i < 3; ++i)
        all.handle(to("portal-1.sim.localhost", webhook_path(all.portals()[0], "profile")), monday);
    all.handle(to("portal-3.sim.localhost", webhook_path(all.portals()[2], "profile")), monday);
    const auto said = state_of_all(all);
    BOOST_TEST(said.at("totals").at("requests") == json::value(4));
    BOOST_TEST(said.at("totals").at("rate_rejections_provoked") == json::value(1));
    BOOST_TEST(said.at("totals").at("max_requests_in_1s") == json::value(3));
    BOOST_TEST(said.at("totals").at("bucket_peak") == json::value(2));
    BOOST_TEST(said.at("portals").at("portal-1").at("requests") == json::value(3));
    BOOST_TEST(said.at("portals").at("portal-2").at("requests") == json::value(0));
}

BOOST_AUTO_TEST_CASE(one_is_ordered_by_its_name_and_all_by_another) {
    auto all = three();
    const auto hang = R"({"faults": [{"kind": "hang"}]})";
    const auto ask = [&](std::size_t which) {
        const auto& portal = all.portals()[which];
        return all
            .handle(to(portal.name + ".sim.localhost", webhook_path(portal, "profile")), monday)
            .how;
    };
    BOOST_TEST(all.handle(to("portal-2.sim.localhost", "/__control", hang), monday).status == 200);
    BOOST_TEST((ask(0) == delivery::whole));
    BOOST_TEST((ask(1) == delivery::never));
    BOOST_TEST(all.handle(to("localhost", "/__control", hang), monday).status == 200);
    BOOST_TEST((ask(0) == delivery::never));
    BOOST_TEST(all.handle(to("localhost", "/__control", R"({"fly": 1})"), monday).status == 400);
    BOOST_TEST(all.handle(to("localhost", "/__control", "no JSON"), monday).status == 400);
}

BOOST_AUTO_TEST_CASE(a_host_of_nobody_has_no_methods) {
    auto all = three();
    const auto path = webhook_path(all.portals()[0], "profile");
    for (const auto* host : {"localhost", "portal-4.sim.localhost", "portal-1.example", ""})
        BOOST_TEST(all.handle(to(host, path), monday).status == 404, host);
}

BOOST_AUTO_TEST_CASE(one_alone_answers_to_every_host) {
    portal_options only;
    only.users = 2;
    hosting all(only, 1, 443);
    const auto path = webhook_path(all.portals()[0], "profile");
    BOOST_TEST(all.portals()[0].url == only.url);
    for (const auto* host : {"localhost", "portal-1.sim.localhost", ""})
        BOOST_TEST(all.handle(to(host, path), monday).status == 200, host);
}

BOOST_AUTO_TEST_SUITE_END()
