#include "portal_caller.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace portal_sim_test;
using portal_sim::delivery;
namespace json = boost::json;

namespace {

constexpr auto set_method = "calendar.user.settings.set";
const json::object week{{"settings", {{"view", "week"}}}};

void inject(portal_caller& portal, json::object fault) {
    portal.order({{"faults", json::array{std::move(fault)}}});
}

bool written(portal_caller& portal) {
    return !portal.user(3).at("settings").is_null();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(a_counted_fault_stops_by_itself) {
    portal_caller portal;
    inject(portal, {{"kind", "rate_limit"}, {"count", 2}});
    for (int i = 0; i < 2; ++i) {
        const auto said = portal.call(3, set_method, week);
        BOOST_TEST(said.status == 503);
        BOOST_TEST(said.error() == "QUERY_LIMIT_EXCEEDED");
    }
    BOOST_TEST(!written(portal));
    BOOST_TEST(!portal.call(3, set_method, week).failed());
    BOOST_TEST(portal.totals().at("rate_rejections_injected") == json::value(2));
    BOOST_TEST(portal.totals().at("rate_rejections_provoked") == json::value(0));
}

BOOST_AUTO_TEST_CASE(a_cut_before_leaves_no_effect_and_a_cut_after_leaves_it) {
    portal_caller before;
    inject(before, {{"kind", "cut_before"}});
    BOOST_TEST((before.call(3, set_method, week).how == delivery::cut_before_effect));
    BOOST_TEST(!written(before));
    BOOST_TEST(before.user(3).at("requests") == json::value(1));
    portal_caller after;
    inject(after, {{"kind", "cut_after"}});
    BOOST_TEST((after.call(3, set_method, week).how == delivery::cut_after_effect));
    BOOST_TEST(written(after));
}

BOOST_AUTO_TEST_CASE(spoiled_answers_come_after_the_effect) {
    portal_caller portal;
    inject(portal, {{"kind", "malformed_json"}, {"count", 1}});
    const auto said = portal.call(3, set_method, week);
    BOOST_TEST(said.status == 200);
    BOOST_TEST(said.body.is_null());
    BOOST_TEST(written(portal));
}

BOOST_AUTO_TEST_CASE(front_ends_answer_in_html) {
    portal_caller portal;
    inject(portal, {{"kind", "html"}, {"status", 503}, {"count", 1}});
    const auto said = portal.call(3, set_method, week);
    BOOST_TEST(said.status == 503);
    BOOST_TEST(said.content_type == "text/html");
    BOOST_TEST(!written(portal));
    inject(portal, {{"kind", "html"}, {"effect", "after"}});
    BOOST_TEST(portal.call(3, set_method, week).status == 502);
    BOOST_TEST(written(portal));
}

BOOST_AUTO_TEST_CASE(slow_and_silent_answers) {
    portal_caller portal;
    inject(portal, {{"kind", "slow"}, {"ms", 1500}});
    const auto slow = portal.call(3, "profile");
    BOOST_TEST(slow.delay.count() == 1500);
    BOOST_TEST(!slow.failed());
    inject(portal, {{"kind", "hang"}});
    const auto silent = portal.call(3, set_method, week);
    BOOST_TEST((silent.how == delivery::never));
    BOOST_TEST(silent.delay.count() == 1500);
    BOOST_TEST(!written(portal));
}

BOOST_AUTO_TEST_CASE(a_fault_may_aim_at_a_method_and_at_a_user) {
    portal_caller portal;
    inject(portal, {{"kind", "error"}, {"method", "profile"}, {"user", 3}});
    BOOST_TEST(portal.call(3, "profile").error() == "INTERNAL_SERVER_ERROR");
    BOOST_TEST(!portal.call(4, "profile").failed());
    BOOST_TEST(!portal.call(3, "server.time").failed());
    // A batch that carries the method is struck as a whole.
    const auto struck =
        portal.call(3, "batch", {{"cmd", {{"a", "server.time"}, {"b", "profile"}}}});
    BOOST_TEST(struck.status == 500);
}

BOOST_AUTO_TEST_CASE(a_fault_of_a_command_spares_its_neighbours) {
    portal_caller portal;
    inject(
        portal,
        {{"kind", "error"},
         {"level", "command"},
         {"method", set_method},
         {"code", "ERROR_CORE"},
         {"count", 1}}
    );
    const json::object commands{
        {"a", "calendar.user.settings.set?settings[view]=day"}, {"b", "profile"}
    };
    const auto maps = portal.batch(3, commands);
    BOOST_TEST(maps.at("result_error").at("a").at("error") == json::value("ERROR_CORE"));
    BOOST_TEST(maps.at("result").as_object().contains("b"));
    BOOST_TEST(!written(portal));
    BOOST_TEST(portal.batch(3, commands).at("result_error") == json::array());
}

BOOST_AUTO_TEST_CASE(an_error_may_come_after_the_effect) {
    portal_caller portal;
    inject(portal, {{"kind", "error"}, {"effect", "after"}});
    BOOST_TEST(portal.call(3, set_method, week).status == 500);
    BOOST_TEST(written(portal));
}

BOOST_AUTO_TEST_CASE(chance_is_the_seeds) {
    const auto strikes = [](std::uint64_t seed) {
        auto options = portal_caller::unlimited();
        options.seed = seed;
        portal_caller portal(options);
        inject(portal, {{"kind", "rate_limit"}, {"probability", 0.3}});
        std::string seen;
        for (int i = 0; i < 300; ++i) seen += portal.call(3, "profile").failed() ? '1' : '0';
        return seen;
    };
    const auto first = strikes(1);
    BOOST_TEST(first == strikes(1));
    BOOST_TEST(first != strikes(2));
    const auto hits = std::ranges::count(first, '1');
    BOOST_TEST(hits > 60);
    BOOST_TEST(hits < 120);
}

BOOST_AUTO_TEST_CASE(the_portal_as_a_whole_may_fail) {
    portal_caller portal;
    portal.order({{"portal_deleted", true}});
    BOOST_TEST(portal.call(3, "profile").error() == "PORTAL_DELETED");
    portal.order({{"portal_deleted", false}, {"overload", true}});
    BOOST_TEST(portal.call(3, "profile").error() == "OVERLOAD_LIMIT");
    portal.order({{"overload", false}});
    portal.order({{"overload", 3}});
    BOOST_TEST(portal.call(3, "profile").error() == "OVERLOAD_LIMIT");
    BOOST_TEST(!portal.call(4, "profile").failed());
    BOOST_TEST(portal.totals().at("calls_while_blocked") == json::value(2));

    portal.order({{"redirect", "https://new.example:8443/"}});
    portal_sim::request what;
    what.target = portal.webhook_path(4, "profile?x=1");
    const auto moved = portal.portal.handle(what, portal.now);
    BOOST_TEST(moved.status == 302);
    BOOST_TEST(moved.headers.at(0).first == "Location");
    BOOST_TEST(moved.headers.at(0).second == "https://new.example:8443" + what.target);
    what.host = "new.example:8443";
    BOOST_TEST(portal.portal.handle(what, portal.now).status == 200);
}

BOOST_AUTO_TEST_CASE(wrong_orders_change_nothing_and_say_why) {
    portal_caller portal;
    const std::vector<json::object> wrong{
        {{"nonsense", 1}},
        {{"set", {{"burst", "many"}}}},
        {{"set", {{"brust", 5}}}},
        {{"set", {{"reading", "loose"}}}},
        {{"faults", json::array{json::object{{"kind", "earthquake"}}}}},
        {{"faults", json::array{json::object{{"method", "profile"}}}}},
        {{"faults", json::array{json::object{{"kind", "error"}, {"code", "NO_SUCH_CODE"}}}}},
        {{"faults", json::array{json::object{{"kind", "hang"}, {"level", "command"}}}}},
        {{"faults", json::array{json::object{{"kind", "slow"}}}}},
        {{"move_webhook", {{"user", 3}, {"to", 99}}}},
        {{"dismiss", 99}},
        {{"dismiss", 3}, {"faults", 5}},
    };
    for (const auto& orders : wrong) {
        const auto said = portal.portal.control(orders, portal.now);
        BOOST_TEST(!said.at("ok").as_bool(), json::serialize(orders));
        BOOST_TEST(!said.at("problem").as_string().empty());
    }
    BOOST_TEST(portal.user(3).at("active") == json::value(true));
    BOOST_TEST(portal.portal.state(portal.now).at("faults") == json::array());
}

BOOST_AUTO_TEST_SUITE_END()
