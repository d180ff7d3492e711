#include "dispatch/lane.hpp"

#include "support/lane_play.hpp"
#include "support/print.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <vector>

using namespace std::chrono_literals;
using model::user_outcome;
using support::item;
using support::set;
using support::settings_step;

namespace {

struct play : support::lane_play {
    std::size_t most_in(base::duration window) const {
        std::size_t most = 0;
        for (const auto& first : portal.log) {
            std::size_t count = 0;
            for (const auto& each : portal.log)
                if (each.at >= first.at && each.at < first.at + window) ++count;
            most = std::max(most, count);
        }
        return most;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(lane, play)

BOOST_AUTO_TEST_CASE(every_job_ends_once_and_the_answers_are_recorded) {
    add(20);
    run();
    BOOST_TEST(end->how == model::run_end::complete);
    BOOST_TEST(journal.count(user_outcome::changed) == 20U);
    BOOST_TEST(journal.begun.size() == 40U);
    BOOST_TEST(journal.settled.size() == 40U);
    BOOST_TEST(journal.proven.size() == 20U);
    BOOST_TEST(end->counts.requests == 40U);
}

BOOST_AUTO_TEST_CASE(the_burst_is_used_and_the_rate_is_kept) {
    add(100);
    run();
    // 200 requests, 50 at once, then 20 a second: the last leaves after eight steps.
    BOOST_TEST((clock.elapsed() >= 8s));
    BOOST_TEST((clock.elapsed() < 8s + 50ms));
    BOOST_TEST(most_in(900ms) <= 50U);
}

BOOST_AUTO_TEST_CASE(a_refusal_silences_the_whole_lane_and_nobody_is_lost) {
    add(30);
    int refusals = 3;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (portal.log.size() < 10 || refusals-- <= 0) return std::nullopt;
        return support::rejected_whole(
            what, "QUERY_LIMIT_EXCEEDED", model::reaction::slow_down, 503
        );
    };
    run();
    BOOST_TEST(journal.count(user_outcome::changed) == 30U);
    BOOST_TEST(end->counts.rate_limited == 3U);
    BOOST_TEST((clock.elapsed() >= 1s));
    std::size_t next = 0;
    while (portal.log[next].at == portal.log[0].at || portal.log[next].at < portal.log[0].at + 900ms
    )
        ++next;
    BOOST_TEST((portal.log[next].at - portal.log[next - 1].at >= 900ms));
}

BOOST_AUTO_TEST_CASE(a_hostile_portal_is_survived_and_the_totals_add_up) {
    add(200);
    std::mt19937_64 random(7);
    const auto one_in = [&](int n) { return random() % static_cast<unsigned>(n) == 0; };
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (one_in(20))
            return support::rejected_whole(
                what, "QUERY_LIMIT_EXCEEDED", model::reaction::slow_down, 503
            );
        if (one_in(50)) return support::lost(what);
        return std::nullopt;
    };
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        return one_in(20) ? std::optional(support::lost(what)) : std::nullopt;
    };
    run();
    BOOST_TEST(journal.closed.size() == 200U);
    BOOST_TEST(journal.count(user_outcome::changed) == 200U);
    for (const auto& [id, settings] : portal.settings)
        BOOST_TEST(settings.at("view") == model::value("week"));
}

BOOST_AUTO_TEST_CASE(no_two_requests_write_one_user_at_once) {
    add(50);
    std::set<std::int64_t> under_way;
    run();
    // The log is in the order of sending; a user's next request must come after the answer to the
    // one before.
    std::map<std::string, base::time_point> last;
    for (const auto& each : portal.log) {
        const auto found = last.find(each.what.credential.value());
        if (found != last.end()) BOOST_TEST((each.at >= found->second + portal.latency));
        last[each.what.credential.value()] = each.at;
    }
}

BOOST_AUTO_TEST_CASE(a_portal_that_refuses_everything_stops_the_lane_and_every_job_has_an_outcome) {
    add(100);
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (portal.log.size() < 30) return std::nullopt;
        return support::rejected_whole(what, "OVERLOAD_LIMIT", model::reaction::stop_portal, 503);
    };
    run();
    BOOST_TEST(end->how == model::run_end::portal_stopped);
    BOOST_TEST(journal.closed.size() == 100U);
    BOOST_TEST(journal.count(user_outcome::skipped) > 70U);
    BOOST_TEST(portal.log.size() < 30U + options.connections + 1U);
}

