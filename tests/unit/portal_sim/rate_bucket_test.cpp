#include "portal-sim/core/rate_bucket.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace portal_sim;
using namespace std::chrono_literals;

constexpr time_point beginning{1'795'404'000s + 700ms};

rate_rules small() {
    rate_rules rules;
    rules.burst = 3;
    rules.rate = 2;
    return rules;
}

int passed(rate_bucket& bucket, time_point now, const rate_rules& rules, int requests) {
    int count = 0;
    for (int i = 0; i < requests; ++i)
        if (bucket.admit(now, rules) == admission::passed) ++count;
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(leaky_bucket)

BOOST_AUTO_TEST_CASE(strict_reading_lets_the_burst_through_and_no_more) {
    rate_bucket bucket;
    BOOST_TEST(passed(bucket, beginning, small(), 10) == 3);
    BOOST_TEST(bucket.peak() == 3);
}

BOOST_AUTO_TEST_CASE(lenient_reading_lets_one_more_through) {
    auto rules = small();
    rules.reading = bucket_reading::lenient;
    rate_bucket bucket;
    BOOST_TEST(passed(bucket, beginning, rules, 10) == 4);
}

BOOST_AUTO_TEST_CASE(leaks_in_whole_steps_from_the_first_request_on) {
    rate_bucket bucket;
    passed(bucket, beginning, small(), 3);
    BOOST_TEST(passed(bucket, beginning + 999ms, small(), 1) == 0);
    BOOST_TEST(passed(bucket, beginning + 1s, small(), 5) == 2);
    BOOST_TEST(passed(bucket, beginning + 1999ms, small(), 5) == 0);
    BOOST_TEST(passed(bucket, beginning + 60s, small(), 5) == 3);
}

BOOST_AUTO_TEST_CASE(steps_may_be_those_of_the_clock) {
    auto rules = small();
    rules.phase = leak_phase::clock_second;
    rate_bucket bucket;
    passed(bucket, beginning, rules, 3);
    BOOST_TEST(passed(bucket, beginning + 299ms, rules, 1) == 0);
    BOOST_TEST(passed(bucket, beginning + 300ms, rules, 5) == 2);
}

BOOST_AUTO_TEST_CASE(a_fraction_of_a_request_leaks_too) {
    auto rules = small();
    rules.rate = 0.5;
    rate_bucket bucket;
    passed(bucket, beginning, rules, 3);
    BOOST_TEST(passed(bucket, beginning + 1s, rules, 1) == 0);
    BOOST_TEST(passed(bucket, beginning + 2s, rules, 2) == 1);
}

BOOST_AUTO_TEST_CASE(refused_requests_may_count) {
    auto rules = small();
    rules.refused_count = true;
    rate_bucket bucket;
    passed(bucket, beginning, rules, 7);
    BOOST_TEST(bucket.level() == 7);
    BOOST_TEST(passed(bucket, beginning + 2s, rules, 1) == 0);
}

BOOST_AUTO_TEST_CASE(calling_on_while_refused_is_told_apart) {
    rate_bucket bucket;
    passed(bucket, beginning, small(), 3);
    BOOST_TEST((bucket.admit(beginning, small()) == admission::refused));
    BOOST_TEST((bucket.admit(beginning, small()) == admission::refused_again));
    BOOST_TEST((bucket.admit(beginning + 1s, small()) == admission::passed));
}

BOOST_AUTO_TEST_CASE(off_it_still_counts) {
    auto rules = small();
    rules.limited = false;
    rate_bucket bucket;
    BOOST_TEST(passed(bucket, beginning, rules, 10) == 10);
    BOOST_TEST(bucket.peak() == 10);
}

BOOST_AUTO_TEST_SUITE_END()
