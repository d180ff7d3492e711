#include "plan/board.hpp"
#include "support/jobs.hpp"
#include "support/manual_clock.hpp"
#include "support/print.hpp"
#include "support/small_portal.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace std::chrono_literals;
using support::item;
using support::notify_step;
using support::set;
using support::settings_step;

// When a request leaves at once, and when it waits.

namespace {

struct table {
    support::manual_clock clock;
    support::small_portal portal{clock};
    plan::board_options options;
    plan::board board{catalog::definitions::built_in(), options};

    std::optional<model::request> next() {
        return board.next(clock.now(), plan::source::exhausted);
    }
    void answer(const model::request& what, base::duration took = {}) {
        answer(what, portal.answer(what), took);
    }
    void answer(const model::request& what, const model::reply& reply, base::duration took = {}) {
        board.settle(
            what, reply, {clock.now(), 0.5, base::time_point::min(), took}, clock.wall_now()
        );
    }
    base::duration wait() const { return board.ready_at() - clock.now(); }
};

model::reply with_time(model::reply reply, double operating, double reset_in, double finish) {
    model::timing said;
    said.operating = operating;
    said.finish = finish;
    said.operating_reset_at = static_cast<std::int64_t>(finish + reset_in);
    for (auto& each : reply.answers)
        if (auto* good = std::get_if<model::accepted>(&each)) good->time = said;
    return reply;
}

model::step update_of(std::int64_t whom) {
    model::step made;
    made.kind = model::step_kind::call;
    made.target = "user.update";
    made.as = model::acts_as::admin;
    made.with = {set("ID", whom), set("WORK_POSITION", "lead")};
    return made;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(waiting, table)

BOOST_AUTO_TEST_CASE(an_unfilled_batch_waits_for_what_will_join_it) {
    board.open(item(1, {settings_step({set("view", "week")}), notify_step(1)}), {});
    board.open(item(2, {notify_step(2)}), {});
    const auto users = next();
    BOOST_REQUIRE(users.has_value());
    BOOST_TEST(users->credential.value() == "user 1");
    BOOST_TEST(!next().has_value());
    answer(*users);
    const auto write = next();
    BOOST_REQUIRE(write.has_value());
    BOOST_TEST(!next().has_value());
    answer(*write);
    const auto both = next();
    BOOST_REQUIRE(both.has_value());
    BOOST_TEST(both->commands.size() == 2U);
}

BOOST_AUTO_TEST_CASE(it_waits_no_longer_than_patience_goes) {
    board.open(item(1, {settings_step({set("view", "week")}), notify_step(1)}), {});
    board.open(item(2, {notify_step(2)}), {});
    BOOST_REQUIRE(next().has_value());
    BOOST_TEST(!next().has_value());
    BOOST_TEST((wait() == 5s));
    clock.advance(5s);
    BOOST_TEST(next().has_value());
}

BOOST_AUTO_TEST_CASE(it_does_not_wait_for_what_brings_nothing) {
    board.open(item(1, {settings_step({set("view", "week")})}), {});
    BOOST_REQUIRE(next().has_value());
    board.open(item(2, {notify_step(2)}), {});
    const auto one = next();
    BOOST_REQUIRE(one.has_value());
    // Nor for an administrator's request whose jobs end with it.
    board.open(item(3, {notify_step(3)}), {});
    BOOST_TEST(next().has_value());
}

BOOST_AUTO_TEST_CASE(it_does_not_wait_where_that_saves_no_request) {
    for (int i = 1; i <= 45; ++i)
        board.open(item(i, {settings_step({set("view", "week")}), notify_step(i)}), {});
    for (int i = 0; i < 45; ++i) BOOST_REQUIRE(next().has_value());
    for (int i = 100; i < 106; ++i) board.open(item(i, {notify_step(i)}), {});
    // 45 that come and six that are here are two batches, whenever they leave.
    const auto six = next();
    BOOST_REQUIRE(six.has_value());
    BOOST_TEST(six->commands.size() == 6U);
}

BOOST_AUTO_TEST_CASE(two_requests_never_write_the_same_user) {
    board.open(item(17, {settings_step({set("view", "week")})}), {});
    const auto read = next();
    BOOST_REQUIRE(read.has_value());
    answer(*read);
    const auto write = next();
    BOOST_REQUIRE(write.has_value());
    BOOST_TEST(portal.commands_seen("calendar.user.settings.set") == 0U);
    // A colleague's job changes user 17, under the administrator's credential.
    board.open(item(2, {update_of(17)}), {});
    BOOST_TEST(!next().has_value());
    answer(*write);
    const auto update = next();
    BOOST_REQUIRE(update.has_value());
    BOOST_TEST(update->commands[0].method == "user.update");
    // And the other way round, with a second job of the same user.
    auto second = item(17, {settings_step({set("view", "list")})});
    second.number = model::job_number(170);
    board.open(std::move(second), {});
    const auto reading = next();
    BOOST_REQUIRE(reading.has_value());
    answer(*reading);
    BOOST_TEST(!next().has_value());
    answer(*update, model::reply_for_all(1, model::accepted{true, {}, {}, {}}));
    BOOST_TEST(next().has_value());
}

BOOST_AUTO_TEST_CASE(a_method_out_of_time_is_left_alone_by_all_jobs_and_others_overtake) {
    auto one = notify_step(1);
    board.open(item(1, {one}), {});
    const auto first = next();
    BOOST_REQUIRE(first.has_value());
    answer(
        *first,
        support::rejected_whole(
            *first, "OPERATION_TIME_LIMIT", model::reaction::wait_for_budget, 429
        )
    );
    board.open(item(2, {notify_step(2)}), {});
    board.open(item(3, {update_of(3)}), {});
    const auto other = next();
    BOOST_REQUIRE(other.has_value());
    BOOST_TEST(other->commands.size() == 1U);
    BOOST_TEST(other->commands[0].method == "user.update");
    BOOST_TEST(!next().has_value());
    BOOST_TEST((wait() == 60s));
    BOOST_TEST((board.waits_for() == plan::delay_cause::budget));
    clock.advance(60s);
    const auto both = next();
    BOOST_REQUIRE(both.has_value());
    BOOST_TEST(both->commands.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_refusal_within_a_batch_waits_for_the_reset_that_was_heard_before) {
    board.open(item(1, {notify_step(1)}), {});
    const auto first = next();
    BOOST_REQUIRE(first.has_value());
    answer(*first, with_time(portal.answer(*first), 300, 100, 1'000'000));
    for (int i = 2; i <= 4; ++i) board.open(item(i, {notify_step(i)}), {});
    const auto batch = next();
    BOOST_REQUIRE(batch.has_value());
    BOOST_TEST(batch->commands.size() == 3U);
    auto reply = portal.answer(*batch);
    reply.answers[1] = model::rejected{
        "OPERATION_TIME_LIMIT", "", model::reaction::wait_for_budget, model::effect::none, 200
    };
    answer(*batch, reply);
    BOOST_TEST(!next().has_value());
    BOOST_TEST((wait() == 101s));
    clock.advance(101s);
    const auto again = next();
    BOOST_REQUIRE(again.has_value());
    BOOST_TEST(again->commands.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_envelope_out_of_time_holds_batches_and_not_single_commands) {
    for (int i = 1; i <= 2; ++i) board.open(item(i, {notify_step(i)}), {});
    const auto first = next();
    BOOST_REQUIRE(first.has_value());
    auto reply = portal.answer(*first);
    model::timing said;
    said.operating = 450;
    said.finish = 1'000'000;
    said.operating_reset_at = 1'000'030;
    reply.envelope = said;
    answer(*first, reply);
    // Users have envelopes of their own.
    board.open(item(3, {settings_step({set("view", "week")})}), {});
    const auto users = next();
    BOOST_REQUIRE(users.has_value());
    BOOST_TEST((users->form == model::request_form::batch));
    for (int i = 4; i <= 5; ++i) board.open(item(i, {notify_step(i)}), {});
    BOOST_TEST(!next().has_value());
    BOOST_TEST((wait() == 31s));
    BOOST_TEST((board.waits_for() == plan::delay_cause::budget));
    clock.advance(31s);
    const auto batch = next();
    BOOST_REQUIRE(batch.has_value());
    BOOST_TEST(batch->commands.size() == 2U);
}

BOOST_AUTO_TEST_CASE(all_users_of_one_app_share_a_budget) {
    options.budget_holder = [](const model::credential_id&) { return std::string("app"); };
    plan::board shared(catalog::definitions::built_in(), options);
    for (int i = 1; i <= 2; ++i) shared.open(item(i, {settings_step({set("view", "week")})}), {});
    const auto first = shared.next(clock.now(), plan::source::exhausted);
    BOOST_REQUIRE(first.has_value());
    auto reply = portal.answer(*first);
    reply.answers[1] = model::rejected{
        "OPERATION_TIME_LIMIT", "", model::reaction::wait_for_budget, model::effect::none, 200
    };
    shared.settle(*first, reply, {clock.now(), 0.5}, clock.wall_now());
    // Of the second user only what comes before that method may leave: whose credential it is.
    const auto second = shared.next(clock.now(), plan::source::exhausted);
    BOOST_REQUIRE(second.has_value());
    BOOST_REQUIRE(second->commands.size() == 1U);
    BOOST_TEST(second->commands[0].method == "profile");
}

BOOST_AUTO_TEST_CASE(a_batch_that_timed_out_comes_back_in_halves) {
    for (int i = 1; i <= 50; ++i) board.open(item(i, {update_of(i)}), {});
    const auto first = next();
    BOOST_REQUIRE(first.has_value());
    BOOST_TEST(first->commands.size() == 50U);
    answer(*first, support::lost(*first), 61s);
    BOOST_REQUIRE(board.ready_at() != base::time_point::max());
    clock.advance(wait());
    const auto one = next();
    const auto other = next();
    BOOST_REQUIRE(one.has_value());
    BOOST_REQUIRE(other.has_value());
    BOOST_TEST(one->commands.size() == 25U);
    BOOST_TEST(other->commands.size() == 25U);
}

BOOST_AUTO_TEST_CASE(what_may_not_be_repeated_is_not_sent_again_in_halves_either) {
    for (int i = 1; i <= 50; ++i) board.open(item(i, {notify_step(i)}), {});
    const auto first = next();
    BOOST_REQUIRE(first.has_value());
    answer(*first, support::lost(*first), 61s);
    BOOST_TEST(!next().has_value());
    const auto closed = board.take_closed();
    BOOST_TEST(closed.size() == 50U);
    BOOST_TEST(std::ranges::all_of(closed, [](const model::job_result& each) {
        return each.overall == model::user_outcome::unknown;
    }));
}

BOOST_AUTO_TEST_CASE(batches_of_a_slow_method_are_as_long_as_the_target_allows) {
    for (int i = 1; i <= 100; ++i) board.open(item(i, {update_of(i)}), {});
    const auto first = next();
    BOOST_REQUIRE(first.has_value());
    auto reply = portal.answer(*first);
    for (auto& each : reply.answers) {
        model::accepted good;
        good.result = true;
        good.time =
            model::timing{.duration = 1, .operating = {}, .operating_reset_at = {}, .finish = {}};
        each = good;
    }
    answer(*first, reply);
    const auto second = next();
    BOOST_REQUIRE(second.has_value());
    BOOST_TEST(second->commands.size() == 20U);
}

BOOST_AUTO_TEST_SUITE_END()