BOOST_AUTO_TEST_CASE(an_unreachable_portal_is_given_up) {
    add(10);
    portal.before_effect = [](const model::request& what) {
        return std::optional(model::reply_for_all(
            what.commands.size(),
            model::not_sent{model::not_sent_reason::cannot_connect, "connection refused"}
        ));
    };
    run();
    BOOST_TEST(end->how == model::run_end::unavailable);
    BOOST_TEST(journal.count(user_outcome::skipped) == 10U);
}

BOOST_AUTO_TEST_CASE(stop_ends_admission_and_awaits_what_is_in_flight) {
    add(100);
    portal.latency = 500ms;
    start();
    context.poll();
    const auto sent = portal.log.size();
    BOOST_TEST(sent == options.connections);
    lane->stop(model::run_end::interrupted, "interrupted");
    clock.run(context);
    BOOST_REQUIRE(end.has_value());
    BOOST_TEST(portal.log.size() == sent);
    BOOST_TEST(journal.settled.size() == sent);
    BOOST_TEST(journal.closed.size() == 100U);
    BOOST_TEST(end->how == model::run_end::interrupted);
}

BOOST_AUTO_TEST_CASE(a_portal_that_breaks_its_promise_and_throws_does_not_hang_the_lane) {
    add(10);
    portal.before_effect = [](const model::request&) -> std::optional<model::reply> {
        throw std::runtime_error("broken");
    };
    lane.emplace(
        context.get_executor(),
        clock,
        dispatch::lane_ports{portal, journal, progress, jobs},
        catalog::definitions::built_in(),
        options
    );
    std::exception_ptr failed;
    boost::asio::co_spawn(
        context,
        lane->run(),
        [&](std::exception_ptr error, const dispatch::lane_end&) { failed = error; }
    );
    clock.run(context);
    BOOST_REQUIRE(failed);
    BOOST_CHECK_THROW(std::rethrow_exception(failed), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_message_whose_answer_is_lost_is_unknown_and_is_not_sent_again) {
    for (int i = 1; i <= 3; ++i) {
        jobs.items.push_back(item(i, {support::notify_step(i)}));
        jobs.items.back().number = model::job_number(static_cast<std::uint64_t>(i - 1));
    }
    portal.after_effect = [](const model::request& what) -> std::optional<model::reply> {
        const auto& method = what.commands.front().method;
        return method == "profile" ? std::nullopt : std::optional(support::lost(what));
    };
    run();
    BOOST_TEST(journal.count(user_outcome::unknown) == 3U);
    BOOST_TEST(portal.notified == (std::vector<std::int64_t>{1, 2, 3}));
    BOOST_TEST(end->counts.lost_answers == 1U);
}

BOOST_AUTO_TEST_CASE(a_setting_whose_answer_is_lost_is_settled_by_reading_it) {
    add(3);
    std::set<model::credential_id> lost;
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        const bool writes = std::ranges::any_of(what.commands, [](const model::command& each) {
            return each.method == "calendar.user.settings.set";
        });
        if (!writes || !lost.insert(what.credential).second) return std::nullopt;
        return support::lost(what);
    };
    run();
    BOOST_TEST(journal.count(user_outcome::changed) == 3U);
    BOOST_TEST(lost.size() == 3U);
    for (int i = 1; i <= 3; ++i) BOOST_TEST(portal.settings[i].at("view") == "week");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_recorded_is_not_sent) {
    add(20);
    journal.fails_after = 5;
    run();
    BOOST_TEST(end->how == model::run_end::state_lost);
    BOOST_TEST(portal.log.size() == 5U);
    BOOST_TEST(journal.closed.size() == 20U);
}

BOOST_AUTO_TEST_CASE(a_job_whose_opening_cannot_be_recorded_has_an_outcome_all_the_same) {
    add(10);
    journal.opens_fail_after = 2;
    run();
    BOOST_TEST(end->how == model::run_end::state_lost);
    BOOST_TEST(journal.closed.size() == 10U);
}

BOOST_AUTO_TEST_SUITE_END()
