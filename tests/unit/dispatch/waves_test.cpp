#include "pacing/waves.hpp"

#include "support/lane_play.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using model::run_end;
using model::user_outcome;

namespace {

// Holds against the plan what is sent, opened and closed: nobody of a wave before everybody of
// those before has his outcome.
class gatekeeper : public support::deaf_progress {
public:
    explicit gatekeeper(std::vector<std::uint64_t> sizes) : sizes_(std::move(sizes)) {}

    void job_opened(const model::work_item& item) override { look(item.number); }
    void request_sent(const model::request& what, base::wall_time) override {
        for (const auto& each : what.commands) look(each.job);
    }
    void job_closed(const model::job_result& what) override { closed_.insert(what.number.value()); }
    void lane_changed(const dispatch::lane_state& now) override {
        if (seen.empty() || seen.back() != now.wave) seen.push_back(now.wave);
        waves = now.waves;
    }

    std::size_t too_early = 0;
    std::vector<std::uint64_t> seen;  // waves, as they were told
    std::uint64_t waves = 0;

private:
    void look(model::job_number which) {
        std::uint64_t before = 0;
        for (const auto size : sizes_) {
            if (which.value() < before + size) break;
            before += size;
        }
        const auto done = std::ranges::count_if(closed_, [&](auto each) { return each < before; });
        if (static_cast<std::uint64_t>(done) != before) ++too_early;
    }

