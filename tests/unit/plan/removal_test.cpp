#include "played_board.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

using model::key_fate;
using model::outcome;
using model::user_outcome;
using support::item;
using support::set;
using support::settings_step;

namespace {

model::setting over(std::string key, model::value wanted, model::value held) {
    auto made = set(std::move(key), std::move(wanted));
    made.only_over = std::move(held);
    return made;
}

// Section 50 of user 17, "Meetings", as a run made it.
model::step update_of(std::string id, std::vector<model::setting> with) {
    model::step made;
    made.kind = model::step_kind::collection;
    made.target = "calendar.section";
    made.item = std::move(id);
    made.with = std::move(with);
    return made;
}

model::step removal_of(std::string id) {
    auto made = update_of(
        std::move(id), {over("name", nullptr, "Meetings"), over("color", nullptr, "#9cbe1c")}
    );
    made.should_be = model::existence::absent;
    return made;
}

model::step hindered_step() {
    auto made = support::notify_step(17);
    made.hindered =
        std::make_shared<const model::hindrance>(model::hindrance{"cannot-take-back", "it is sent"}
        );
    return made;
}

struct with_a_calendar : played_board {
    with_a_calendar() {
        portal.sections[17]["Meetings"] = {
            {"ID", "50"}, {"NAME", "Meetings"}, {"COLOR", "#9CBE1C"}
        };
        portal.settings[17] = {{"meetSection", "50"}, {"view", "week"}};
    }
    const model::job_result& take(model::work_item what) {
        run({std::move(what)});
        BOOST_REQUIRE(closed.size() == 1U);
        return closed.front();
    }
    [[nodiscard]] bool has_calendar() { return portal.sections[17].contains("Meetings"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(items_by_their_id, with_a_calendar)

BOOST_AUTO_TEST_CASE(an_item_is_found_by_its_id_whatever_it_is_called_by_now) {
    portal.sections[17]["Meetings"]["NAME"] = "Renamed";
    const auto& result = take(item(17, {update_of("50", {over("color", "#e6a469", "#9cbe1c")})}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(portal.sections[17]["Meetings"].at("COLOR") == model::value("#e6a469"));
    BOOST_TEST(portal.sections[17].size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_item_that_is_gone_is_not_made_anew) {
    portal.sections[17].clear();
    const auto& result = take(item(17, {update_of("50", {over("color", "#e6a469", "#9cbe1c")})}));
    BOOST_TEST(result.steps[0].what == outcome::skipped);
    BOOST_TEST(result.steps[0].code == "changed-since");
    BOOST_TEST(portal.sections[17].empty());
}

BOOST_AUTO_TEST_CASE(an_item_that_is_as_it_was_made_is_deleted) {
    const auto& result = take(item(17, {removal_of("50")}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(!has_calendar());
    BOOST_TEST(requests.size() == 2U);
    BOOST_REQUIRE(result.steps[0].after.has_value());
    BOOST_TEST(result.steps[0].after->is_null());
    BOOST_TEST(result.steps[0].before->at("NAME") == model::value("Meetings"));
    BOOST_TEST(result.steps[0].remote_id.value_or("") == "50");
}

BOOST_AUTO_TEST_CASE(what_is_gone_already_is_as_it_should_be) {
    portal.sections[17].clear();
    BOOST_TEST(take(item(17, {removal_of("50")})).overall == user_outcome::unchanged);
}

BOOST_AUTO_TEST_CASE(an_item_that_somebody_changed_is_kept) {
    portal.sections[17]["Meetings"]["COLOR"] = "#000000";
    const auto& result = take(item(17, {removal_of("50")}));
    BOOST_TEST(result.overall == user_outcome::skipped);
    BOOST_TEST(result.steps[0].reason == "left as it is, because it changed since: color");
    BOOST_TEST(has_calendar());
}

BOOST_AUTO_TEST_CASE(an_item_with_something_in_it_is_kept) {
    portal.events["50"] = 1;
    const auto& result = take(item(17, {removal_of("50")}));
    BOOST_TEST(result.steps[0].code == "changed-since");
    BOOST_TEST(result.steps[0].reason == "left as it is, because something is in it");
    BOOST_TEST(has_calendar());
}

// Its settings are put back first: until they are known to be, it is not even looked at.
BOOST_AUTO_TEST_CASE(what_settings_pointed_to_is_deleted_after_them) {
    const auto& result =
        take(item(17, {settings_step({over("meetSection", false, "50")}), removal_of("50")}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(!has_calendar());
    BOOST_TEST(portal.settings[17].at("meetSection") == model::value(""));
    BOOST_TEST(requests.back().commands.front().method == "calendar.section.delete");
}

BOOST_AUTO_TEST_CASE(what_a_setting_still_points_to_is_kept) {
    portal.settings[17]["crmSection"] = "50";  // by the user himself
    const auto& result =
        take(item(17, {settings_step({over("meetSection", false, "50")}), removal_of("50")}));
    BOOST_TEST(result.steps[0].what == outcome::changed);
    BOOST_TEST(result.steps[1].what == outcome::skipped);
    BOOST_TEST(result.steps[1].reason == "left as it is, because a setting still points to it");
    BOOST_TEST(has_calendar());
}

BOOST_AUTO_TEST_CASE(nothing_is_deleted_after_a_step_that_failed) {
    portal.before_effect = [](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().method != "calendar.user.settings.set") return std::nullopt;
        return support::rejected_whole(what, "ACCESS_DENIED", model::reaction::fail, 403);
    };
    const auto& result =
        take(item(17, {settings_step({over("meetSection", false, "50")}), removal_of("50")}));
    BOOST_TEST(result.overall == user_outcome::failed);
    BOOST_TEST(result.steps[1].code == "earlier-step-failed");
    BOOST_TEST(has_calendar());
}

BOOST_AUTO_TEST_CASE(a_deletion_whose_answer_was_lost_is_looked_up) {
    bool first = true;
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().method != "calendar.section.delete" ||
            !std::exchange(first, false))
            return std::nullopt;
        return support::lost(what);
    };
    const auto& result = take(item(17, {removal_of("50")}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(portal.commands_seen("calendar.section.delete") == 1U);
}

BOOST_AUTO_TEST_CASE(a_look_tells_that_it_would_be_deleted) {
    options.how = plan::passes::look;
    const auto& result =
        take(item(17, {settings_step({over("meetSection", false, "50")}), removal_of("50")}));
    BOOST_TEST(result.steps[1].what == outcome::differs);
    BOOST_TEST(requests.size() == 1U);
    BOOST_TEST(has_calendar());
}

BOOST_AUTO_TEST_CASE(what_is_hindered_is_told_and_costs_nothing) {
    auto alone = item(17, {hindered_step()});
    alone.credential.reset();
    const auto& result = take(std::move(alone));
    BOOST_TEST(result.overall == user_outcome::skipped);
    BOOST_TEST(result.steps[0].code == "cannot-take-back");
    BOOST_TEST(requests.empty());
}

BOOST_AUTO_TEST_CASE(what_is_hindered_does_not_count_beside_what_was_done) {
    const auto& result =
        take(item(17, {hindered_step(), settings_step({over("view", "month", "week")})}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(portal.notified.empty());
}

BOOST_AUTO_TEST_SUITE_END()
