#include "plan/safety.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

plan::change_counts counts(std::uint64_t changing, std::uint64_t selected) {
    plan::change_counts made;
    made.changing = changing;
    made.selected = selected;
    return made;
}

std::string told(const plan::safety_limits& limits, const plan::change_counts& what) {
    std::string all;
    for (const auto& each : plan::judge(limits, what)) all += each.text + "\n";
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(thresholds)

BOOST_AUTO_TEST_CASE(without_any_everything_goes) {
    BOOST_TEST(told({}, counts(5000, 5000)) == "");
}

BOOST_AUTO_TEST_CASE(a_percentage_is_crossed_above_it_and_not_at_it) {
    plan::safety_limits limits;
    limits.max_change_percent = 30;
    BOOST_TEST(told(limits, counts(30, 100)) == "");
    BOOST_TEST(
        told(limits, counts(31, 100)) ==
        "31 of 100 users (31 %) would be changed, and safety.max_change_percent is 30 %\n"
    );
    limits.max_change_percent = 12.5;
    BOOST_TEST(
        told(limits, counts(2, 15)) ==
        "2 of 15 users (13.3 %) would be changed, and safety.max_change_percent is 12.5 %\n"
    );
}

BOOST_AUTO_TEST_CASE(of_few_users_no_percentage_is_taken) {
    plan::safety_limits limits;
    limits.max_change_percent = 30;
    BOOST_TEST(told(limits, counts(9, 9)) == "", "ten, where nobody says otherwise");
    BOOST_TEST(told(limits, counts(10, 10)) != "");
    limits.min_population = 3;
    BOOST_TEST(told(limits, counts(2, 2)) == "");
    BOOST_TEST(told(limits, counts(3, 3)) != "");
    limits.min_population = 0;
    BOOST_TEST(told(limits, counts(1, 1)) != "");
}

BOOST_AUTO_TEST_CASE(a_number_is_crossed_above_it_whatever_the_population) {
    plan::safety_limits limits;
    limits.max_changes = 2;
    BOOST_TEST(told(limits, counts(2, 3)) == "");
    BOOST_TEST(
        told(limits, counts(3, 3)) == "3 users would be changed, and safety.max_changes is 2\n"
    );
    limits.max_changes = 0;
    BOOST_TEST(
        told(limits, counts(1, 5000)) == "1 user would be changed, and safety.max_changes is 0\n"
    );
}

BOOST_AUTO_TEST_CASE(protected_users_are_named) {
    auto what = counts(9, 100);
    what.protected_users = 5;
    what.protected_names = {"1 boss@acme.example", "2", "3"};
    BOOST_TEST(
        told({}, what) ==
        "5 users under safety.protected would be changed: 1 boss@acme.example, 2, 3 and 2 more\n"
    );
}

BOOST_AUTO_TEST_CASE(a_portal_may_be_only_looked_at) {
    plan::safety_limits limits;
    limits.portal = plan::writing::plan_only;
    BOOST_TEST(
        told(limits, counts(1, 1)) == "the portal is plan_only, and 1 user would be changed\n"
    );
}

BOOST_AUTO_TEST_CASE(every_threshold_that_is_crossed_is_told) {
    plan::safety_limits limits;
    limits.portal = plan::writing::plan_only;
    limits.max_changes = 1;
    limits.max_change_percent = 1;
    auto what = counts(50, 100);
    what.protected_users = 1;
    what.protected_names = {"1"};
    BOOST_TEST(plan::judge(limits, what).size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_plan_that_changes_nobody_crosses_nothing) {
    plan::safety_limits limits;
    limits.portal = plan::writing::plan_only;
    limits.max_changes = 0;
    limits.max_change_percent = 0;
    limits.min_population = 0;
    BOOST_TEST(told(limits, counts(0, 100)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
