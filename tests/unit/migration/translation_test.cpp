#include "migration/translation.hpp"

#include "states.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

using migration::fullness;
using migration::meaning;
using migration::reason_left;

constexpr std::string_view two =
    R"([{"ID":"501","NAME":"Ann","COLOR":"#E6A469","DESCRIPTION":""},)"
    R"({"ID":"502","NAME":"Meetings","COLOR":"#9CBE1C","DESCRIPTION":"with others"}])";

struct telling {
    migration::belongings of(const snapshot::entry& from, fullness mode = fullness::full) {
        const auto what = states::resources();
        return migration::translation(what, how, mode).of(from, left);
    }

    void mapped(std::string_view text) {
        base::diagnostics problems;
        how = *migration::mapping::read_text(
            "apiVersion: muster/v1\nkind: Mapping\n" + std::string(text), "m.yaml", problems
        );
    }

    // What a key means; one that could not be told is a failure of the test.
    meaning key(std::string_view name, std::string_view settings, std::string_view sections = two) {
        const auto all = of(states::user(17, settings, sections));
        const auto& known = all.settings.at("calendar.user.settings");
        const auto found = known.find(name);
        BOOST_REQUIRE(found != known.end());
        return found->second;
    }

    // Why it could not.
    reason_left untold(std::string_view settings, std::string_view sections = two) {
        left.clear();
        of(states::user(17, settings, sections));
        BOOST_REQUIRE(left.size() == 1U);
        return left.front().reason;
    }

    migration::mapping how;
    std::vector<migration::left_out> left;
};

