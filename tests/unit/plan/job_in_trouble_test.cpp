#include "plan/board.hpp"
#include "support/jobs.hpp"
#include "support/manual_clock.hpp"
#include "support/print.hpp"
#include "support/small_portal.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

using support::item;
using support::refer;
using support::section_step;
using support::set;
using support::settings_step;

namespace {

struct play {
    support::manual_clock clock;
    support::small_portal portal{clock};
    plan::board_options options;
    std::vector<model::request> requests;
    std::vector<model::job_result> closed;
    bool ended = false;

    void run(std::vector<model::work_item> items, int most = 300) {
        plan::board board(catalog::definitions::built_in(), options);
        std::size_t opened = 0;
        for (int turn = 0; turn < most; ++turn) {
            while (opened < items.size() && board.has_room()) board.open(items[opened++], {});
            const auto more =
                opened < items.size() ? plan::source::has_more : plan::source::exhausted;
            auto request = board.next(clock.now(), more);
            if (!request) {
                if (board.open_jobs() == 0) {
                    ended = true;
                    break;
                }
                clock.advance(board.ready_at() - clock.now());
                continue;
            }
            requests.push_back(*request);
            board.settle(*request, portal.answer(*request), {clock.now(), 0.5}, {});
            for (auto& each : board.take_closed()) closed.push_back(std::move(each));
        }
        for (auto& each : board.take_closed()) closed.push_back(std::move(each));
    }
};

model::rejected server_error() {
    return {"INTERNAL_SERVER_ERROR", "boom", model::reaction::retry, model::effect::possible, 500};
}

model::step update_step() {
    model::step made;
    made.kind = model::step_kind::settings;
    made.target = "user";
    made.as = model::acts_as::admin;
    made.with = {set("WORK_POSITION", "Boss")};
    return made;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(job_in_trouble, play)

// an admin write that always fails while its neighbour, the read-back, succeeds.
BOOST_AUTO_TEST_CASE(an_admin_write_that_always_fails_has_an_end) {
    int writes = 0;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        model::reply reply;
        reply.http_status = 200;
        for (const auto& each : what.commands) {
            if (each.method == "user.update") {
                ++writes;
                reply.answers.emplace_back(server_error());
            } else {
                model::accepted yes;
                yes.result = model::array{model::object{{"ID", "1"}, {"WORK_POSITION", "Clerk"}}};
                reply.answers.emplace_back(yes);
            }
        }
        return reply;
    };
    run({item(1, {update_step()})});
    BOOST_TEST(ended);
    BOOST_TEST(writes <= 7);
}

// a creation whose answer is always a 500, while the list can be read.
BOOST_AUTO_TEST_CASE(a_creation_that_is_always_lost_has_an_end) {
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        for (const auto& each : what.commands)
            if (each.method == "calendar.section.add")
                return model::reply_for_all(what.commands.size(), model::unknown{"HTTP 502"});
        return std::nullopt;
    };
    run({item(1, {section_step("Meetings")})});
    BOOST_TEST(ended);
    BOOST_TEST(portal.commands_seen("calendar.section.add") <= 7U);
}

// The creation and what refers to it are lost together, until the creation is given up.
BOOST_AUTO_TEST_CASE(what_was_lost_with_a_creation_that_is_given_up_is_unknown) {
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        for (const auto& each : what.commands)
            if (each.method == "calendar.section.add")
                return model::reply_for_all(what.commands.size(), model::unknown{"HTTP 502"});
        return std::nullopt;
    };
    run({item(1, {section_step("Meetings"), settings_step({refer("meetSection", "meetings")})})});
    BOOST_REQUIRE(closed.size() == 1U);
    BOOST_TEST(closed[0].steps[0].what == model::outcome::unknown);
    BOOST_TEST(closed[0].steps[1].what == model::outcome::unknown);
    BOOST_TEST(closed[0].steps[1].code == "earlier-step-failed");
}

// admin call first, then the user's own credential turns out dead.
BOOST_AUTO_TEST_CASE(a_call_that_was_done_stays_done_when_the_credential_is_refused) {
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.credential == model::admin_credential()) return std::nullopt;
        return support::rejected_whole(
            what, "NO_AUTH_FOUND", model::reaction::stop_credential, 401
        );
    };
    run({item(1, {support::notify_step(1), settings_step({set("view", "week")})})});
    BOOST_REQUIRE(closed.size() == 1U);
    BOOST_TEST(portal.notified.size() == 1U);
    BOOST_TEST(closed[0].steps[0].what == model::outcome::changed);
}

BOOST_AUTO_TEST_CASE(a_call_that_was_done_stays_done_when_the_credential_is_somebody_elses) {
    portal.real_owner[1] = 9;
    run({item(1, {support::notify_step(1), settings_step({set("view", "week")})})});
    BOOST_REQUIRE(closed.size() == 1U);
    BOOST_TEST(closed[0].steps[0].what == model::outcome::changed);
    BOOST_TEST(closed[0].reason.find("HIS SETTINGS") == std::string::npos, closed[0].reason);
    BOOST_TEST(portal.writes[9] == 0);
}

