#include "portal-sim/core/section_store.hpp"
#include "portal_caller.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

using namespace portal_sim_test;
namespace json = boost::json;

namespace {

json::array sections_of(portal_caller& portal, std::int64_t user) {
    return portal.call(user, "calendar.section.get", {{"type", "user"}}).result().as_array();
}

struct color_row {
    const char* sent;
    const char* stored;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sections)

BOOST_AUTO_TEST_CASE(everybody_begins_with_one) {
    portal_caller portal;
    const auto sections = sections_of(portal, 3);
    BOOST_TEST_REQUIRE(sections.size() == 1);
    BOOST_TEST(sections[0].at("ID").is_string());
    BOOST_TEST(sections[0].at("OWNER_ID") == json::value("3"));
    BOOST_TEST(sections[0].at("PERM").at("edit") == json::value(true));
}

BOOST_AUTO_TEST_CASE(added_ones_have_whole_numbers_and_may_be_doubles) {
    portal_caller portal;
    const json::object parameters{{"type", "user"}, {"name", "Встречи + #"}, {"color", "#9cbe1c"}};
    const auto first = portal.call(3, "calendar.section.add", parameters);
    const auto second = portal.call(3, "calendar.section.add", parameters);
    BOOST_TEST(first.result().is_int64());
    BOOST_TEST(first.result() != second.result());
    const auto sections = sections_of(portal, 3);
    BOOST_TEST_REQUIRE(sections.size() == 3);
    BOOST_TEST(sections[1].at("NAME") == json::value("Встречи + #"));
    BOOST_TEST(sections[1].at("COLOR") == json::value("#9cbe1c"));
    BOOST_TEST(sections[1].at("TEXT_COLOR") == json::value("#000000"));
}

BOOST_AUTO_TEST_CASE(only_the_admin_adds_for_others) {
    portal_caller portal;
    const json::object for_four{{"type", "user"}, {"ownerId", 4}, {"name", "x"}};
    const auto refused = portal.call(3, "calendar.section.add", for_four);
    BOOST_TEST(refused.status == 400);
    BOOST_TEST(refused.body.at("error_description") == json::value("Access denied"));
    BOOST_TEST(!portal.call(admin, "calendar.section.add", for_four).failed());
    BOOST_TEST(sections_of(portal, 4).size() == 2);
}

BOOST_AUTO_TEST_CASE(wrong_parameters_are_refused_without_a_code) {
    portal_caller portal;
    const std::vector<json::object> wrong{
        {{"name", "x"}},
        {{"type", "user"}},
        {{"type", "user"}, {"name", 5}},
        {{"type", "user"}, {"name", ""}},
        {{"type", "group"}, {"name", "x"}},
    };
    for (const auto& parameters : wrong) {
        const auto said = portal.call(3, "calendar.section.add", parameters);
        BOOST_TEST(said.status == 400);
        BOOST_TEST(said.failed());
        BOOST_TEST(said.error() == "");
    }
    BOOST_TEST(sections_of(portal, 3).size() == 1);
}

BOOST_AUTO_TEST_CASE(update_changes_what_is_not_empty_and_delete_is_final) {
    portal_caller portal;
    const auto id = portal.call(3, "calendar.section.add", {{"type", "user"}, {"name", "Old"}});
    const auto number = id.result().as_int64();
    const auto update = [&](std::int64_t user, json::object more) {
        more["type"] = "user";
        more["id"] = number;
        return portal.call(user, "calendar.section.update", more);
    };
    BOOST_TEST(update(3, {{"name", "New"}, {"description", "d"}}).result() == json::value(number));
    BOOST_TEST(!update(3, {{"name", ""}, {"description", ""}}).failed());
    BOOST_TEST(update(4, {{"name", "Theirs"}}).failed());
    BOOST_TEST(sections_of(portal, 3)[1].at("NAME") == json::value("New"));
    BOOST_TEST(sections_of(portal, 3)[1].at("DESCRIPTION") == json::value("d"));

    const json::object gone{{"type", "user"}, {"id", number}};
    BOOST_TEST(portal.call(3, "calendar.section.delete", gone).result() == json::value(true));
    BOOST_TEST(sections_of(portal, 3).size() == 1);
    BOOST_TEST(portal.call(3, "calendar.section.delete", gone).failed());
    BOOST_TEST(portal.call(3, "calendar.section.delete", {{"type", "user"}}).failed());
}

BOOST_AUTO_TEST_CASE(colors_fall_back) {
    const std::vector<color_row> rows{
        {"#9cbeee", "#9cbeee"},
        {"9cbeee", "#9cbeee"},
        {" #9CBEEE ", "#9CBEEE"},
        {"#9cbeee00", "#9cbeee"},
        {"#fff", "#E6A469"},
        {"", "#E6A469"},
    };
    for (const auto& row : rows)
        BOOST_TEST(
            portal_sim::color_or(row.sent, portal_sim::section_store::default_color) == row.stored
        );
}

BOOST_AUTO_TEST_CASE(events_stand_in_a_calendar_and_go_with_it) {
    portal_caller portal;
    const auto made = portal.call(3, "calendar.section.add", {{"type", "user"}, {"name", "Own"}});
    const auto id = made.result();
    const json::object event{
        {"type", "user"},
        {"ownerId", 3},
        {"name", "Party"},
        {"section", id},
        {"from", "2031-05-01"},
        {"to", "2031-05-02"}
    };
    BOOST_TEST(!portal.call(3, "calendar.event.add", event).failed());
    const auto events = [&](json::object more) {
        more["type"] = "user";
        more["ownerId"] = 3;
        return portal.call(3, "calendar.event.get", more).result().as_array();
    };
    const json::object ever{{"from", "1970-01-01"}, {"to", "2038-01-01"}};
    BOOST_TEST(events({}).empty());  // from a month ago to three months ahead
    BOOST_TEST_REQUIRE(events(ever).size() == 1);
    BOOST_TEST(events(ever)[0].at("NAME") == json::value("Party"));
    auto elsewhere = ever;
    elsewhere["section"] = json::array{999};
    BOOST_TEST(events(elsewhere).empty());
    auto there = ever;
    there["section"] = json::array{id};
    BOOST_TEST(events(there).size() == 1);
    portal.call(3, "calendar.section.delete", {{"type", "user"}, {"id", id}});
    BOOST_TEST(events(ever).empty());
}

BOOST_AUTO_TEST_CASE(an_event_is_put_only_into_a_calendar_of_ones_own) {
    portal_caller portal;
    const auto made = portal.call(4, "calendar.section.add", {{"type", "user"}, {"name", "Own"}});
    json::object event{
        {"type", "user"},
        {"ownerId", 4},
        {"name", "Party"},
        {"section", made.result()},
        {"from", "2026-12-01"},
        {"to", "2026-12-01"}
    };
    BOOST_TEST(portal.call(3, "calendar.event.add", event).status == 400);
    event.erase("section");
    BOOST_TEST(portal.call(4, "calendar.event.add", event).status == 400);
    event["auto_detect_section"] = "Y";
    BOOST_TEST(!portal.call(4, "calendar.event.add", event).failed());
}

BOOST_AUTO_TEST_SUITE_END()
