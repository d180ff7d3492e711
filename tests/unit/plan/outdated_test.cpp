#include "played_board.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

using model::outcome;
using model::user_outcome;
using model::when_changed;
using support::item;
using support::refer;
using support::section_step;
using support::set;
using support::settings_step;

namespace {

// A setting of a plan: what it should be, and what was there when everybody was read.
model::setting planned(std::string key, model::value wanted, model::value held) {
    auto made = set(std::move(key), std::move(wanted));
    made.only_over = std::move(held);
    return made;
}

struct a_plan : played_board {
    a_plan() {
        options.how = plan::passes::single;
        options.retry = {.retries = 3};
    }

    // User 17, whose view was month and should be week, and whose tasks were shown and should be.
    model::work_item job(when_changed outdated) const {
        auto made = item(
            17, {settings_step({planned("view", "week", "month"), planned("showTasks", "Y", "Y")})}
        );
        made.what.outdated = outdated;
        made.known = identity;
        return made;
    }

    const model::job_result& apply(when_changed outdated) {
        run({job(outdated)});
        BOOST_REQUIRE(closed.size() == 1U);
        return closed.front();
    }

    [[nodiscard]] std::string sent(std::size_t request) const {
        std::string all;
        for (const auto& each : requests.at(request).commands)
            all += (all.empty() ? "" : " ") + each.method.substr(each.method.rfind('.') + 1);
        return all;
    }

