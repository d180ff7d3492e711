#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>
#include <string_view>

// The tests that stand beside a policy.

namespace {

// A policy for sales; its tests begin in line 11.
std::string with_tests(std::string_view tests) {
    return policy_of(
               "  match: { department: Sales }\n"
               "  steps:\n"
               "    - { ensure: calendar.section, id: own, with: { name: Own } }\n"
               "    - ensure: calendar.user.settings\n"
               "      with: { syncTasks: Y, meetSection: \"${steps.own.id}\", sendFromEmail: "
               "\"${user.email}\" }\n"
           ) +
           fmt::format("tests:\n{}", tests);
}

std::string outcome_of(std::string_view tests) {
    base::diagnostics problems;
    const auto count = read_right(with_tests(tests)).check_tests(problems);
    return problems.empty() ? fmt::format("{} right", count) : lines_of(problems);
}

constexpr std::string_view sales = "name: t, user: { department: Sales }";

std::string one(std::string_view rest) {
    return fmt::format("  - {{ {}, {} }}\n", sales, rest);
}

struct row {
    const char* name;
    std::string tests;
    std::string_view expected;
};

const row wrong[] = {
    {"no list", "  name: t\n", "11:3 error expected a list of tests, got a mapping [tests]\n"},
    {"no name",
     "  - { user: {}, expect_no_match: true }\n",
     "11:5 error the key 'name' is missing [tests[0]]\n"},
    {"no user",
     "  - { name: t, expect_no_match: true }\n",
     "11:5 error the key 'user' is missing [tests[0]]\n"},
    {"an id that is none",
     "  - { name: t, user: { id: x }, expect_no_match: true }\n",
     "11:28 error expected a user's id, got 'x' [tests[0].user.id]\n"},
    {"nothing expected",
     "  - { name: t, user: {} }\n",
     "11:5 error a test has one of 'expect', 'expect_error' and 'expect_no_match: true' "
     "[tests[0]]\n"},
    {"two things expected",
     "  - { name: t, user: {}, expect_error: a, expect_no_match: true }\n",
     "11:5 error a test has one of 'expect', 'expect_error' and 'expect_no_match: true' "
     "[tests[0]]\n"},
    {"a misspelt word",
     "  - { name: t, user: {}, expects: {} }\n",
     "11:5 error a test has one of 'expect', 'expect_error' and 'expect_no_match: true' "
     "[tests[0]]\n"
     "11:26 error unknown key 'expects' [tests[0].expects] did you mean 'expect'?\n"},
    {"a step that the policy does not have",
     one("expect: { calendar.user.setting: {} }"),
     "11:55 error no step of this policy is called 'calendar.user.setting' "
     "[tests[0].expect.'calendar.user.setting'] did you mean 'calendar.user.settings'?\n"},
    {"a misspelt key",
     one("expect: { calendar.user.settings: { syncTask: Y } }"),
     "11:81 error unknown key 'syncTask'"},
    {"a value that the key cannot have",
     one("expect: { calendar.user.settings: { syncTasks: 7 } }"),
     "11:92 error expected Y or N"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_tests)

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_when_the_policy_is_read) {
    for (const auto& each : wrong) {
        BOOST_TEST_CONTEXT(each.name) {
            const auto told = faults_of_all({with_tests(each.tests)});
            BOOST_TEST(told.starts_with(each.expected), told);
        }
    }
}

BOOST_AUTO_TEST_CASE(tests_that_hold_say_nothing) {
    BOOST_TEST(
        outcome_of("  - name: values, as they would be written in the policy\n"
                   "    user: { department: Sales, email: a@b.example }\n"
                   "    expect:\n"
                   "      own: { name: Own, color: ~ }\n"
                   "      calendar.user.settings:\n"
                   "        syncTasks: true\n"
                   "        meetSection: ${steps.own.id}\n"
                   "        sendFromEmail: a@b.example\n"
                   "        showDeclined: ~\n"
                   "  - { name: not for others, user: { department: IT }, expect_no_match: true }\n"
                   "  - { name: a column is missing, user: {}, expect_error: \"no attribute "
                   "'department'\" }\n") == "3 right"
    );
}

BOOST_AUTO_TEST_CASE(a_test_that_fails_says_what_was_expected_and_what_came) {
    BOOST_TEST(
        outcome_of(one("expect: { calendar.user.settings: { syncTasks: N } }")) ==
        "11:92 error the test 't' expected 'N', got 'Y' "
        "[tests[0].expect.'calendar.user.settings'.syncTasks] it is said at p.yaml:9:15\n"
    );
    BOOST_TEST(
        outcome_of(one("expect: { calendar.user.settings: { syncTasks: ~ } }")) ==
        "11:92 error the test 't' expected nothing, because the key is not managed, got 'Y' "
        "[tests[0].expect.'calendar.user.settings'.syncTasks] it is said at p.yaml:9:15\n"
    );
    BOOST_TEST(
        outcome_of(one("expect: { own: { color: \"#ff0000\" } }")) ==
        "11:69 error the test 't' expected '#ff0000', got nothing [tests[0].expect.own.color] the "
        "policy does not manage this key for such a user\n"
    );
    BOOST_TEST(
        outcome_of(one("expect_no_match: true")) ==
        "11:5 error the test 't' expected no match, got values [tests[0]]\n"
    );
    BOOST_TEST(
        outcome_of(one("expect_error: attribute")) ==
        "11:5 error the test 't' expected an error with \"attribute\", got values [tests[0]]\n"
    );
    BOOST_TEST(
        outcome_of("  - { name: t, user: { department: IT }, expect: { own: { name: Own } } }\n") ==
        "11:5 error the test 't' expected values, got no match [tests[0]]\n"
    );
    BOOST_TEST(
        outcome_of("  - { name: t, user: {}, expect: { own: { name: Own } } }\n") ==
        "11:5 error the test 't' expected values, got the error \"the roster has no attribute "
        "'department' (for user 1, somebody@example.com)\" [tests[0]]\n"
    );
}

BOOST_AUTO_TEST_CASE(of_calls_that_have_no_ids_none_can_be_meant) {
    BOOST_TEST(
        faults_of_all({policy_of("  steps: [{ call: profile }, { call: profile }]\n"
                                 "tests:\n"
                                 "  - { name: t, user: {}, expect: { profile: {} } }\n")}) ==
        "7:36 error several steps of this policy are for profile [tests[0].expect.profile] give "
        "them ids and name one of those\n"
    );
}

BOOST_AUTO_TEST_SUITE_END()
