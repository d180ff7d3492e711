#include "dispatch/ports/shared_budget.hpp"

#include "support/budget_seat.hpp"
#include "support/jobs.hpp"
#include "support/lane_play.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <optional>
#include <utility>

using namespace std::chrono_literals;

namespace {

constexpr pacing::bucket_limits limits{.burst = 10, .rate = 5};

struct watcher : support::deaf_progress {
    void lane_changed(const dispatch::lane_state& now) override {
        slowest = std::min(slowest, now.requests_per_second);
    }
    double slowest = 1000;
};

struct beside_another : support::lane_play {
    support::shared_memory shared{limits, clock.now()};
    support::budget_seat ours = shared.seat(0);
    support::budget_seat theirs = shared.seat(1);

    beside_another() {
        budget = &ours;
        options.limits = limits;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_lane_that_shares_its_budget, beside_another)

BOOST_AUTO_TEST_CASE(sends_what_the_others_leave_of_it) {
    const auto began = clock.now();
    for (int i = 0; i < 10; ++i) BOOST_TEST(!theirs.take(began - 10s).has_value());
    for (int i = 0; i < 10; ++i) theirs.answered(began);
    add(10);
    run();
    BOOST_REQUIRE(portal.log.size() >= 10U);
    // Alone it would have begun with a burst of ten.
    BOOST_TEST((portal.log.front().at >= began + 1s));
    BOOST_TEST((portal.log[9].at >= began + 2s));
}

BOOST_AUTO_TEST_CASE(waits_for_what_the_portal_refused_to_another_and_tells_the_rate) {
    const auto began = clock.now();
    theirs.refused(began, began, 7s);
    add(3);
    watcher seen;
    run_with(seen);
    BOOST_TEST((portal.log.front().at == began + 7s));
    BOOST_TEST(seen.slowest == 4.0, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(journal.count(model::user_outcome::changed) == 3U);
}

BOOST_AUTO_TEST_CASE(tells_the_others_what_the_portal_refused_to_it) {
    add(1);
    bool refused = false;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (std::exchange(refused, true)) return std::nullopt;
        return support::rejected_whole(
            what, "QUERY_LIMIT_EXCEEDED", model::reaction::slow_down, 503
        );
    };
    run();
    BOOST_TEST(journal.count(model::user_outcome::changed) == 1U);
    BOOST_TEST(theirs.rate_in_force() == 4.0, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_SUITE_END()