// stopped between the discovery of a wrong owner in a single pass and the putting back.
BOOST_AUTO_TEST_CASE(stopped_before_somebody_elses_settings_were_put_back) {
    portal.real_owner[1] = 9;
    portal.settings[9] = {{"view", "month"}};
    options.how = plan::passes::single;
    auto one = item(1, {settings_step({set("view", "week")})});
    one.known = model::identity::proven;
    plan::board board(catalog::definitions::built_in(), options);
    board.open(one, {});
    auto request = board.next(clock.now(), plan::source::exhausted);
    BOOST_REQUIRE(request.has_value());
    board.settle(*request, portal.answer(*request), {clock.now(), 0.5}, {});
    board.abandon("run-ended", "the run ended early: Ctrl-C", {});
    auto results = board.take_closed();
    BOOST_REQUIRE(results.size() == 1U);
    BOOST_TEST(portal.writes[9] == 1);
    BOOST_TEST(results[0].overall == model::user_outcome::blocked);
    BOOST_TEST(results[0].reason.find("user 9") != std::string::npos, results[0].reason);
}

// single pass; the profile is empty, so whose the credential is is not known, but the rest of the
// batch ran.
BOOST_AUTO_TEST_CASE(an_empty_profile_in_a_single_pass_does_not_hide_the_write) {
    options.how = plan::passes::single;
    auto one = item(1, {settings_step({set("view", "week")})});
    one.known = model::identity::proven;
    portal.settings[1] = {{"view", "month"}};
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().method != "profile") return std::nullopt;
        model::reply reply;
        reply.http_status = 200;
        for (const auto& each : what.commands) {
            model::accepted yes;
            if (each.method == "profile")
                yes.result = model::array{};
            else if (each.why == model::purpose::read)
                yes.result = model::object{{"view", "month"}};
            else if (each.why == model::purpose::verify)
                yes.result = model::object{{"view", "week"}};
            else
                yes.result = true;
            reply.answers.emplace_back(yes);
        }
        return reply;
    };
    run({one});
    BOOST_REQUIRE(closed.size() == 1U);
    BOOST_TEST_MESSAGE(closed[0].reason);
    BOOST_TEST((portal.settings[1]["view"] == "month" || !closed[0].steps[0].changes.empty()));
    BOOST_TEST(closed[0].reason != "the portal shows no profile: the user is inactive, or gone");
}

// single pass, the answer always lost after the effect: "skipped" although written seven times.
BOOST_AUTO_TEST_CASE(a_single_pass_that_is_always_lost_is_not_called_skipped) {
    options.how = plan::passes::single;
    auto one = item(1, {settings_step({set("view", "week")})});
    one.known = model::identity::proven;
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        return support::lost(what);
    };
    run({one});
    BOOST_REQUIRE(closed.size() == 1U);
    BOOST_TEST(portal.writes[1] > 0);
    BOOST_TEST(closed[0].steps[0].what == model::outcome::unknown);
}

// a notification answered by a proxy's 403 page (fail, effect possible).
BOOST_AUTO_TEST_CASE(a_call_refused_by_a_foreign_page_may_have_happened) {
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        auto reply = model::reply_for_all(
            what.commands.size(),
            model::rejected{
                "foreign-page",
                "HTTP 403 with text/html in place of JSON",
                model::reaction::fail,
                model::effect::possible,
                403
            }
        );
        reply.http_status = 403;
        return reply;
    };
    run({item(1, {support::notify_step(1)})});
    BOOST_REQUIRE(closed.size() == 1U);
    BOOST_TEST(portal.notified.size() == 1U);
    BOOST_TEST(closed[0].steps[0].what == model::outcome::unknown);
}

// a lost creation that took effect: the image before is the item that we made.
BOOST_AUTO_TEST_CASE(what_was_there_before_a_lost_creation_is_nothing) {
    bool first = true;
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        for (const auto& each : what.commands)
            if (each.method == "calendar.section.add" && std::exchange(first, false))
                return support::lost(what);
        return std::nullopt;
    };
    run({item(1, {section_step("Meetings")})});
    BOOST_REQUIRE(closed.size() == 1U);
    const auto& step = closed[0].steps[0];
    BOOST_TEST(step.what == model::outcome::changed);
    BOOST_TEST(!step.before.has_value());
}

BOOST_AUTO_TEST_CASE(a_creation_repeated_after_a_loss_lists_its_keys_once) {
    bool first = true;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        for (const auto& each : what.commands)
            if (each.method == "calendar.section.add" && std::exchange(first, false))
                return support::lost(what);
        return std::nullopt;
    };
    run({item(1, {section_step("Meetings")})});
    BOOST_REQUIRE(closed.size() == 1U);
    const auto& step = closed[0].steps[0];
    std::map<std::string, int> keys;
    for (const auto& each : step.changes) ++keys[each.key];
    for (const auto& [key, count] : keys) BOOST_TEST(count == 1, key);
}

// restoring two steps, the first is lost for now, the second works.
BOOST_AUTO_TEST_CASE(put_back_means_all_of_it) {
    portal.real_owner[1] = 9;
    portal.settings[9] = {{"view", "month"}, {"showTasks", "Y"}};
    options.how = plan::passes::single;
    auto one =
        item(1, {settings_step({set("view", "week")}), settings_step({set("showTasks", "N")})});
    one.known = model::identity::proven;
    bool first = true;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().why != model::purpose::restore || !std::exchange(first, false))
            return std::nullopt;
        model::reply reply;
        reply.http_status = 200;
        for (std::size_t i = 0; i < what.commands.size(); ++i) {
            model::accepted yes;
            yes.result = true;
            if (i == 0)
                reply.answers.emplace_back(server_error());
            else {
                reply.answers.emplace_back(yes);
                portal.settings[9]["showTasks"] = "Y";
            }
        }
        return reply;
    };
    run({one});
    BOOST_REQUIRE(closed.size() == 1U);
    BOOST_TEST(portal.settings[9]["view"] == "month", closed[0].reason);
}

BOOST_AUTO_TEST_SUITE_END()
