#include "portal_caller.hpp"

#include <boost/test/unit_test.hpp>

using namespace portal_sim_test;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

portal_sim::portal_options limited() {
    auto options = portal_caller::unlimited();
    options.rules.rate.limited = true;
    options.rules.rate.burst = 3;
    return options;
}

portal_sim::portal_options slow_methods(double limit) {
    auto options = portal_caller::unlimited();
    options.rules.operating_limit = limit;
    options.rules.seconds["user.get"] = 6;
    return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(the_bucket_stands_before_everything_else) {
    portal_caller portal(limited());
    for (int i = 0; i < 3; ++i) portal.call(3, "no.such");
    const auto refused = portal.call(4, "no.such");
    BOOST_TEST(refused.status == 503);
    BOOST_TEST(refused.error() == "QUERY_LIMIT_EXCEEDED");
    BOOST_TEST(refused.body.at("error_description") == json::value("Too many requests"));
    portal.pass(1s);
    BOOST_TEST(!portal.call(4, "profile").failed());
}

BOOST_AUTO_TEST_CASE(each_source_has_its_own_bucket_and_a_batch_is_one_request) {
    portal_caller portal(limited());
    for (int i = 0; i < 3; ++i)
        portal.batch(3, {{"a", "profile"}, {"b", "profile"}, {"c", "profile"}});
    BOOST_TEST(portal.call(3, "profile").failed());
    portal_sim::request elsewhere;
    elsewhere.target = portal.webhook_path(3, "profile");
    elsewhere.source = "192.0.2.9";
    BOOST_TEST(!portal.send(elsewhere).failed());
}

BOOST_AUTO_TEST_CASE(control_and_state_are_no_requests) {
    portal_caller portal(limited());
    for (int i = 0; i < 10; ++i) {
        portal_sim::request what;
        what.method = portal_sim::http_method::get;
        what.target = "/__state?brief=1";
        BOOST_TEST(portal.send(what).status == 200);
    }
    BOOST_TEST(!portal.call(3, "profile").failed());
    BOOST_TEST(portal.totals().at("requests") == json::value(1));
}

BOOST_AUTO_TEST_CASE(rejections_and_impatience_are_counted) {
    portal_caller portal(limited());
    for (int i = 0; i < 6; ++i) portal.call(3, "profile");
    BOOST_TEST(portal.totals().at("rate_rejections_provoked") == json::value(3));
    BOOST_TEST(portal.totals().at("rate_rejections_injected") == json::value(0));
    BOOST_TEST(portal.totals().at("calls_while_blocked") == json::value(2));
    BOOST_TEST(portal.totals().at("bucket_peak") == json::value(3));
}

BOOST_AUTO_TEST_CASE(the_call_that_overshoots_completes_and_the_next_is_blocked) {
    portal_caller portal(slow_methods(10));
    const auto first = portal.call(admin, "user.get");
    BOOST_TEST(first.body.at("time").at("operating").to_number<double>() == 6);
    BOOST_TEST(!portal.call(admin, "user.get").failed());
    const auto blocked = portal.call(admin, "user.get");
    BOOST_TEST(blocked.status == 429);
    BOOST_TEST(blocked.error() == "OPERATION_TIME_LIMIT");
    BOOST_TEST(!blocked.body.as_object().contains("time"));
    BOOST_TEST(portal.totals().at("operating_rejections") == json::value(1));
    BOOST_TEST(portal.totals().at("calls_while_blocked") == json::value(0));
    portal.call(admin, "user.get");
    BOOST_TEST(portal.totals().at("calls_while_blocked") == json::value(1));
    // Another method and another webhook have their own budgets.
    BOOST_TEST(!portal.call(admin, "profile").failed());
    BOOST_TEST(!portal.call(3, "user.get").failed());
    portal.pass(600s);
    BOOST_TEST(!portal.call(admin, "user.get").failed());
}

BOOST_AUTO_TEST_CASE(inside_a_batch_the_block_comes_with_status_200) {
    portal_caller portal(slow_methods(5));
    portal.call(admin, "user.get");
    const auto maps = portal.batch(admin, {{"a", "user.get"}, {"b", "profile"}});
    BOOST_TEST(maps.at("result_error").at("a").at("error") == json::value("OPERATION_TIME_LIMIT"));
    BOOST_TEST(maps.at("result").as_object().contains("b"));
}

// Short calls are free one by one, but a batch adds them up.
BOOST_AUTO_TEST_CASE(short_calls_count_when_they_ride_together) {
    portal_caller portal;
    portal.call(admin, "user.get");
    const auto single = portal.call(admin, "user.get");
    BOOST_TEST(single.body.at("time").at("operating").to_number<double>() == 0);
    json::object commands;
    for (int i = 0; i < 10; ++i) commands["j" + std::to_string(i)] = "user.get";
    portal.batch(admin, commands);
    const auto after = portal.call(admin, "user.get");
    BOOST_TEST(after.body.at("time").at("operating").to_number<double>() > 0.4);
}

BOOST_AUTO_TEST_CASE(a_portal_may_charge_the_envelope_instead) {
    portal_caller portal;
    portal.order({{"set", {{"batch_charge", "envelope"}}}});
    json::object commands;
    for (int i = 0; i < 10; ++i)
        commands["j" + std::to_string(i)] = "calendar.section.add?type=user&name=x";
    const auto maps = portal.batch(3, commands);
    const auto& times = maps.at("result_time").as_object();
    BOOST_TEST(times.at("j0").at("operating") == times.at("j9").at("operating"));
    const auto single =
        portal.call(3, "calendar.section.add", {{"type", "user"}, {"name", "alone"}});
    BOOST_TEST(single.body.at("time").at("operating").to_number<double>() < 2);
}

BOOST_AUTO_TEST_CASE(an_envelope_may_use_up_its_own_time) {
    portal_caller portal;
    portal.order(
        {{"set",
          {{"batch_charge", "envelope"}, {"operating_limit", 1}, {"seconds", {{"profile", 3}}}}}}
    );
    portal.batch(3, {{"a", "profile"}});
    const auto blocked = portal.call(3, "batch", {{"cmd", {{"a", "profile"}}}});
    BOOST_TEST(blocked.status == 429);
    BOOST_TEST(blocked.error() == "OPERATION_TIME_LIMIT");
    BOOST_TEST(!portal.call(3, "profile").failed());
}

BOOST_AUTO_TEST_CASE(on_premise_knows_no_limits_and_no_operating_times) {
    auto options = limited();
    options.rules.on_premise = true;
    portal_caller portal(options);
    for (int i = 0; i < 10; ++i) BOOST_TEST(!portal.call(3, "profile").failed());
    const auto time = portal.call(3, "profile").body.at("time").as_object();
    BOOST_TEST(!time.contains("operating"));
    BOOST_TEST(!time.contains("operating_reset_at"));
    BOOST_TEST(time.contains("duration"));
}

BOOST_AUTO_TEST_SUITE_END()