    model::identity identity = model::identity::proven;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(applying_a_plan, a_plan)

BOOST_AUTO_TEST_CASE(where_all_is_as_it_was_one_request_reads_writes_what_differs_and_reads_back) {
    portal.settings[17] = {{"view", "month"}, {"showTasks", "Y"}};
    const auto& result = apply(when_changed::leave_user);
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(requests.size() == 1U);
    BOOST_TEST(sent(0) == "profile get set get");
    BOOST_TEST(
        requests[0].commands[2].params.at("settings") ==
        model::value(model::object{{"view", "week"}})
    );
    BOOST_REQUIRE(result.steps[0].changes.size() == 1U);
    BOOST_TEST(result.steps[0].changes[0].before == model::value("month"));
    BOOST_TEST(result.steps[0].changes[0].after == model::value("week"));
}

BOOST_AUTO_TEST_CASE(an_unproven_credential_is_only_read_first) {
    identity = model::identity::unproven;
    portal.settings[17] = {{"view", "month"}, {"showTasks", "Y"}};
    BOOST_TEST(apply(when_changed::leave_user).overall == user_outcome::changed);
    BOOST_TEST(requests.size() == 2U);
    BOOST_TEST(sent(0) == "profile get");
    BOOST_TEST(sent(1) == "set get");
}

BOOST_AUTO_TEST_CASE(what_became_right_in_the_meantime_is_not_stale) {
    portal.settings[17] = {{"view", "week"}, {"showTasks", "Y"}};
    BOOST_TEST(apply(when_changed::fail_user).overall == user_outcome::unchanged);
    BOOST_TEST(requests.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_somebody_changed_is_put_back_and_skipped) {
    portal.settings[17] = {{"view", "day"}, {"showTasks", "Y"}};
    const auto& result = apply(when_changed::leave_user);
    BOOST_TEST(result.overall == user_outcome::skipped);
    BOOST_TEST(result.steps[0].code == "stale");
    BOOST_TEST(
        result.steps[0].reason ==
        "changed since the plan was made: view: was \"month\", is \"day\" now; it was written "
        "over, "
        "and put back as it was"
    );
    BOOST_TEST(portal.settings[17] == (model::object{{"view", "day"}, {"showTasks", "Y"}}));
    BOOST_TEST(requests.size() == 2U);
    BOOST_TEST(sent(0) == "profile get set get");
    BOOST_TEST((requests[1].commands[0].why == model::purpose::restore));
    BOOST_TEST(requests[1].credential.value() == "user 17");
}

BOOST_AUTO_TEST_CASE(or_fails_where_that_is_asked_for) {
    portal.settings[17] = {{"view", "day"}, {"showTasks", "Y"}};
    const auto& result = apply(when_changed::fail_user);
    BOOST_TEST(result.overall == user_outcome::failed);
    BOOST_TEST(result.steps[0].code == "stale");
    BOOST_TEST(portal.settings[17].at("view") == model::value("day"));
}

BOOST_AUTO_TEST_CASE(or_is_written_all_the_same) {
    portal.settings[17] = {{"view", "day"}, {"showTasks", "Y"}};
    const auto& result = apply(when_changed::overwrite);
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(result.steps[0].changes[0].before == model::value("day"));
    BOOST_TEST(portal.settings[17].at("view") == model::value("week"));
    BOOST_TEST(requests.size() == 1U);
}

BOOST_AUTO_TEST_CASE(
    a_key_that_the_plan_left_alone_and_somebody_changed_makes_the_user_stale_as_well
) {
    portal.settings[17] = {{"view", "month"}, {"showTasks", "N"}};
    const auto& result = apply(when_changed::leave_user);
    BOOST_TEST(result.overall == user_outcome::skipped);
    BOOST_TEST(
        portal.settings[17] == (model::object{{"view", "month"}, {"showTasks", "N"}}),
        "the whole user is as he was"
    );
}

BOOST_AUTO_TEST_CASE(and_is_written_with_a_second_request_where_everything_is_to_be_written) {
    portal.settings[17] = {{"view", "month"}, {"showTasks", "N"}};
    const auto& result = apply(when_changed::overwrite);
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(portal.settings[17] == (model::object{{"view", "week"}, {"showTasks", "Y"}}));
    BOOST_TEST(requests.size() == 2U);
    BOOST_TEST(sent(1) == "set get");
    BOOST_TEST(result.steps[0].changes.size() == 2U);
}

BOOST_AUTO_TEST_CASE(read_first_nothing_stale_is_written_at_all) {
    options.how = plan::passes::two;
    for (const auto how : {when_changed::leave_user, when_changed::fail_user}) {
        closed.clear();
        requests.clear();
        portal.settings[17] = {{"view", "day"}, {"showTasks", "Y"}};
        const auto& result = apply(how);
        BOOST_TEST(portal.writes[17] == 0);
        BOOST_TEST(requests.size() == 1U);
        BOOST_TEST(result.steps[0].code == "stale");
        BOOST_TEST(result.steps[0].reason.ends_with("is \"day\" now"));
    }
}

BOOST_AUTO_TEST_CASE(what_a_step_reads_too_late_stops_the_user_before_anything_is_written) {
    auto made = item(
        17,
        {section_step("Meetings"),
         settings_step({planned("view", "week", "month"), refer("meetSection", "meetings")})}
    );
    made.what.steps[0].with[0].only_over = nullptr;
    made.what.steps[1].with[1].only_over = false;
    made.what.outdated = when_changed::leave_user;
    made.known = identity;
    portal.settings[17] = {{"view", "day"}, {"meetSection", false}};
    run({std::move(made)});
    BOOST_TEST(closed.front().overall == user_outcome::skipped);
    BOOST_TEST(portal.sections[17].empty(), "no calendar was made for somebody who is left alone");
    BOOST_TEST(closed.front().steps[0].what == outcome::skipped);
}

BOOST_AUTO_TEST_CASE(a_calendar_that_somebody_made_in_the_meantime_is_not_made_twice) {
    auto made = item(17, {section_step("Meetings")});
    made.what.steps[0].with[0].only_over = nullptr;
    made.what.outdated = when_changed::leave_user;
    made.known = identity;
    portal.sections[17]["Meetings"] = {{"ID", "7"}, {"NAME", "Meetings"}};
    run({std::move(made)});
    BOOST_TEST(closed.front().overall == user_outcome::unchanged);
    BOOST_TEST(portal.sections[17].size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_calendar_that_was_right_is_watched_by_its_id_within_the_one_request) {
    const auto job = [&](when_changed how) {
        auto made =
            item(17, {section_step("Meetings"), settings_step({planned("view", "week", "month")})});
        made.what.steps[0].with[0].only_over = "Meetings";
        made.what.steps[0].item = "7";
        made.what.outdated = how;
        made.known = identity;
        return made;
    };
    portal.settings[17] = {{"view", "month"}};
    portal.sections[17]["Meetings"] = {{"ID", "7"}, {"NAME", "Meetings"}};
    run({job(when_changed::leave_user)});
    BOOST_TEST(closed.back().overall == user_outcome::changed);
    BOOST_TEST(requests.size() == 1U);
    BOOST_TEST(sent(0) == "profile get get set get");

    portal.settings[17] = {{"view", "month"}};
    portal.sections[17]["Meetings"] = {{"ID", "8"}, {"NAME", "Meetings"}};
    run({job(when_changed::leave_user)});
    BOOST_TEST(closed.back().overall == user_outcome::skipped);
    BOOST_TEST(closed.back().steps[0].reason.find("it is not there any more") != std::string::npos);
    BOOST_TEST(portal.settings[17].at("view") == model::value("month"));
}

BOOST_AUTO_TEST_CASE(what_could_not_be_put_back_fails_loudly_and_tells_what_was_there) {
    portal.settings[17] = {{"view", "day"}, {"showTasks", "Y"}};
    portal.before_effect = [](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().why != model::purpose::restore) return std::nullopt;
        return support::rejected_whole(what, "ACCESS_DENIED", model::reaction::fail, 403);
    };
    const auto& result = apply(when_changed::leave_user);
    BOOST_TEST(result.overall == user_outcome::failed);
    BOOST_TEST(result.steps[0].code == "not-put-back");
    BOOST_TEST(result.steps[0].reason.find("COULD NOT BE PUT BACK") != std::string::npos);
    BOOST_REQUIRE(result.steps[0].before.has_value());
    BOOST_TEST(result.steps[0].before->at("view") == model::value("day"));
}

BOOST_AUTO_TEST_CASE(putting_back_is_tried_again_when_its_answer_is_lost) {
    portal.settings[17] = {{"view", "day"}, {"showTasks", "Y"}};
    int lost = 0;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().why != model::purpose::restore || lost == 2) return std::nullopt;
        ++lost;
        return support::lost(what);
    };
    const auto& result = apply(when_changed::leave_user);
    BOOST_TEST(result.overall == user_outcome::skipped);
    BOOST_TEST(portal.settings[17].at("view") == model::value("day"));
    BOOST_TEST(lost == 2);
}

BOOST_AUTO_TEST_CASE(a_single_request_whose_answer_was_lost_settles_by_reading) {
    portal.settings[17] = {{"view", "month"}, {"showTasks", "Y"}};
    bool lost = false;
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (std::exchange(lost, true)) return std::nullopt;
        return support::lost(what);
    };
    const auto& result = apply(when_changed::leave_user);
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(portal.settings[17].at("view") == model::value("week"));
}

