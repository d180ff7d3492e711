#include "pacing/stop_rule.hpp"

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

namespace {

using model::user_outcome;
using pacing::on_error;

// What is said when `failed` of `of` users have failed one after the other, and at how many of them
// it is said first; 0 = never.
struct told {
    std::size_t after = 0;
    std::string why;
};

told failing(pacing::stop_rule rule, std::size_t users) {
    for (std::size_t i = 1; i <= users; ++i)
        if (const auto said = rule.after(user_outcome::failed)) {
            BOOST_TEST(said->how == model::run_end::too_many_failures);
            return {i, said->why};
        }
    return {};
}

struct row {
    const char* name;
    pacing::error_limits limits;
    std::size_t stops_at;  // of 100 users that all fail; 0 = goes on to the end
    const char* why;
};

const row without_waves[] = {
    {"nothing said", {}, 0, ""},
    {"so many may fail", {3, {}, {}}, 4, "4 users failed, and at most 3 may"},
    {"none may fail", {0, {}, {}}, 1, "1 user failed, and none may"},
    {"a part may fail", {{}, 10, {}}, 11, "11 of 100 users failed (11 %), and at most 10 % may"},
    {"a broken part", {{}, 2.5, {}}, 3, "3 of 100 users failed (3 %), and at most 2.5 % may"},
    {"no part may fail", {{}, 0, {}}, 1, "1 of 100 users failed (1 %), and at most 0 % may"},
    {"all of them may fail", {{}, 100, {}}, 0, ""},
    {"the narrower limit counts",
     {50, 10, {}},
     11,
     "11 of 100 users failed (11 %), and at most 10 % may"},
    {"the narrower limit counts, turned round", {5, 10, {}}, 6, "6 users failed, and at most 5 may"
    },
    {"stop without a limit", {{}, {}, on_error::stop_portal}, 1, "1 user failed, and none may"},
    {"stop everything", {{}, {}, on_error::stop_run}, 1, "1 user failed, and none may"},
    {"stop with a limit", {1, {}, on_error::stop_run}, 2, "2 users failed, and at most 1 may"},
    {"go on whatever comes", {{}, {}, on_error::go_on}, 0, ""},
    {"go on in spite of a limit", {1, 1, on_error::go_on}, 0, ""},
};

// Waves of 10 users each; `failed` of the first one fail.
std::optional<pacing::stop_verdict> at_the_gate(pacing::error_limits limits, int failed) {
    pacing::stop_rule rule(limits, {10, 10, 10}, 30);
    for (int i = 0; i < 10; ++i) {
        BOOST_TEST(rule.admits());
        rule.take_on();
    }
    BOOST_TEST(!rule.admits());
    for (int i = 0; i < 10; ++i)
        if (auto early = rule.after(i < failed ? user_outcome::failed : user_outcome::changed))
            return early;
    auto said = rule.pass_gate();
    BOOST_TEST(rule.admits() == !said.has_value());
    BOOST_TEST(rule.wave().number() == (said ? 1U : 2U));
    return said;
}

struct gate_row {
    const char* name;
    pacing::error_limits limits;
    int may_fail;     // of the ten
    const char* why;  // with one more
};

const gate_row gates[] = {
    {"nothing said: nobody may fail", {}, 0, "wave 1 of 3 (10 users): 1 user failed, and none may"},
    {"a part of the wave",
     {{}, 20, {}},
     2,
     "wave 1 of 3 (10 users): 3 of 10 users failed (30 %), and at most 20 % may"},
    {"a part of the wave, counted at its end",
     {{}, 20, on_error::go_on},
     2,
     "wave 1 of 3 (10 users): 3 of 10 users failed (30 %), and at most 20 % may"},
    {"a number", {4, {}, {}}, 4, "wave 1 of 3 (10 users): 5 users failed, and at most 4 may"},
    {"a number, counted at its end",
     {4, {}, on_error::go_on},
     4,
     "wave 1 of 3 (10 users): 5 users failed, and at most 4 may"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(stop_rule)

BOOST_AUTO_TEST_CASE(more_failures_than_may_be_end_a_run_at_once) {
    for (const auto& row : without_waves) BOOST_TEST_CONTEXT(row.name) {
            const auto said = failing(pacing::stop_rule(row.limits, {}, 100), 100);
            BOOST_TEST(said.after == row.stops_at);
            BOOST_TEST(said.why == row.why);
        }
}

BOOST_AUTO_TEST_CASE(only_what_failed_or_is_unknown_counts) {
    pacing::stop_rule rule({0, {}, {}}, {}, 100);
    for (const auto harmless :
         {user_outcome::unchanged,
          user_outcome::changed,
          user_outcome::differs,
          user_outcome::skipped,
          user_outcome::blocked,
          user_outcome::excepted})
        BOOST_TEST(!rule.after(harmless).has_value());
    BOOST_TEST(rule.after(user_outcome::unknown).has_value());
}

BOOST_AUTO_TEST_CASE(no_percentage_is_reckoned_of_a_number_that_nobody_knows) {
    BOOST_TEST(failing(pacing::stop_rule({{}, 10, {}}, {}, 0), 100).after == 0U);
    BOOST_TEST(failing(pacing::stop_rule({7, 10, {}}, {}, 0), 100).after == 8U);
}

BOOST_AUTO_TEST_CASE(a_gate_lets_the_next_wave_begin_or_says_why_not) {
    for (const auto& row : gates) BOOST_TEST_CONTEXT(row.name) {
            BOOST_TEST(!at_the_gate(row.limits, row.may_fail).has_value());
            const auto closed = at_the_gate(row.limits, row.may_fail + 1);
            BOOST_TEST_REQUIRE(closed.has_value());
            BOOST_TEST(closed->how == model::run_end::too_many_failures);
            BOOST_TEST(closed->why == row.why);
        }
    BOOST_TEST(!at_the_gate({{}, {}, on_error::go_on}, 10).has_value());
}

// A percentage is of each wave, a number of all of them.
BOOST_AUTO_TEST_CASE(each_wave_has_its_own_percentage_and_all_have_one_number) {
    const auto second_wave = [](pacing::error_limits limits, int failed_in_each) {
        pacing::stop_rule rule(limits, {10, 10, 10}, 30);
        for (int wave = 0; wave < 2; ++wave) {
            for (int i = 0; i < 10; ++i) rule.take_on();
            for (int i = 0; i < failed_in_each; ++i)
                if (rule.after(user_outcome::failed)) return wave;
            if (rule.pass_gate()) return wave;
        }
        return 2;
    };
    BOOST_TEST(second_wave({{}, 20, {}}, 2) == 2);
    BOOST_TEST(second_wave({3, {}, {}}, 2) == 1);
    BOOST_TEST(second_wave({4, {}, {}}, 2) == 2);
}

BOOST_AUTO_TEST_CASE(what_is_for_all_portals_is_said) {
    const auto is_for_all = [](std::optional<on_error> then) {
        return pacing::stop_rule({1, {}, then}, {}, 0).is_for_all();
    };
    BOOST_TEST(is_for_all(on_error::stop_run));
    BOOST_TEST(!is_for_all(on_error::stop_portal));
    BOOST_TEST(!is_for_all(on_error::go_on));
    BOOST_TEST(!is_for_all(std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()
