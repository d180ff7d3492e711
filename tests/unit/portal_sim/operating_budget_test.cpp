#include "portal-sim/core/operating_budget.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace portal_sim;
using namespace std::chrono_literals;

// Ten seconds into a minute of the clock.
constexpr time_point beginning{60s * 29'923'400 + 10s};
const operating_key key{"app:1", "user.get"};

std::int64_t seconds(time_point when) {
    return std::chrono::floor<std::chrono::seconds>(when.time_since_epoch()).count();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(operating_time)

BOOST_AUTO_TEST_CASE(short_calls_are_free) {
    operating_budget budget;
    for (int i = 0; i < 100; ++i) budget.record(key, 0.1, beginning);
    BOOST_TEST(budget.total(key, beginning) == 0);
    budget.record(key, 0.11, beginning);
    BOOST_TEST(budget.total(key, beginning) == 0.11);
}

BOOST_AUTO_TEST_CASE(a_bucket_lives_ten_minutes_from_its_first_call) {
    operating_budget budget;
    budget.record(key, 10, beginning);
    budget.record(key, 5, beginning + 45s);  // still the same minute
    budget.record(key, 3, beginning + 55s);  // the next one
    BOOST_TEST(budget.total(key, beginning + 599s) == 18);
    BOOST_TEST(budget.reset_at(key, beginning + 599s) == seconds(beginning + 600s));
    BOOST_TEST(budget.total(key, beginning + 600s) == 3);
    BOOST_TEST(budget.reset_at(key, beginning + 600s) == seconds(beginning + 655s));
    BOOST_TEST(budget.total(key, beginning + 655s) == 0);
}

BOOST_AUTO_TEST_CASE(without_a_bucket_the_reset_is_ten_minutes_away) {
    operating_budget budget;
    BOOST_TEST(budget.reset_at(key, beginning) == seconds(beginning + 600s));
}

BOOST_AUTO_TEST_CASE(only_what_is_over_the_limit_is_exhausted) {
    operating_budget budget;
    budget.record(key, 10, beginning);
    BOOST_TEST(!budget.exhausted(key, beginning, 10));
    budget.record(key, 0.2, beginning);
    BOOST_TEST(budget.exhausted(key, beginning, 10));
    BOOST_TEST(!budget.exhausted({"app:1", "user.add"}, beginning, 10));
    BOOST_TEST(!budget.exhausted({"webhook:1", "user.get"}, beginning, 10));
}

BOOST_AUTO_TEST_SUITE_END()