    std::vector<std::uint64_t> sizes_;
    std::set<std::uint64_t> closed_;
};

struct play : support::lane_play {
    // Of `users`: one, four, then the rest.
    void in_waves(int users) {
        add(users);
        options.selected = static_cast<std::uint64_t>(users);
        options.waves = {1, 4, options.selected - 5};
    }
    void let_fail(std::set<std::uint64_t> jobs) {
        portal.before_effect = [jobs](const model::request& what) -> std::optional<model::reply> {
            const bool write = std::ranges::any_of(what.commands, [](const model::command& each) {
                return each.why == model::purpose::write;
            });
            if (!write || !jobs.contains(what.commands[0].job.value())) return std::nullopt;
            return support::rejected_whole(what, "ERROR_CORE", model::reaction::fail, 400);
        };
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(waves, play)

BOOST_AUTO_TEST_CASE(a_wave_begins_when_everybody_of_the_one_before_has_his_outcome) {
    in_waves(50);
    gatekeeper eyes(options.waves);
    run_with(eyes);
    BOOST_TEST(end->how == run_end::complete);
    BOOST_TEST(journal.count(user_outcome::changed) == 50U);
    BOOST_TEST(eyes.too_early == 0U);
    BOOST_TEST(eyes.seen == (std::vector<std::uint64_t>{1, 2, 3}));
    BOOST_TEST(eyes.waves == 3U);
}

// Otherwise the test above could not fail.
BOOST_AUTO_TEST_CASE(without_waves_the_gatekeeper_would_complain) {
    in_waves(50);
    gatekeeper eyes(options.waves);
    options.waves.clear();
    run_with(eyes);
    BOOST_TEST(eyes.too_early > 0U);
}

BOOST_AUTO_TEST_CASE(a_canary_that_fails_is_the_only_one_that_was_touched) {
    in_waves(50);
    let_fail({0});
    run();
    BOOST_TEST(end->how == run_end::too_many_failures);
    BOOST_TEST(end->why == "wave 1 of 3 (1 user): 1 user failed, and none may");
    BOOST_TEST(portal.log.size() == 2U);
    BOOST_TEST(portal.writes.empty());
    BOOST_TEST(journal.count(user_outcome::failed) == 1U);
    BOOST_TEST(journal.count(user_outcome::skipped) == 49U);
    for (const auto& each : journal.closed)
        if (each.number.value() != 0)
            BOOST_TEST(
                each.steps[0].reason ==
                "not begun, the run ended early: wave 1 of 3 (1 user): 1 user failed, and none may"
            );
}

BOOST_AUTO_TEST_CASE(a_wave_is_finished_before_its_gate_is_asked) {
    in_waves(50);
    let_fail({1});
    run();
    BOOST_TEST(end->why == "wave 2 of 3 (4 users): 1 user failed, and none may");
    BOOST_TEST(journal.count(user_outcome::changed) == 4U);
    BOOST_TEST(journal.count(user_outcome::failed) == 1U);
    BOOST_TEST(journal.count(user_outcome::skipped) == 45U);
}

BOOST_AUTO_TEST_CASE(the_limits_say_how_many_of_a_wave_may_fail) {
    in_waves(50);
    let_fail({1, 7, 8});
    options.errors.max_fail_percent = 25;  // of the second wave: one
    run();
    BOOST_TEST(end->how == run_end::complete);
    BOOST_TEST(journal.count(user_outcome::failed) == 3U);
    BOOST_TEST(journal.count(user_outcome::changed) == 47U);
}

BOOST_AUTO_TEST_CASE(more_failures_than_may_be_end_a_wave_in_its_middle) {
    in_waves(400);
    std::set<std::uint64_t> all;
    for (std::uint64_t i = 5; i < 400; ++i) all.insert(i);
    let_fail(all);
    options.errors.max_fail_percent = 10;
    run();
    BOOST_TEST(
        end->why == "wave 3 of 3 (395 users): 40 of 395 users failed (10.1 %), and at most 10 % may"
    );
    BOOST_TEST(journal.count(user_outcome::skipped) > 300U);
    BOOST_TEST(journal.closed.size() == 400U);
}

// Users that are closed as they are taken on are a wave like any other.
BOOST_AUTO_TEST_CASE(a_wave_for_which_nothing_can_be_sent_is_over_at_once) {
    in_waves(50);
    for (std::size_t i = 0; i < 5; ++i) jobs.items[i].credential.reset();
    gatekeeper eyes(options.waves);
    run_with(eyes);
    BOOST_TEST(end->how == run_end::complete);
    BOOST_TEST(eyes.too_early == 0U);
    BOOST_TEST(journal.count(user_outcome::blocked) == 5U);
    BOOST_TEST(journal.count(user_outcome::changed) == 45U);
}

// Nobody of the next wave could fill it.
BOOST_AUTO_TEST_CASE(an_unfilled_batch_does_not_wait_for_the_next_wave) {
    for (int i = 0; i < 40; ++i) {
        jobs.items.push_back(support::item(i + 1, {support::notify_step(i + 1)}));
        jobs.items.back().number = model::job_number(static_cast<std::uint64_t>(i));
    }
    options.waves = {10, 10, 20};
    options.selected = 40;
    run();
    BOOST_TEST(end->how == run_end::complete);
    BOOST_TEST(portal.notified.size() == 40U);
    BOOST_TEST(portal.log.size() == 3U);
    BOOST_TEST((clock.elapsed() <= 3 * portal.latency));
}

BOOST_AUTO_TEST_CASE(the_last_wave_takes_whoever_is_left) {
    in_waves(50);
    add(20);  // who were not expected
    for (std::size_t i = 50; i < 70; ++i) jobs.items[i].number = model::job_number(i);
    run();
    BOOST_TEST(end->how == run_end::complete);
    BOOST_TEST(journal.closed.size() == 70U);
}

BOOST_AUTO_TEST_CASE(fewer_users_than_expected_end_with_the_roster) {
    in_waves(50);
    jobs.items.resize(3);
    run();
    BOOST_TEST(end->how == run_end::complete);
    BOOST_TEST(journal.closed.size() == 3U);
}

BOOST_AUTO_TEST_CASE(many_waves_of_random_size_with_failures_keep_their_order) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) BOOST_TEST_CONTEXT("seed " << seed) {
            play one;
            one.add(60);
            one.options.selected = 60;
            one.options.waves = pacing::sizes_of(
                std::vector<pacing::wave_size>{
                    {static_cast<double>(1 + seed % 7), pacing::wave_size::unit::users},
                    {static_cast<double>(3 * seed % 40 + 1), pacing::wave_size::unit::percent},
                    {static_cast<double>(5 + seed % 3), pacing::wave_size::unit::users}
                },
                60
            );
            std::set<std::uint64_t> failing;
            for (std::uint64_t i = 0; i < 60; ++i)
                if (i * seed % 11 == 3) failing.insert(i);
            one.let_fail(failing);
            one.options.errors.max_fail = seed % 5;
            one.options.errors.then = pacing::on_error::go_on;
            gatekeeper eyes(one.options.waves);
            one.run_with(eyes);
            BOOST_TEST(eyes.too_early == 0U);
            BOOST_TEST(one.journal.closed.size() == 60U);
            const bool stopped = one.journal.count(user_outcome::skipped) != 0;
            BOOST_TEST((one.end->how == run_end::too_many_failures) == stopped);
            if (stopped) BOOST_TEST(one.journal.count(user_outcome::failed) > seed % 5);
        }
}

BOOST_AUTO_TEST_SUITE_END()
