#include "report/pacing_chart.hpp"

#include "report/pace.hpp"
#include "support/golden.hpp"
#include "unit/report/sample_run.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(pacing_chart)

BOOST_AUTO_TEST_CASE(a_burst_then_the_rate_with_one_rejection) {
    report::pacing_chart chart(sample::at(0));
    for (std::int64_t i = 0; i < 50; ++i) chart.add_sent(sample::at(i * 10));
    for (std::int64_t i = 0; i < 40; ++i) chart.add_sent(sample::at(1000 + i * 500));
    chart.add_limited(sample::at(7200));
    support::check_golden("pacing.svg", chart.svg());
}

BOOST_AUTO_TEST_CASE(without_requests_there_is_no_picture) {
    const report::pacing_chart chart(sample::at(0));
    BOOST_TEST(chart.empty());
    BOOST_TEST(chart.svg().empty());
}

BOOST_AUTO_TEST_CASE(a_run_of_a_day_takes_no_more_room_than_one_of_ten_minutes) {
    report::pacing_chart chart(sample::at(0));
    const std::int64_t day = 86'400'000;
    for (std::int64_t at = 0; at < day; at += 500) chart.add_sent(sample::at(at));
    const auto svg = chart.svg();
    BOOST_TEST(svg.size() < 20'000U);
    BOOST_TEST(svg.find(">2</text>") != svg.npos);         // two a second, still
    BOOST_TEST(svg.find(">20:00:00</text>") != svg.npos);  // over the day
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_set_back_does_no_harm) {
    report::pacing_chart chart(sample::at(0));
    chart.add_sent(sample::at(-90'000));
    BOOST_TEST(!chart.svg().empty());
}

BOOST_AUTO_TEST_CASE(the_pace_is_that_of_the_last_ten_seconds) {
    report::pace pace;
    BOOST_TEST(pace.per_second(sample::at(0)) == 0.0);
    for (int i = 0; i < 50; ++i) pace.add(sample::at(0));
    BOOST_TEST(pace.per_second(sample::at(0)) == 50.0);
    for (std::int64_t second = 1; second < 20; ++second) {
        pace.add(sample::at(second * 1000));
        pace.add(sample::at(second * 1000 + 500));
    }
    BOOST_TEST(pace.per_second(sample::at(20'000)) == 2.0);
    BOOST_TEST(pace.per_second(sample::at(60'000)) == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
