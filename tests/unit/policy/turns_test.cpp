#include "catalog/definitions.hpp"
#include "policy/exceptions.hpp"
#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <chrono>
#include <string>
#include <string_view>

namespace {

using namespace std::chrono_literals;

constexpr std::string_view settings =
    "  steps: [{ ensure: calendar.user.settings, with: { syncTasks: Y } }]\n";
constexpr std::string_view message =
    "  steps: [{ call: im.notify.system.add, as: admin, with: { USER_ID: 1, MESSAGE: hello } }]\n";

std::string with(std::string_view spec, std::string_view name, std::string_view steps = settings) {
    return policy_of(fmt::format("{}{}", spec, steps), name);
}

// "sales 4/10": the policy, its weight and its throttle.
std::string standing_of(const policy::policy_set& policies) {
    base::diagnostics problems;
    const auto job = policies.expand(sample_user(), problems);
    if (!job) return lines_of(problems);
    return fmt::format("{} {}/{}", job->under.policy, job->under.weight, job->under.throttle);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(turns)

BOOST_AUTO_TEST_CASE(a_job_stands_as_its_policy_says) {
    const auto policies = read_right(with("  weight: 4\n  throttle: 10\n", "sales"));
    BOOST_TEST(standing_of(policies) == "sales 4/10");
    BOOST_TEST((policies.turns() == policy::turn_taking::given));
}

BOOST_AUTO_TEST_CASE(one_of_them_is_enough) {
    BOOST_TEST(standing_of(read_right(with("  weight: 4\n", "sales"))) == "sales 4/0");
    BOOST_TEST(standing_of(read_right(with("  throttle: 10\n", "sales"))) == "sales 1/10");
}

// Then all jobs are one lot, in the order of the roster.
BOOST_AUTO_TEST_CASE(where_no_policy_says_anything_they_take_no_turns) {
    const auto policies = read_all({with("", "one"), with("  priority: 1\n", "two", message)});
    BOOST_TEST(standing_of(policies) == " 1/0");
    BOOST_TEST((policies.turns() == policy::turn_taking::none));
}

BOOST_AUTO_TEST_CASE(of_several_policies_the_one_of_the_highest_priority_counts) {
    const auto low = with("  priority: 1\n  weight: 2\n", "low");
    const auto high = with("  priority: 2\n  weight: 3\n", "high", message);
    BOOST_TEST(standing_of(read_all({low, high})) == "high 3/0");
    BOOST_TEST(standing_of(read_all({high, low})) == "high 3/0");
    // Also where it says nothing itself.
    const auto quiet = with("  priority: 3\n", "quiet", message);
    BOOST_TEST(standing_of(read_all({low, quiet})) == "quiet 1/0");
}

BOOST_AUTO_TEST_CASE(a_policy_of_which_no_step_is_left_does_not_count) {
    auto policies = read_all(
        {with("  priority: 1\n  weight: 2\n", "low", message),
         with("  priority: 2\n  weight: 3\n", "high")}
    );
    BOOST_TEST(standing_of(policies) == "high 3/0");
    base::diagnostics problems;
    auto but = policy::exceptions::read_text(
        "apiVersion: muster/v1\nkind: Exceptions\nexceptions:\n"
        "  - { user: 17, key: calendar.user.settings.syncTasks, accepted: N, reason: r, owner: o, "
        "until: 2026-12-31 }\n",
        "e.yaml",
        catalog::definitions::built_in(),
        2026y / 11 / 25,
        problems
    );
    BOOST_TEST_REQUIRE(but.has_value(), lines_of(problems));
    policies.except(std::move(*but));
    BOOST_TEST(standing_of(policies) == "low 2/0");
}

BOOST_AUTO_TEST_CASE(a_child_has_its_parents_turns_unless_it_has_its_own) {
    const auto grandparent =
        with("  abstract: true\n  weight: 5\n  throttle: 7\n", "grandparent", message);
    const auto parent =
        policy_of("  abstract: true\n  extends: grandparent\n  weight: 6\n", "parent");
    const auto child = policy_of("  extends: parent\n", "child");
    const auto other = policy_of("  extends: parent\n  throttle: 2\n", "child");
    // Each child has them for itself: the throttle is of its own users.
    BOOST_TEST(standing_of(read_all({grandparent, parent, child})) == "child 6/7");
    BOOST_TEST(standing_of(read_all({grandparent, parent, other})) == "child 6/2");
    BOOST_TEST(standing_of(read_all({other, parent, grandparent})) == "child 6/2");
}

BOOST_AUTO_TEST_CASE(what_is_no_weight_or_throttle_is_refused_at_its_place) {
    const auto refused = [](std::string_view line) {
        return faults_of_all({with(line, "sample")});
    };
    BOOST_TEST(
        refused("  weight: 0\n") ==
        "5:11 error expected a whole number from 1 to 1000, got 0 [spec.weight]\n"
    );
    BOOST_TEST(
        refused("  weight: 1001\n") ==
        "5:11 error expected a whole number from 1 to 1000, got 1001 [spec.weight]\n"
    );
    BOOST_TEST(
        refused("  throttle: -3\n") ==
        "5:13 error expected a whole number from 1 to 100000, got -3 [spec.throttle]\n"
    );
    BOOST_TEST(
        refused("  throttle: none\n") ==
        "5:13 error expected a whole number, got 'none' [spec.throttle]\n"
    );
    BOOST_TEST(
        refused("  wieght: 3\n") ==
        "5:3 error unknown key 'wieght' [spec.wieght] did you mean 'weight'?\n"
    );
}

BOOST_AUTO_TEST_CASE(an_explanation_tells_them) {
    const auto policies = read_right(with("  weight: 4\n  throttle: 10\n", "sales"));
    base::diagnostics problems;
    const auto told = policies.explain(sample_user(), problems);
    BOOST_TEST_REQUIRE(told.has_value());
    BOOST_TEST(told->policies.at(0).weight == 4U);
    BOOST_TEST(told->policies.at(0).throttle == 10U);
}

BOOST_AUTO_TEST_SUITE_END()
