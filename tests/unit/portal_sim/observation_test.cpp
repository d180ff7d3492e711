#include "portal-sim/core/observations.hpp"
#include "portal_caller.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace portal_sim_test;
using namespace std::chrono_literals;
namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(observing)

BOOST_AUTO_TEST_CASE(the_busiest_second_need_not_begin_on_one) {
    portal_sim::arrival_windows windows;
    const portal_sim::time_point beginning{100s};
    for (const auto offset : {0ms, 900ms, 1000ms, 1100ms, 1899ms, 30'000ms, 60'899ms})
        windows.add(beginning + offset);
    BOOST_TEST(windows.most_in_1s() == 4U);   // 900 to 1899
    BOOST_TEST(windows.most_in_60s() == 6U);  // 0 to 30,000
}

BOOST_AUTO_TEST_CASE(requests_commands_reads_and_writes_are_told_apart) {
    portal_caller portal;
    portal.batch(
        3,
        {{"p", "profile"},
         {"s", "calendar.user.settings.set?settings[view]=day"},
         {"g", "calendar.user.settings.get"}}
    );
    portal.call(admin, "user.update", {{"ID", 3}, {"NAME", "New"}});
    portal.pass(2s);
    portal.call(3, "calendar.user.settings.set", {{"settings", "nothing happens"}});
    const auto user = portal.user(3);
    BOOST_TEST(user.at("requests") == json::value(2));
    BOOST_TEST(user.at("writes") == json::value(2));
    BOOST_TEST(user.at("reads") == json::value(2));
    BOOST_TEST(user.at("wrong_writes") == json::value(0));
    const auto state = portal.portal.state(portal.now);
    BOOST_TEST(state.at("totals").at("requests") == json::value(3));
    BOOST_TEST(state.at("totals").at("commands") == json::value(5));
    BOOST_TEST(state.at("totals").at("batches") == json::value(1));
    BOOST_TEST(
        state.at("arrivals") ==
        (json::array{json::array{1'795'404'000, 2}, json::array{1'795'404'002, 1}})
    );
}

BOOST_AUTO_TEST_CASE(secrets_in_the_name_of_the_program_are_noticed) {
    portal_caller portal;
    portal_sim::request what;
    what.target = portal.webhook_path(3, "profile");
    what.user_agent = "muster/0.1 (https://example.org)";
    portal.send(what);
    BOOST_TEST(portal.totals().at("secrets_in_user_agent") == json::value(0));
    what.user_agent = "muster/0.1 (" + portal.portal.webhook_code(4) + ")";
    portal.send(what);
    BOOST_TEST(portal.totals().at("secrets_in_user_agent") == json::value(1));
}

BOOST_AUTO_TEST_CASE(the_report_holds_no_secret) {
    portal_caller portal;
    portal.order({{"issue_token", 3}});
    portal.call(3, "profile");
    const auto text = json::serialize(portal.portal.state(portal.now));
    for (std::int64_t user = 1; user <= 6; ++user)
        BOOST_TEST(text.find(portal.portal.webhook_code(user)) == std::string::npos);
    BOOST_TEST(text.find(portal.portal.app().client_secret) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(reset_forgets_what_was_seen_and_keeps_what_is) {
    portal_caller portal;
    portal.call(3, "calendar.user.settings.set", {{"settings", {{"view", "day"}}}});
    portal.order({{"reset", true}});
    BOOST_TEST(portal.totals().at("requests") == json::value(0));
    BOOST_TEST(portal.user(3).at("writes") == json::value(0));
    BOOST_TEST(!portal.user(3).at("settings").is_null());
}

BOOST_AUTO_TEST_CASE(the_same_seed_makes_the_same_portal) {
    auto options = portal_caller::unlimited();
    options.seed = 42;
    const portal_caller first(options);
    const portal_caller second(options);
    options.seed = 43;
    const portal_caller other(options);
    BOOST_TEST(first.portal.webhook_code(3) == second.portal.webhook_code(3));
    BOOST_TEST(first.portal.webhook_code(3) != other.portal.webhook_code(3));
    BOOST_TEST(first.portal.webhook_code(3).size() >= 16U);
    const auto roster = first.portal.roster();
    BOOST_TEST_REQUIRE(roster.size() == 5U);
    BOOST_TEST(roster.front().id == 2);
    BOOST_TEST(!roster.front().department.empty());
    BOOST_TEST(roster.front().email == second.portal.roster().front().email);
}

BOOST_AUTO_TEST_SUITE_END()
