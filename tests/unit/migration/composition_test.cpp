#include "migration/composition.hpp"

#include "document/json_value.hpp"
#include "document/yaml.hpp"
#include "migration/translation.hpp"
#include "states.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

using migration::fullness;

struct composed {
    migration::drafts of(const std::vector<snapshot::entry>& all, fullness mode = fullness::full) {
        what = states::resources();
        std::vector<migration::belongings> belongings;
        const migration::translation words(what, how, mode);
        for (const auto& each : all) belongings.push_back(words.of(each, left));
        return migration::composition(what, "acme").of(belongings);
    }

    std::vector<const catalog::resource*> what;
    migration::mapping how;
    std::vector<migration::left_out> left;
};

const migration::drafted_policy* find(const migration::drafts& in, std::string_view name) {
    for (const auto& each : in.policies)
        if (each.name == name) return &each;
    return nullptr;
}

// `key: value` of the last step.
std::string line(const migration::drafted_policy& in, std::string_view key) {
    for (const auto& each : in.steps.back().with)
        if (each.key == key) return each.value;
    return "(none)";
}

std::vector<std::string> names(const migration::drafts& in) {
    std::vector<std::string> all;
    for (const auto& each : in.policies) all.push_back(each.name);
    return all;
}

// The roster as our reader reads it.
model::array roster_of(const migration::drafts& made) {
    std::vector<migration::listed_user> listed;
    for (const auto& each : made.users) listed.push_back({each.whose, &each.columns});
    base::diagnostics problems;
    const auto text = migration::roster_text(listed, made.asked_for, "Of acme.", "r.json");
    const auto root = document::read_yaml(text, "roster.yaml", problems);
    for (const auto& each : problems.sorted()) BOOST_TEST_ERROR(base::to_text(each));
    BOOST_REQUIRE(root.has_value());
    return document::to_json(*root).at("users").as_array();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(few_policies_of_many_states, composed)

BOOST_AUTO_TEST_CASE(what_all_have_alike_stands_in_the_policy) {
    const auto made =
        of({states::user(2, R"({"view":"week"})"), states::user(3, R"({"view":"week"})")});
    BOOST_TEST(
        names(made) == std::vector<std::string>{"acme-calendar-user-settings"},
        boost::test_tools::per_element()
    );
    const auto& base = made.policies.front();
    BOOST_TEST(line(base, "view") == "week");
    BOOST_TEST(line(base, "showTasks") == "Y");
    BOOST_TEST(line(base, "syncPeriodPast") == R"("3")");
    BOOST_TEST(line(base, "meetSection") == "false");
    BOOST_TEST(line(base, "timezoneName") == "(none)");
    BOOST_TEST(base.vars.empty());
    for (const auto& each : made.users) BOOST_TEST(each.columns.empty());
}

BOOST_AUTO_TEST_CASE(where_people_differ_the_roster_has_the_few) {
    const auto made =
        of({states::user(2, R"({"view":"week"})"),
            states::user(3, R"({"view":"week"})"),
            states::user(4, R"({"view":"day"})")});
    BOOST_REQUIRE(made.policies.size() == 1U);
    const auto& base = made.policies.front();
    BOOST_TEST(line(base, "view") == "${user.view ?? vars.view}");
    BOOST_REQUIRE(base.vars.size() == 1U);
    BOOST_TEST(base.vars.front().value == "week");
    BOOST_TEST(base.vars.front().remark == "2 of 3 have it");
    const auto people = roster_of(made);
    BOOST_TEST(!people[0].as_object().contains("view"));
    BOOST_TEST(people[2].at("view") == model::value("day"));
}

BOOST_AUTO_TEST_CASE(an_own_address_needs_no_column) {
    const auto own = [](std::int64_t id) {
        return states::user(
            id, R"({"sendFromEmail":"user)" + std::to_string(id) + R"(@acme.example"})"
        );
    };
    const auto made = of({own(2), own(3), states::user(4)});
    const auto& base = made.policies.front();
    BOOST_TEST(line(base, "sendFromEmail") == "${user.sendFromEmail ?? user.email}");
    // "" would be heard as "like most others".
    BOOST_TEST(roster_of(made)[2].at("sendFromEmail") == model::value(false));
    const auto others = of({own(2), states::user(3), states::user(4)});
    BOOST_TEST(roster_of(others)[0].at("sendFromEmail") == model::value("user2@acme.example"));
    BOOST_TEST(
        line(others.policies.front(), "sendFromEmail") ==
        "${user.sendFromEmail ?? vars.sendFromEmail}"
    );
}

BOOST_AUTO_TEST_CASE(an_own_calendar_is_a_reference_and_a_name_in_the_roster) {
    constexpr std::string_view team = R"([{"ID":"501","NAME":"Team"}])";
    const auto made =
        of({states::user(2, R"({"meetSection":"501","defaultSections":{"user2":"501"}})", team),
            states::user(3, R"({"meetSection":false})", R"([{"ID":"502","NAME":"Team"}])")});
    const auto* policy = find(made, "acme-calendar-user-settings-meetSection-calendar");
    BOOST_REQUIRE(policy != nullptr);
    BOOST_TEST(policy->when == "user.meetSection_calendar != null");
    BOOST_TEST(policy->priority > made.policies.front().priority);
    BOOST_TEST(policy->steps.front().resource == "calendar.section");
    BOOST_TEST(line(*policy, "meetSection") == "${steps.meetSection.id}");
    const auto* map = find(made, "acme-calendar-user-settings-defaultSections-calendar");
    BOOST_REQUIRE(map != nullptr);
    BOOST_TEST(
        line(*map, "defaultSections") == R"({ "user${user.id}": "${steps.defaultSections.id}" })"
    );
    const auto people = roster_of(made);
    BOOST_TEST(people[0].at("meetSection_calendar") == model::value("Team"));
    BOOST_TEST(!people[1].as_object().contains("meetSection_calendar"));
    for (const auto& each : made.policies)
        BOOST_TEST(!migration::text_of(each, "s").contains("501"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_told_of_a_few_is_left_to_them) {
    const auto made =
        of({states::user(2), states::user(3), states::user(4, R"({"view":"weird"})")});
    const auto* view = find(made, "acme-calendar-user-settings-view");
    BOOST_REQUIRE(view != nullptr);
    BOOST_TEST(view->match == "{ not: { keeps: [view] } }");
    BOOST_TEST(line(*view, "view") == "month");
    BOOST_TEST(line(made.policies.front(), "view") == "(none)");
    BOOST_TEST(roster_of(made)[2].at("keeps") == model::value(model::array{"view"}));
}

BOOST_AUTO_TEST_CASE(in_lite_mode_only_who_has_something_else_is_spoken_of) {
    const auto made =
        of({states::user(2, R"({"showTasks":"N"})"),
            states::user(3, R"({"showTasks":"N","view":"week"})"),
            states::user(4, R"({"showTasks":"N"})")},
           fullness::lite);
    BOOST_TEST(line(made.policies.front(), "showTasks") == "N");
    BOOST_TEST(made.policies.front().steps.front().with.size() == 1U);
    const auto* view = find(made, "acme-calendar-user-settings-view");
    BOOST_REQUIRE(view != nullptr);
    BOOST_TEST(view->when == "user.view != null");
    BOOST_TEST(line(*view, "view") == "${user.view}");
    const auto people = roster_of(made);
    BOOST_TEST(people[1].at("view") == model::value("week"));
    BOOST_TEST(!people[0].as_object().contains("view"));
}

BOOST_AUTO_TEST_CASE(calendars_stand_by_their_places_and_those_of_the_same_people_together) {
    const auto made = of(
        {states::user(2, "{}", R"([{"ID":"1","NAME":"A","COLOR":"#111111"}])"),
         states::user(
             3,
             "{}",
             R"([{"ID":"2","NAME":"B","COLOR":"#111111"},{"ID":"3","NAME":"C","COLOR":"#222222"},)"
             R"({"ID":"4","NAME":"D","COLOR":"#333333","DESCRIPTION":"d"}])"
         )}
    );
    BOOST_TEST(find(made, "acme-calendar-section-1")->when.empty());
    BOOST_TEST(line(*find(made, "acme-calendar-section-1"), "color") == R"("#111111")");
    const auto* more = find(made, "acme-calendar-section-2-3");
    BOOST_REQUIRE(more != nullptr);
    BOOST_TEST(more->when == "user.calendar_2 != null");
    BOOST_TEST(more->steps.size() == 2U);
    const auto people = roster_of(made);
    BOOST_TEST(people[1].at("calendar_3") == model::value("D"));
    BOOST_TEST(people[0].at("calendar_1") == model::value("A"));
}

BOOST_AUTO_TEST_CASE(a_roster_speaks_of_every_column_that_is_asked_for) {
    auto made =
        of({states::user(2, R"({"meetSection":"1"})", R"([{"ID":"1","NAME":"A"}])"), states::user(3)
        });
    std::vector<migration::listed_user> others{{made.users[1].whose, &made.users[1].columns}};
    const auto text = migration::roster_text(others, made.asked_for, "", "r.json");
    BOOST_TEST(text.contains("meetSection_calendar: null"));
    BOOST_TEST(text.contains("calendar_1: null"));
}

BOOST_AUTO_TEST_CASE(whatever_a_name_holds_it_is_only_a_name) {
    const auto made = of({states::user(
        2, "{}", R"([{"ID":"1","NAME":"${env.HOME} # \"x\": {a} [b] *","COLOR":"#111111"}])"
    )});
    BOOST_TEST(
        roster_of(made)[0].at("calendar_1") == model::value("${env.HOME} # \"x\": {a} [b] *")
    );
    const auto shared = of({states::user(
        3, "{}", R"([{"ID":"1","NAME":"A","DESCRIPTION":"costs ${vars.x} and $${y}"}])"
    )});
    const auto& text = line(*find(shared, "acme-calendar-section-1"), "description");
    BOOST_TEST(text == R"("costs $${vars.x} and $$${y}")");
}

BOOST_AUTO_TEST_SUITE_END()
