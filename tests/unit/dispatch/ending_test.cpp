#include "support/lane_play.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using model::run_end;
using model::user_outcome;

namespace {

bool writes(const model::request& what) {
    return std::ranges::any_of(what.commands, [](const model::command& each) {
        return each.why == model::purpose::write;
    });
}

class listening_alarm final : public dispatch::alarm {
public:
    void raise(const std::string& why) override { heard.push_back(why); }
    std::vector<std::string> heard;
};

// Sees when users failed, and what was sent after that.
class failure_watch : public support::deaf_progress {
public:
    void request_sent(const model::request&, base::wall_time) override { ++sent; }
    void job_closed(const model::job_result& what) override {
        if (what.overall != user_outcome::failed) return;
        ++failed;
        sent_until.push_back(sent);
    }
    std::size_t sent = 0;
    std::size_t failed = 0;
    std::vector<std::size_t> sent_until;  // requests that had left when a user failed
};

struct play : support::lane_play {
    listening_alarm alarm;
    failure_watch watch;

    // So many users from the first on cannot be written.
    void let_fail(std::int64_t users) {
        portal.before_effect = [users](const model::request& what) -> std::optional<model::reply> {
            const bool hit =
                writes(what) && static_cast<std::int64_t>(what.commands[0].job.value()) < users;
            if (!hit) return std::nullopt;
            return support::rejected_whole(what, "ERROR_CORE", model::reaction::fail, 400);
        };
    }
    void start_beside_others() {
        lane.emplace(
            context.get_executor(),
            clock,
            dispatch::lane_ports{portal, journal, watch, jobs, nullptr, &alarm},
            catalog::definitions::built_in(),
            options
        );
        boost::asio::co_spawn(
            context,
            lane->run(),
            [this](std::exception_ptr failed, dispatch::lane_end ended) {
                if (failed) std::rethrow_exception(failed);
                end = std::move(ended);
            }
        );
    }
    // Everybody has one outcome, and everything that was sent has an answer.
    void check_all_is_told(std::size_t users) const {
        BOOST_TEST(journal.closed.size() == users);
        BOOST_TEST(journal.opened.size() == users);
        BOOST_TEST(journal.settled.size() == journal.begun.size());
        for (const auto& each : journal.closed)
            BOOST_TEST(each.steps.size() == each.what.steps.size());
    }
    const model::job_result& result_of(std::uint64_t job) const {
        return *std::ranges::find(
            journal.closed, model::job_number(job), &model::job_result::number
        );
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ending, play)

BOOST_AUTO_TEST_CASE(failures_without_a_limit_end_nothing) {
    add(20);
    let_fail(20);
    run();
    BOOST_TEST(end->how == run_end::complete);
    BOOST_TEST(journal.count(user_outcome::failed) == 20U);
}

BOOST_AUTO_TEST_CASE(one_failure_too_many_ends_the_run_at_the_next_slot) {
    add(200);
    let_fail(200);
    options.errors.max_fail = 3;
    run_with(watch);
    BOOST_TEST(end->how == run_end::too_many_failures);
    BOOST_TEST(end->why == "4 users failed, and at most 3 may");
    BOOST_TEST_REQUIRE(watch.sent_until.size() >= 4U);
    BOOST_TEST(watch.sent == watch.sent_until[3]);
    // Those whose writing was in flight still fail by themselves.
    BOOST_TEST(journal.count(user_outcome::failed) < 4U + options.connections);
    BOOST_TEST(journal.count(user_outcome::skipped) > 150U);
    check_all_is_told(200);
    const auto& last = result_of(199).steps[0];
    BOOST_TEST(last.code == "run-ended");
    BOOST_TEST(last.reason == "not begun, the run ended early: 4 users failed, and at most 3 may");
}

BOOST_AUTO_TEST_CASE(a_percentage_is_of_all_where_there_are_no_waves) {
    add(200);
    let_fail(200);
    options.errors.max_fail_percent = 2;
    options.selected = 200;
    run();
    BOOST_TEST(end->how == run_end::too_many_failures);
    BOOST_TEST(end->why == "5 of 200 users failed (2.5 %), and at most 2 % may");
    check_all_is_told(200);
}

BOOST_AUTO_TEST_CASE(as_many_as_may_fail_end_nothing) {
    add(200);
    let_fail(3);
    options.errors.max_fail = 3;
    run();
    BOOST_TEST(end->how == run_end::complete);
    BOOST_TEST(journal.count(user_outcome::changed) == 197U);
}

BOOST_AUTO_TEST_CASE(a_limit_that_the_last_user_exceeds_leaves_nobody_out_and_ends_nothing) {
    add(1);
    let_fail(1);
    options.errors.max_fail = 0;
    run();
    BOOST_TEST(end->how == run_end::complete);
    BOOST_TEST(end->why.empty());
    BOOST_TEST(journal.count(user_outcome::failed) == 1U);
}

BOOST_AUTO_TEST_CASE(others_hear_once_of_failures_that_are_to_end_everything) {
    add(100);
    let_fail(100);
    options.errors.then = pacing::on_error::stop_run;
    start_beside_others();
    clock.run(context);
    BOOST_TEST_REQUIRE(end.has_value());
    BOOST_TEST(end->how == run_end::too_many_failures);
    BOOST_TEST(alarm.heard == std::vector<std::string>{"1 user failed, and none may"});
}

BOOST_AUTO_TEST_CASE(others_hear_nothing_of_failures_that_end_their_portal_alone) {
    add(100);
    let_fail(100);
    options.errors.then = pacing::on_error::stop_portal;
    start_beside_others();
    clock.run(context);
    BOOST_TEST_REQUIRE(end.has_value());
    BOOST_TEST(end->how == run_end::too_many_failures);
    BOOST_TEST(alarm.heard.empty());
}

// A portal that fails as a whole has failed for all of its users.
BOOST_AUTO_TEST_CASE(others_hear_of_a_portal_that_refuses_everything) {
    add(100);
    portal.before_effect = [](const model::request& what) {
        return std::optional(
            support::rejected_whole(what, "OVERLOAD_LIMIT", model::reaction::stop_portal, 503)
        );
    };
    options.errors.then = pacing::on_error::stop_run;
    start_beside_others();
    clock.run(context);
    BOOST_TEST_REQUIRE(end.has_value());
    BOOST_TEST(end->how == run_end::portal_stopped);
    BOOST_TEST(alarm.heard.size() == 1U);
}

BOOST_AUTO_TEST_CASE(who_is_told_to_stop_for_anothers_failures_ends_at_the_next_slot) {
    add(100);
    portal.latency = 500ms;
    start();
    context.poll();
    const auto sent = portal.log.size();
    lane->stop(run_end::too_many_failures, "portal other: 1 user failed, and none may");
    clock.run(context);
    BOOST_TEST_REQUIRE(end.has_value());
    BOOST_TEST(end->how == run_end::too_many_failures);
    BOOST_TEST(portal.log.size() == sent);
    check_all_is_told(100);
}

BOOST_AUTO_TEST_CASE(nothing_leaves_from_the_deadline_on_and_what_has_left_is_finished) {
    add(200);
    const auto begun = clock.now();
    options.deadline = pacing::run_deadline{begun + 3s, "3s"};
    portal.latency = 400ms;
    run();
    BOOST_TEST(end->how == run_end::deadline);
    BOOST_TEST(end->why == "the deadline (3s) came");
    // Eight at a time, each in 0.4 seconds.
    BOOST_TEST(portal.log.size() > 60U);
    for (const auto& each : portal.log) BOOST_TEST((each.at < begun + 3s));
    BOOST_TEST((clock.now() >= begun + 3s));
    BOOST_TEST((clock.now() < begun + 3s + 400ms));
    BOOST_TEST(journal.count(user_outcome::unknown) == 0U);
    BOOST_TEST(journal.count(user_outcome::changed) > 0U);
    check_all_is_told(200);
}

BOOST_AUTO_TEST_CASE(a_deadline_that_leaves_nobody_out_ends_nothing) {
    add(1);
    options.deadline = pacing::run_deadline{clock.now() + 600ms, "600ms"};
    portal.latency = 500ms;  // two requests
    run();
    BOOST_TEST(end->how == run_end::complete);
    BOOST_TEST(journal.count(user_outcome::changed) == 1U);
    BOOST_TEST((clock.elapsed() == 1s));
}

BOOST_AUTO_TEST_CASE(what_could_only_be_sent_after_the_deadline_is_not_waited_for) {
    add(1);
    options.deadline = pacing::run_deadline{clock.now() + 20s, "20s"};
    portal.before_effect = [](const model::request& what) {
        return std::optional(
            support::rejected_whole(what, "INTERNAL_SERVER_ERROR", model::reaction::retry, 500)
        );
    };
    options.board.retry = {.retries = 50, .first = 8s, .cap = 1h};
    run();
    BOOST_TEST(end->how == run_end::deadline);
    BOOST_TEST(end->why == "nothing more could be sent before the deadline (20s)");
    BOOST_TEST((clock.elapsed() < 20s));
    check_all_is_told(1);
}

BOOST_AUTO_TEST_CASE(what_leaves_before_the_deadline_is_awaited_not_much_longer) {
    add(2);
    const auto begun = clock.now();
    options.deadline = pacing::run_deadline{begun + 10s, "10s"};
    portal.latency = 8s;
    run();
    BOOST_TEST_REQUIRE(portal.due.size() == 4U);
    BOOST_TEST((portal.due[0] == begun + 40s));
    BOOST_TEST((portal.due[3] == begun + 40s));
    BOOST_TEST(end->how == run_end::complete);
}

BOOST_AUTO_TEST_CASE(a_signal_after_the_deadline_still_cuts_off_what_is_in_flight) {
    add(100);
    options.deadline = pacing::run_deadline{clock.now() + 1s, "1s"};
    portal.latency = 20s;
    start();
    context.poll();
    clock.advance(2s);
    context.poll();
    lane->stop(run_end::interrupted, "SIGINT");
    lane->cut();
    context.poll();
    clock.run(context);
    BOOST_TEST_REQUIRE(end.has_value());
    BOOST_TEST(end->how == run_end::deadline);
    check_all_is_told(100);
}

BOOST_AUTO_TEST_SUITE_END()
