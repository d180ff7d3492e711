#include "portal_caller.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace portal_sim_test;
namespace json = boost::json;

namespace {

const json::object& errors(const json::object& maps) {
    return maps.at("result_error").as_object();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batches)

BOOST_AUTO_TEST_CASE(an_empty_batch_is_five_empty_lists) {
    portal_caller portal;
    for (const auto& parameters :
         {json::object{}, json::object{{"cmd", ""}}, json::object{{"cmd", json::object()}}}) {
        const auto said = portal.call(3, "batch", parameters);
        BOOST_TEST(said.status == 200);
        for (const auto& each : said.result().as_object())
            BOOST_TEST(each.value() == json::array());
        BOOST_TEST(said.result().as_object().size() == 5U);
        BOOST_TEST(said.body.as_object().contains("time"));
    }
}

BOOST_AUTO_TEST_CASE(success_and_failure_stand_in_their_own_maps) {
    portal_caller portal;
    const auto maps = portal.batch(
        3, {{"p", "profile"}, {"no", "no.such"}, {"bad", "calendar.user.settings.set"}}
    );
    BOOST_TEST(maps.at("result").at("p").at("ID") == json::value("3"));
    BOOST_TEST(maps.at("result").as_object().size() == 1U);
    BOOST_TEST(errors(maps).at("no").at("error") == json::value("ERROR_METHOD_NOT_FOUND"));
    BOOST_TEST(errors(maps).at("bad").at("error") == json::value(""));
    BOOST_TEST(maps.at("result_time").as_object().size() == 1U);
    BOOST_TEST(maps.at("result_total") == json::array());
}

BOOST_AUTO_TEST_CASE(numbered_commands_are_a_list_until_one_fails) {
    portal_caller portal;
    const auto list = portal.call(3, "batch", {{"cmd", json::array{"profile", "profile"}}});
    BOOST_TEST(list.result().at("result").is_array());
    const auto gap = portal.call(3, "batch", {{"cmd", json::array{"no.such", "profile"}}});
    BOOST_TEST(gap.result().at("result").as_object().contains("1"));
    BOOST_TEST(gap.result().at("result_error").is_array());
    BOOST_TEST(gap.result().at("result_time").is_object());
}

BOOST_AUTO_TEST_CASE(what_is_no_text_vanishes_but_uses_a_place) {
    portal_caller portal;
    json::object commands{{"o", {{"method", "profile"}}}, {"n", 5}};
    for (int i = 0; i < 49; ++i) commands["p" + std::to_string(i)] = "server.time";
    const auto maps = portal.batch(3, commands);
    BOOST_TEST(maps.at("result").as_object().size() == 48U);
    BOOST_TEST(errors(maps).size() == 1U);
    BOOST_TEST(errors(maps).at("p48").at("error") == json::value("ERROR_BATCH_LENGTH_EXCEEDED"));
}

BOOST_AUTO_TEST_CASE(halt_leaves_the_rest_out_everywhere) {
    portal_caller portal;
    const json::object commands{{"a", "server.time"}, {"b", "no.such"}, {"c", "server.time"}};
    for (const auto& halt : {json::value(1), json::value(true), json::value("false")}) {
        const auto maps = portal.batch(3, commands, {{"halt", halt}});
        BOOST_TEST(maps.at("result").as_object().size() == 1U);
        BOOST_TEST(errors(maps).size() == 1U);
        BOOST_TEST(!maps.at("result_time").as_object().contains("c"));
    }
    for (const auto& halt : {json::value(0), json::value("0"), json::value("")}) {
        const auto maps = portal.batch(3, commands, {{"halt", halt}});
        BOOST_TEST(maps.at("result").as_object().contains("c"));
    }
}

BOOST_AUTO_TEST_CASE(parameter_names_may_be_written_in_any_case) {
    portal_caller portal;
    const auto said = portal.call(3, "BATCH.json/", {{"CMD", {{"a", "Server.Time"}}}, {"Halt", 1}});
    BOOST_TEST(said.result().at("result").as_object().contains("a"));
}

BOOST_AUTO_TEST_CASE(forms_carry_batches_too) {
    portal_caller portal;
    const auto said = portal.form(
        3, "batch", "cmd[s]=calendar.section.add%3Ftype%3Duser%26name%3DA%2526B&cmd[g]=profile"
    );
    BOOST_TEST(said.result().at("result").as_object().size() == 2U);
    BOOST_TEST(portal.user(3).at("sections").at(1).at("name") == json::value("A&B"));
}

BOOST_AUTO_TEST_CASE(values_of_a_command_arrive_as_php_reads_them) {
    portal_caller portal;
    portal.batch(
        3,
        {{"a",
          "calendar.user.settings.set?settings%5BshowDeclined%5D=0&settings[defaultSections]=[]"},
         {"b", "calendar.section.add?type=user&name=%D0%AF%2B%26%23%F0%9F%98%80&color=%239cbeee"},
         {"c", "calendar.section.add?type=user&name=cut#here&color=1"}}
    );
    const auto said = portal.call(3, "calendar.user.settings.get");
    BOOST_TEST(said.result().at("showDeclined") == json::value(false));
    BOOST_TEST(said.result().at("defaultSections") == json::array());
    const auto sections = portal.user(3).at("sections").as_array();
    BOOST_TEST(sections[1].at("name") == json::value("Я+&#😀"));
    BOOST_TEST(sections[1].at("color") == json::value("#9cbeee"));
    BOOST_TEST(sections[2].at("name") == json::value("cut"));
}

BOOST_AUTO_TEST_CASE(references_chain_commands) {
    portal_caller portal;
    const auto maps = portal.batch(
        3,
        {{"sec", "calendar.section.add?type=user&name=A"},
         {"set", "calendar.user.settings.set?settings[meetSection]=$result[sec]"},
         {"get", "calendar.user.settings.get"}}
    );
    const auto& result = maps.at("result").as_object();
    BOOST_TEST(result.at("get").at("meetSection") == result.at("sec"));
}

BOOST_AUTO_TEST_CASE(some_methods_may_not_ride) {
    portal_caller portal;
    for (const char* method : {"download", "upload", "batch?cmd[a]=profile"}) {
        const auto maps = portal.batch(3, {{"x", method}});
        BOOST_TEST(
            errors(maps).at("x").at("error") == json::value("ERROR_BATCH_METHOD_NOT_ALLOWED")
        );
    }
    portal.order({{"set", {{"nested_batch", true}}}});
    const auto maps = portal.batch(3, {{"x", "batch?cmd[a]=profile"}});
    BOOST_TEST(maps.at("result").at("x").at("result").as_object().contains("a"));
}

BOOST_AUTO_TEST_CASE(suffixes_and_leading_slashes_are_unknown_methods) {
    portal_caller portal;
    const auto maps = portal.batch(3, {{"a", "profile.json"}, {"b", "/profile"}, {"c", "a:80"}});
    BOOST_TEST(errors(maps).size() == 3U);
    BOOST_TEST(maps.at("result") == json::array());
}

BOOST_AUTO_TEST_CASE(inner_credentials_change_nothing) {
    portal_caller portal;
    const auto maps = portal.batch(3, {{"a", "profile?auth=other&access_token=x"}});
    BOOST_TEST(maps.at("result").at("a").at("ID") == json::value("3"));
}

BOOST_AUTO_TEST_CASE(lists_tell_their_total_and_next) {
    auto options = portal_caller::unlimited();
    options.users = 60;
    portal_caller portal(options);
    const auto maps = portal.batch(admin, {{"u", "user.get"}, {"p", "profile"}});
    BOOST_TEST(maps.at("result_total").as_object() == (json::object{{"u", 61}}));
    BOOST_TEST(maps.at("result_next").as_object() == (json::object{{"u", 50}}));
}

BOOST_AUTO_TEST_CASE(scope_is_checked_for_each_command) {
    portal_caller portal;
    portal.order({{"remove_scope", {{"scope", "calendar"}, {"user", 3}}}});
    const auto maps = portal.batch(3, {{"a", "calendar.user.settings.get"}, {"b", "profile"}});
    const auto& error = errors(maps).at("a");
    BOOST_TEST(error.at("error") == json::value("insufficient_scope"));
    BOOST_TEST(error.at("error_description") == json::value(""));
    BOOST_TEST(maps.at("result").as_object().contains("b"));
}

BOOST_AUTO_TEST_SUITE_END()
