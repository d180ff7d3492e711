#include "pacing/backoff.hpp"

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(backoff_rule)

BOOST_AUTO_TEST_CASE(doubles_up_to_the_cap_with_full_jitter) {
    const pacing::retry_rule rule{.retries = 6, .first = 1s, .cap = 60s};
    struct row {
        std::uint32_t failed;
        double chance;
        base::duration expected;
    };
    const row rows[] = {
        {1, 0.0, 0s},
        {1, 0.5, 500ms},
        {2, 0.5, 1s},
        {4, 0.5, 4s},
        {7, 0.5, 30s},
        {40, 0.5, 30s},
        {3, 0.25, 1s},
    };
    for (const auto& each : rows)
        BOOST_TEST_CONTEXT(each.failed << " failures, chance " << each.chance)
    BOOST_TEST((pacing::backoff(rule, each.failed, each.chance) == each.expected));
}

BOOST_AUTO_TEST_CASE(gives_up_after_the_last_retry) {
    const pacing::retry_rule rule{.retries = 2, .first = 1s, .cap = 60s};
    const auto now = base::time_point(1h);
    BOOST_TEST((pacing::next_try(rule, 2, 0.5, now) == now + 1s));
    BOOST_TEST(!pacing::next_try(rule, 3, 0.5, now).has_value());
}

BOOST_AUTO_TEST_CASE(a_lane_is_silent_for_a_second_at_least_and_longer_each_time) {
    const pacing::retry_rule rule{};
    BOOST_TEST((pacing::pause_after_refusal(rule, 1, 0.0) == 1s));
    BOOST_TEST((pacing::pause_after_refusal(rule, 2, 0.0) == 1500ms));
    BOOST_TEST((pacing::pause_after_refusal(rule, 3, 0.0) == 2250ms));
    BOOST_TEST((pacing::pause_after_refusal(rule, 30, 0.0) == 60s));
    BOOST_TEST((pacing::pause_after_refusal(rule, 1, 1.0) == 1100ms));
}

BOOST_AUTO_TEST_SUITE_END()