BOOST_AUTO_TEST_CASE(a_credential_that_changed_hands_is_put_back_and_told_before_anything_stale_is
) {
    portal.real_owner[17] = 1;
    portal.settings[1] = {{"view", "day"}, {"showTasks", "N"}};
    const auto& result = apply(when_changed::leave_user);
    BOOST_TEST(result.blocked == model::block_reason::wrong_identity);
    BOOST_TEST(portal.settings[1] == (model::object{{"view", "day"}, {"showTasks", "N"}}));
    BOOST_TEST(result.reason.find("have been put back as they were before") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_write_that_the_portal_refused_is_a_failure_of_its_own) {
    portal.settings[17] = {{"view", "day"}, {"showTasks", "Y"}};
    portal.before_effect = [this](const model::request& what) -> std::optional<model::reply> {
        // The portal refuses the third command, and halts.
        portal.before_effect = nullptr;
        auto first = what;
        first.commands.resize(2);
        auto reply = portal.answer(first);
        reply.answers.emplace_back(
            model::rejected{"ERROR_CORE", "no", model::reaction::fail, model::effect::none, 200}
        );
        reply.answers.emplace_back(model::not_sent{model::not_sent_reason::not_executed, "halted"});
        return reply;
    };
    const auto& result = apply(when_changed::leave_user);
    BOOST_TEST(result.overall == user_outcome::failed);
    BOOST_TEST(result.steps[0].code == "ERROR_CORE");
}

BOOST_AUTO_TEST_SUITE_END()
