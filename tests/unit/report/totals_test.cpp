#include "report/totals.hpp"

#include "support/print.hpp"
#include "unit/report/sample_run.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

std::uint64_t users_in(const std::vector<report::reason_group>& groups) {
    std::uint64_t users = 0;
    for (const auto& group : groups) users += group.users;
    return users;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(totals)

BOOST_AUTO_TEST_CASE(every_user_is_in_exactly_one_count) {
    const auto all = sample::totals();
    BOOST_TEST(report::sum_of(all.users()) == sample::results().size());
    BOOST_TEST(report::count_of(all.users(), model::user_outcome::unchanged) == 1U);
    BOOST_TEST(report::count_of(all.users(), model::user_outcome::changed) == 2U);
    BOOST_TEST(report::count_of(all.users(), model::user_outcome::failed) == 4U);
    BOOST_TEST(report::count_of(all.users(), model::user_outcome::skipped) == 1U);
    BOOST_TEST(report::count_of(all.users(), model::user_outcome::unknown) == 1U);
    BOOST_TEST(report::count_of(all.users(), model::user_outcome::blocked) == 1U);
    BOOST_TEST(report::count_of(all.users(), model::user_outcome::excepted) == 0U);
}

BOOST_AUTO_TEST_CASE(every_step_is_in_exactly_one_count) {
    const auto all = sample::totals();
    std::uint64_t steps = 0;
    for (const auto what : report::all_outcomes) steps += report::count_of(all.steps(), what);
    BOOST_TEST(steps == 2 * sample::results().size());
}

BOOST_AUTO_TEST_CASE(every_user_that_came_to_grief_has_a_reason) {
    const auto all = sample::totals();
    BOOST_TEST(users_in(all.failures()) == 5U);  // four failed, one unknown
    BOOST_TEST(users_in(all.blocked()) == 1U);
    BOOST_TEST(users_in(all.skipped()) == 1U);
}

BOOST_AUTO_TEST_CASE(a_failed_user_whose_steps_say_nothing_has_a_reason_too) {
    auto odd = sample::unchanged(0, 1);
    odd.overall = model::user_outcome::failed;
    odd.reason = "something else";
    report::totals all;
    all.add(odd);
    BOOST_TEST(all.failures().at(0).text == "something else");
}

BOOST_AUTO_TEST_CASE(a_user_counts_once_in_a_reason_however_many_steps_met_it) {
    auto twice = sample::rejected(0, 1, "Access denied");
    twice.steps[1] = twice.steps[0];
    report::totals all;
    all.add(twice);
    BOOST_TEST(all.failures().size() == 1U);
    BOOST_TEST(all.failures().at(0).users == 1U);
}

BOOST_AUTO_TEST_CASE(a_step_skipped_after_a_failure_is_no_reason_of_its_own) {
    report::totals all;
    all.add(sample::rejected(0, 1, "Access denied"));
    BOOST_TEST(all.failures().size() == 1U);
    BOOST_TEST(all.skipped().empty());
}

BOOST_AUTO_TEST_CASE(a_blocked_user_is_counted_by_the_code_that_blocked_him) {
    auto unreadable = sample::blocked(0, 1);
    unreadable.blocked = model::block_reason::unreadable;
    unreadable.steps[0].code = "done-before";
    report::totals all;
    all.add(unreadable);
    BOOST_TEST(all.blocked().at(0).code == "unreadable");
    unreadable.steps[1].code = "insufficient_scope";
    report::totals finer;
    finer.add(unreadable);
    BOOST_TEST(finer.blocked().at(0).code == "insufficient_scope");
}

BOOST_AUTO_TEST_CASE(a_failure_explains_more_than_what_was_skipped_for_it) {
    auto failed = sample::rejected(0, 1, "no");
    std::swap(failed.steps[0], failed.steps[1]);
    BOOST_TEST(report::explaining_code(failed) == "ERROR_ARGUMENT");
    BOOST_TEST(report::explaining_code(sample::unchanged(0, 1)) == "");
}

BOOST_AUTO_TEST_CASE(advice_and_command_come_from_outside_by_code) {
    const auto all = sample::totals();
    const auto blocked = all.blocked().at(0);
    BOOST_TEST(blocked.code == "no-credential");
    BOOST_TEST(blocked.advice == "Add a webhook for these users.");
    BOOST_TEST(blocked.next_command == "muster creds check --portal acme");
    const auto failures = all.failures();
    const auto found = std::find_if(failures.begin(), failures.end(), [](const auto& group) {
        return group.code == "not-effective";
    });
    BOOST_REQUIRE(found != failures.end());
    BOOST_TEST(found->advice == "The portal took the value and kept the old one.");
}

BOOST_AUTO_TEST_SUITE_END()
