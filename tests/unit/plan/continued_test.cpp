#include "played_board.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <vector>

using model::outcome;
using model::user_outcome;
using support::item;
using support::notify_step;
using support::section_step;
using support::set;
using support::settings_step;

namespace {

// A job that an earlier run has left in the middle.
struct continued : played_board {
    const model::job_result& go_on(model::work_item what, std::vector<model::past> before) {
        what.done_before = std::move(before);
        for (auto& each : what.done_before) each.run = model::run_id("first");
        run({std::move(what)});
        BOOST_REQUIRE(closed.size() == 1U);
        return closed.front();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_job_that_an_earlier_run_left, continued)

BOOST_AUTO_TEST_CASE(a_call_that_was_made_is_done_with_the_id_of_what_it_made) {
    portal.settings[17] = {{"view", "week"}};
    const auto& result = go_on(
        item(17, {notify_step(17), settings_step({set("view", "week")})}),
        {{model::earlier::accepted, "4711"}}
    );
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(result.steps[0].what == outcome::changed);
    BOOST_TEST(result.steps[0].remote_id.value_or("") == "4711");
    BOOST_TEST(result.steps[0].reason == "done by run first, which this one continues");
    BOOST_TEST(result.steps[0].attempts == 0U);
    BOOST_TEST(result.steps[1].what == outcome::unchanged);
    BOOST_TEST(portal.notified.empty());
}

BOOST_AUTO_TEST_CASE(a_call_whose_answer_was_lost_is_not_made_again) {
    const auto& result = go_on(item(17, {notify_step(17)}), {{model::earlier::perhaps}});
    BOOST_TEST(result.overall == user_outcome::unknown);
    BOOST_TEST(result.steps[0].code == "perhaps-done");
    BOOST_TEST(result.steps[0].reason.starts_with("run first sent it and its answer was lost"));
    BOOST_TEST(portal.notified.empty());
    BOOST_TEST(requests.empty());
}

BOOST_AUTO_TEST_CASE(what_was_written_is_settled_by_a_read) {
    portal.settings[17] = {{"view", "week"}};
    const auto& result =
        go_on(item(17, {settings_step({set("view", "week")})}), {{model::earlier::written}});
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(
        result.steps[0].reason ==
        "written by run first, which this one continues; a read shows that it took effect"
    );
    BOOST_TEST(requests.size() == 1U);
    BOOST_TEST(portal.writes[17] == 0);
}

BOOST_AUTO_TEST_CASE(what_did_not_arrive_is_written) {
    portal.settings[17] = {{"view", "month"}};
    const auto& result =
        go_on(item(17, {settings_step({set("view", "week")})}), {{model::earlier::written}});
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(result.steps[0].reason == "");
    BOOST_TEST(portal.writes[17] == 1);
}

BOOST_AUTO_TEST_CASE(a_section_that_may_have_been_made_is_looked_for_and_not_made_twice) {
    portal.sections[17]["Meetings"] = {{"ID", "5"}, {"NAME", "Meetings"}};
    const auto& result = go_on(item(17, {section_step("Meetings")}), {{model::earlier::written}});
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(result.steps[0].remote_id.value_or("") == "5");
    BOOST_TEST(portal.sections[17].size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_was_written_and_cannot_be_read_is_unknown) {
    portal.before_effect = [](const model::request& what) -> std::optional<model::reply> {
        return support::rejected_whole(what, "ERROR_CORE", model::reaction::fail, 400);
    };
    auto work = item(17, {settings_step({set("view", "week")})});
    work.what.steps[0].as = model::acts_as::admin;
    const auto& result = go_on(std::move(work), {{model::earlier::written}});
    BOOST_TEST(result.overall == user_outcome::unknown);
}

BOOST_AUTO_TEST_SUITE_END()