bool is(const meaning& what, const model::value& value) {
    const auto* found = std::get_if<model::value>(&what);
    return found != nullptr && *found == value;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(what_a_state_means_elsewhere, telling)

BOOST_AUTO_TEST_CASE(values_are_told_as_a_policy_would_write_them) {
    BOOST_TEST(is(key("view", R"({"view":"week"})"), "week"));
    BOOST_TEST(is(key("syncPeriodPast", "{}"), "3"));
    BOOST_TEST(is(key("sendFromEmail", "{}"), ""));
    BOOST_TEST(is(key("defaultSections", "{}"), model::object{}));
    BOOST_TEST(is(key("denyBusyInvitation", R"({"denyBusyInvitation":true})"), true));
    BOOST_TEST(
        is(key("defaultReminders", "{}"),
           boost::json::parse(R"({"fullDay":[{"type":"daybefore","before":0,"time":480}],)"
                              R"("withTime":[{"type":"min","count":15}]})"))
    );
    BOOST_TEST(left.empty());
}

BOOST_AUTO_TEST_CASE(get_only_keys_are_nobodys_business) {
    const auto all = of(states::user(
        17, R"({"timezoneName":"Europe/Berlin","work_time_start":"9.00","CalendarSelCont":"x"})"
    ));
    for (const auto name : {"timezoneName", "work_time_start", "CalendarSelCont"})
        BOOST_TEST(!all.settings.at("calendar.user.settings").contains(name));
    BOOST_TEST(left.empty());
}

BOOST_AUTO_TEST_CASE(an_own_address_is_whichever_he_has_there) {
    BOOST_TEST(std::holds_alternative<migration::own_address>(
        key("sendFromEmail", R"({"sendFromEmail":"user17@acme.example"})")
    ));
    BOOST_TEST(
        is(key("sendFromEmail", R"({"sendFromEmail":"desk@acme.example"})"), "desk@acme.example")
    );
}

BOOST_AUTO_TEST_CASE(an_own_calendar_is_told_by_its_name) {
    for (const auto settings : {R"({"meetSection":"502"})", R"({"meetSection":502})"}) {
        const auto what = key("meetSection", settings);
        BOOST_REQUIRE(std::holds_alternative<migration::own_calendar>(what));
        BOOST_TEST(std::get<migration::own_calendar>(what).name == "Meetings");
    }
    for (const auto none : {"false", "\"false\"", "\"\"", "0", "null"})
        BOOST_TEST(is(key("meetSection", R"({"meetSection":)" + std::string(none) + "}"), false));
    const auto map = key("defaultSections", R"({"defaultSections":{"user17":"501"}})");
    BOOST_REQUIRE(std::holds_alternative<migration::own_default>(map));
    BOOST_TEST(std::get<migration::own_default>(map).name == "Ann");
}

BOOST_AUTO_TEST_CASE(an_id_that_means_nothing_elsewhere_does_not_travel) {
    BOOST_TEST((untold(R"({"crmSection":"4711"})") == reason_left::not_own));
    BOOST_TEST((untold(R"({"defaultSections":{"user17":"4711"}})") == reason_left::not_own));
    BOOST_TEST((untold(R"({"defaultSections":{"group4":"501"}})") == reason_left::unknown_group));
    BOOST_TEST((untold(R"({"defaultSections":{"user18":"501"}})") == reason_left::unknown_group));
    BOOST_TEST(
        (untold(R"({"defaultSections":{"group4":"77","user17":"501"}})") ==
         reason_left::unknown_group)
    );
    BOOST_TEST(left.front().what == "calendar.user.settings.defaultSections");
    BOOST_TEST(left.front().value.is_object());
}

BOOST_AUTO_TEST_CASE(the_mapping_knows_what_is_nobodys) {
    mapped("sections: { 4711: 12, 77: 13 }\ngroups: { 4: 9 }\n");
    BOOST_TEST(is(key("crmSection", R"({"crmSection":"4711"})"), "12"));
    BOOST_TEST(
        is(key("defaultSections", R"({"defaultSections":{"group4":"77"}})"),
           model::object{{"group9", "13"}})
    );
    // His own go by their names whatever is said of ids.
    mapped("sections: { 502: 12 }\n");
    BOOST_TEST(std::holds_alternative<migration::own_calendar>(
        key("meetSection", R"({"meetSection":"502"})")
    ));
}

BOOST_AUTO_TEST_CASE(odd_values_are_told_and_left) {
    for (const auto settings :
         {R"({"view":"weird"})",
          R"({"showTasks":"maybe"})",
          R"({"syncPeriodPast":"-1"})",
          R"({"sendFromEmail":"no address"})",
          R"({"defaultReminders":{"withTime":[{"type":"x"}]}})",
          R"({"defaultSections":"x"})",
          R"({"showTasks":true})"})
        BOOST_TEST_CONTEXT(settings)
    BOOST_TEST((untold(settings) == reason_left::no_such_value));
}

BOOST_AUTO_TEST_CASE(in_lite_mode_a_default_is_not_spoken_of) {
    const auto all = of(states::user(17, R"({"view":"week"})", two), fullness::lite);
    const auto& keys = all.settings.at("calendar.user.settings");
    BOOST_REQUIRE(keys.size() == 1U);
    BOOST_TEST(keys.begin()->first == "view");
    BOOST_TEST(left.empty());
    const auto none = of(states::user(17), fullness::lite);
    BOOST_TEST(!none.settings.contains("calendar.user.settings"));
}

BOOST_AUTO_TEST_CASE(calendars_keep_what_can_be_set_again) {
    const auto all = of(states::user(17, "{}", two));
    const auto& items = all.items.at("calendar.section");
    BOOST_REQUIRE(items.size() == 2U);
    BOOST_TEST(items[0].name == "Ann");
    BOOST_TEST(!items[0].fields.contains("description"));
    BOOST_TEST(items[1].fields.at("color") == model::value("#9cbe1c"));
    BOOST_TEST(items[1].fields.at("description") == model::value("with others"));
}

BOOST_AUTO_TEST_CASE(of_calendars_of_one_name_the_oldest_counts) {
    constexpr std::string_view twins =
        R"([{"ID":"501","NAME":"Team"},{"ID":"502","NAME":"Team"},{"ID":"503","NAME":"Other"}])";
    const auto all = of(states::user(17, "{}", twins));
    BOOST_TEST(all.items.at("calendar.section").size() == 2U);
    BOOST_REQUIRE(left.size() == 1U);
    BOOST_TEST((left.front().reason == reason_left::same_name));
    left.clear();
    // To point to the other one would be to point to something else.
    of(states::user(17, R"({"meetSection":"502","crmSection":"501"})", twins));
    BOOST_REQUIRE(left.size() == 2U);
    BOOST_TEST(left.back().what == "calendar.user.settings.meetSection");
}

BOOST_AUTO_TEST_CASE(a_calendar_that_no_policy_could_find_is_left) {
    const auto all = of(states::user(17, "{}", R"([{"ID":"501","NAME":" blank "}])"));
    BOOST_TEST(all.items.at("calendar.section").empty());
    BOOST_REQUIRE(left.size() == 1U);
    BOOST_TEST((left.front().reason == reason_left::no_such_name));
}

BOOST_AUTO_TEST_CASE(the_mapping_renames_calendars_and_what_points_to_them) {
    mapped("calendars: { Meetings: Termine, Ann: Termine }\n");
    const auto all = of(states::user(17, R"({"meetSection":"502","crmSection":"501"})", two));
    BOOST_TEST(all.items.at("calendar.section").size() == 1U);
    BOOST_TEST(all.items.at("calendar.section").front().name == "Termine");
    const auto& keys = all.settings.at("calendar.user.settings");
    for (const auto name : {"meetSection", "crmSection"})
        BOOST_TEST(std::get<migration::own_calendar>(keys.at(name)).name == "Termine");
    BOOST_TEST(left.empty());
}

BOOST_AUTO_TEST_SUITE_END()
