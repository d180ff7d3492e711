#include "plan/board.hpp"

#include "support/jobs.hpp"
#include "support/manual_clock.hpp"
#include "support/print.hpp"
#include "support/small_portal.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <vector>

using support::item;
using support::set;
using support::settings_step;

namespace {

// Drives a board against a small portal, one request at a time.
struct play {
    support::manual_clock clock;
    support::small_portal portal{clock};
    plan::board_options options;
    std::vector<model::request> requests;
    std::vector<model::job_result> closed;

    void run(std::vector<model::work_item> items) {
        plan::board board(catalog::definitions::built_in(), options);
        std::size_t opened = 0;
        for (int turn = 0;; ++turn) {
            BOOST_REQUIRE_MESSAGE(turn < 10'000, "the board never ends");
            while (opened < items.size() && board.has_room()) board.open(items[opened++], {});
            const auto more =
                opened < items.size() ? plan::source::has_more : plan::source::exhausted;
            auto request = board.next(clock.now(), more);
            if (!request) {
                if (board.open_jobs() == 0) break;
                BOOST_REQUIRE(board.ready_at() != base::time_point::max());
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

model::work_item notify(std::int64_t id) {
    return item(id, {support::notify_step(id)});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(board, play)

BOOST_AUTO_TEST_CASE(administrators_commands_of_many_users_fill_batches_of_fifty) {
    std::vector<model::work_item> items;
    for (int i = 1; i <= 120; ++i) items.push_back(notify(i));
    run(std::move(items));
    BOOST_REQUIRE(requests.size() == 3U);
    BOOST_TEST(requests[0].commands.size() == 50U);
    BOOST_TEST(requests[1].commands.size() == 50U);
    BOOST_TEST(requests[2].commands.size() == 20U);
    BOOST_TEST(portal.notified.size() == 120U);
}

BOOST_AUTO_TEST_CASE(users_first_and_their_administrators_steps_gathered_behind_them) {
    std::vector<model::work_item> items;
    for (int i = 1; i <= 60; ++i)
        items.push_back(item(i, {settings_step({set("view", "week")}), support::notify_step(i)}));
    run(std::move(items));
    // 60 users read and written, then 60 notifications in two batches: nothing is sent half-filled
    // before its time.
    BOOST_TEST(requests.size() == 122U);
    BOOST_TEST(closed.size() == 60U);
}

BOOST_AUTO_TEST_CASE(a_batch_of_one_travels_alone) {
    run({notify(5)});
    BOOST_REQUIRE(requests.size() == 1U);
    BOOST_TEST(requests[0].form == model::request_form::single);
}

BOOST_AUTO_TEST_CASE(a_method_that_is_refused_in_batches_goes_singly_from_then_on) {
    portal.before_effect = [](const model::request& what) -> std::optional<model::reply> {
        if (what.form == model::request_form::single) return std::nullopt;
        model::reply reply;
        for (std::size_t i = 0; i < what.commands.size(); ++i)
            reply.answers.emplace_back(model::rejected{
                "ERROR_BATCH_METHOD_NOT_ALLOWED",
                "",
                model::reaction::send_singly,
                model::effect::none,
                200
            });
        return reply;
    };
    run({notify(1), notify(2), notify(3)});
    BOOST_TEST(requests.size() == 4U);
    BOOST_TEST(portal.notified.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_too_long_is_split) {
    portal.before_effect = [](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.size() <= 10) return std::nullopt;
        return support::rejected_whole(
            what, "ERROR_BATCH_LENGTH_EXCEEDED", model::reaction::split_batch, 400
        );
    };
    std::vector<model::work_item> items;
    for (int i = 1; i <= 50; ++i) items.push_back(notify(i));
    run(std::move(items));
    BOOST_TEST(portal.notified.size() == 50U);
    BOOST_TEST(closed.size() == 50U);
    BOOST_TEST(requests.size() == 3U + 9U);  // 50, 25 and 12 are refused, then batches of 6
}

BOOST_AUTO_TEST_CASE(one_failed_command_is_repeated_without_its_neighbours) {
    bool failed = false;
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (failed || what.form != model::request_form::batch) return std::nullopt;
        failed = true;
        portal.notified.erase(portal.notified.begin() + 1);
        model::reply reply;
        for (std::size_t i = 0; i < what.commands.size(); ++i)
            reply.answers.emplace_back(model::accepted{std::int64_t{7}, {}, {}, {}});
        reply.answers[1] = model::rejected{
            "CONNECTION_ERROR", "", model::reaction::retry, model::effect::none, 200
        };
        return reply;
    };
    run({notify(1), notify(2), notify(3)});
    BOOST_REQUIRE(requests.size() == 2U);
    BOOST_TEST(requests[1].commands.size() == 1U);
    BOOST_TEST(
        portal.notified == (std::vector<std::int64_t>{1, 3, 2}), boost::test_tools::per_element()
    );
}

BOOST_AUTO_TEST_CASE(what_would_be_misread_in_a_batch_goes_singly_and_in_order) {
    auto work = item(1, {support::notify_step(1), support::notify_step(1)});
    work.what.steps[0].with[1].wanted = model::value("costs $result[a] today");
    run({work});
    BOOST_REQUIRE(requests.size() == 2U);
    BOOST_TEST(requests[0].form == model::request_form::single);
    BOOST_TEST(requests[0].commands[0].step == 0U);
}

BOOST_AUTO_TEST_CASE(takes_on_no_more_than_it_can_choose_from) {
    plan::board one(catalog::definitions::built_in(), options);
    int opened = 0;
    while (one.has_room()) one.open(item(++opened, {settings_step({set("view", "week")})}), {});
    BOOST_TEST(opened == static_cast<int>(options.look_ahead));
}

BOOST_AUTO_TEST_SUITE_END()
