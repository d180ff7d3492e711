#include "played_board.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

using model::outcome;
using model::user_outcome;
using support::item;
using support::notify_step;
using support::refer;
using support::section_step;
using support::set;
using support::settings_step;

namespace {

struct looking : played_board {
    looking() { options.how = plan::passes::look; }

    const model::job_result& look_at(model::work_item what) {
        run({std::move(what)});
        BOOST_REQUIRE(closed.size() == 1U);
        return closed.front();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(looking_at_a_portal, looking)

BOOST_AUTO_TEST_CASE(what_differs_is_told_with_both_values_and_nothing_is_written) {
    portal.settings[17] = {{"view", "month"}, {"showTasks", "Y"}};
    const auto& result =
        look_at(item(17, {settings_step({set("view", "week"), set("showTasks", "Y")})}));
    BOOST_TEST(result.overall == user_outcome::differs);
    BOOST_TEST(requests.size() == 1U);
    BOOST_TEST(portal.writes[17] == 0);
    BOOST_REQUIRE(result.steps[0].changes.size() == 1U);
    BOOST_TEST(result.steps[0].changes[0].key == "view");
    BOOST_TEST(result.steps[0].changes[0].before == model::value("month"));
    BOOST_TEST(result.steps[0].changes[0].wanted == model::value("week"));
    BOOST_TEST(result.steps[0].changes[0].after == model::value(nullptr));
}

BOOST_AUTO_TEST_CASE(what_is_right_is_unchanged) {
    portal.settings[17] = {{"view", "week"}};
    BOOST_TEST(
        look_at(item(17, {settings_step({set("view", "week")})})).overall == user_outcome::unchanged
    );
    BOOST_TEST(requests.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_a_missing_section_would_be_referred_to_by_is_said_in_words) {
    portal.settings[17] = {{"meetSection", false}};
    const auto& result = look_at(
        item(17, {section_step("Meetings"), settings_step({refer("meetSection", "meetings")})})
    );
    BOOST_TEST(requests.size() == 1U);
    BOOST_TEST(portal.sections[17].empty());
    BOOST_TEST(result.steps[0].what == outcome::differs);
    BOOST_TEST(result.steps[1].what == outcome::differs);
    BOOST_TEST(result.steps[1].changes[0].wanted == model::value("${steps.meetings.id}"));
}

BOOST_AUTO_TEST_CASE(steps_under_one_credential_are_read_at_once_whatever_stands_between_them) {
    portal.settings[17] = {{"view", "week"}, {"showTasks", "Y"}};
    const auto& result = look_at(item(
        17,
        {settings_step({set("view", "week")}),
         notify_step(17),
         settings_step({set("showTasks", "Y")})}
    ));
    BOOST_TEST(requests.size() == 1U);
    BOOST_TEST(portal.notified.empty());
    BOOST_TEST(result.overall == user_outcome::differs);
    BOOST_TEST(result.steps[1].what == outcome::differs);
}

BOOST_AUTO_TEST_CASE(calls_of_the_administrator_cost_no_request) {
    const auto& result = look_at(item(17, {notify_step(17)}));
    BOOST_TEST(requests.empty());
    BOOST_TEST(result.overall == user_outcome::differs);
}

BOOST_AUTO_TEST_CASE(what_was_there_is_told_of_what_is_right_as_well) {
    portal.settings[17] = {{"view", "week"}, {"showTasks", "Y"}};
    const auto& result =
        look_at(item(17, {settings_step({set("view", "week"), set("showTasks", "Y")})}));
    BOOST_REQUIRE(result.steps[0].before.has_value());
    BOOST_TEST(*result.steps[0].before == (model::object{{"view", "week"}, {"showTasks", "Y"}}));
}

BOOST_AUTO_TEST_CASE(what_a_call_would_make_can_be_referred_to) {
    portal.settings[17] = {{"meetSection", false}};
    auto call = notify_step(17);
    call.id = "note";
    const auto& result = look_at(item(17, {call, settings_step({refer("meetSection", "note")})}));
    BOOST_TEST(result.steps[1].what == outcome::differs);
    BOOST_TEST(result.steps[1].changes[0].wanted == model::value("${steps.note.id}"));
}

BOOST_AUTO_TEST_CASE(what_was_done_before_is_not_due) {
    auto work = item(17, {notify_step(17)});
    work.done_before = {{model::earlier::done}};
    BOOST_TEST(look_at(std::move(work)).overall == user_outcome::unchanged);
}

BOOST_AUTO_TEST_CASE(a_credential_of_somebody_else_is_blocked_and_his_settings_are_not_compared) {
    portal.real_owner[17] = 1;
    portal.settings[1] = {{"view", "month"}};
    const auto& result = look_at(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.blocked == model::block_reason::wrong_identity);
    BOOST_TEST(portal.writes[1] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
