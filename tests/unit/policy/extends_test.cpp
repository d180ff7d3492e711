#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

const std::string parent = policy_of(
    "  abstract: true\n"
    "  vars: { calendar: Meetings, minutes: 15 }\n"
    "  steps:\n"
    "    - { ensure: calendar.section, id: meetings, with: { name: \"${vars.calendar}\" } }\n"
    "    - ensure: calendar.user.settings\n"
    "      with: { syncTasks: N, showTasks: Y, meetSection: \"${steps.meetings.id}\" }\n"
    "    - { call: im.notify.system.add, as: admin, once: true, with: { USER_ID: 1, MESSAGE: "
    "\"m ${vars.minutes}\" } }\n",
    "parent"
);

std::string child(std::string_view spec, std::string_view name = "child") {
    return policy_of(fmt::format("  extends: parent\n{}", spec), name);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(extends)

BOOST_AUTO_TEST_CASE(a_child_has_what_its_parent_has_and_says_some_of_it_otherwise) {
    const auto text = child(
        "  vars: { calendar: Sales }\n"
        "  steps:\n"
        "    - ensure: calendar.user.settings\n"
        "      with: { syncTasks: Y, crmSection: \"${steps.meetings.id}\" }\n"
    );
    constexpr std::string_view expected =
        "meetings: collection calendar.section as user\n"
        "  name = \"Sales\"\n"
        "settings calendar.user.settings as user\n"
        "  syncTasks = \"Y\"\n"
        "  showTasks = \"Y\"\n"
        "  meetSection = id of meetings\n"
        "  crmSection = id of meetings\n"
        "call im.notify.system.add as admin once\n"
        "  USER_ID = 1\n"
        "  MESSAGE = \"m 15\"\n";
    BOOST_TEST(job_of(read_all({parent, text}), sample_user()) == expected);
    // The files may come in any order.
    BOOST_TEST(job_of(read_all({text, parent}), sample_user()) == expected);
}

BOOST_AUTO_TEST_CASE(an_abstract_policy_applies_to_nobody) {
    BOOST_TEST(job_of(read_all({parent}), sample_user()) == "nothing");
}

BOOST_AUTO_TEST_CASE(a_child_may_do_without_steps_of_its_own) {
    const auto job = job_of(read_all({parent, child("  priority: 3\n")}), sample_user());
    BOOST_TEST(job.contains("syncTasks = \"N\""));
}

BOOST_AUTO_TEST_CASE(what_two_children_have_from_one_parent_happens_once) {
    const auto first = child("  priority: 1\n", "first");
    const auto second = child("  priority: 2\n", "second");
    const auto job = job_of(read_all({parent, first, second}), sample_user());
    BOOST_TEST(job.find("im.notify") == job.rfind("im.notify"));
}

BOOST_AUTO_TEST_CASE(two_children_of_one_priority_that_disagree_are_a_conflict) {
    const auto first = child(
        "  steps:\n    - { ensure: calendar.user.settings, with: { syncTasks: Y } }\n", "first"
    );
    const auto second = child("  priority: 0\n", "second");
    const auto job = job_of(read_all({parent, first, second}), sample_user());
    BOOST_TEST(
        job.contains("policies 'first' and 'second' (both of priority 0) disagree on 'syncTasks'")
    );
}

BOOST_AUTO_TEST_CASE(every_key_knows_whether_child_or_parent_says_it) {
    const auto text =
        child("  steps:\n    - { ensure: calendar.user.settings, with: { syncTasks: Y } }\n");
    base::diagnostics problems;
    const auto job = read_all({parent, text}).expand(sample_user(), problems);
    BOOST_REQUIRE(job.has_value());
    const auto& keys = job->steps.at(1).with;
    BOOST_TEST(keys.at(0).origin->policy == "child");
    BOOST_TEST(keys.at(0).origin->where.file->ends_with("2.yaml"));
    BOOST_TEST(keys.at(1).origin->policy == "parent");
    BOOST_TEST(keys.at(1).origin->where.file->ends_with("1.yaml"));
}

BOOST_AUTO_TEST_CASE(a_chain_of_parents_is_followed_to_its_end) {
    const auto middle =
        policy_of("  extends: parent\n  abstract: true\n  vars: { minutes: 20 }\n", "middle");
    const auto last = policy_of("  extends: middle\n  vars: { calendar: Last }\n", "last");
    const auto job = job_of(read_all({last, middle, parent}), sample_user());
    BOOST_TEST(job.contains("name = \"Last\""));
    BOOST_TEST(job.contains("MESSAGE = \"m 20\""));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_extended_is_told_where_it_is_said) {
    BOOST_TEST(
        faults_of_all({policy_of("  extends: nobdy\n", "a"), policy_of("  extends: a\n", "nobody")}
        ) ==
        "5:12 error there is no policy 'nobdy' among those given [spec.extends] did you mean "
        "'nobody'?\n"
    );
    BOOST_TEST(
        faults_of_all({policy_of("  extends: b\n", "a"), policy_of("  extends: a\n", "b")}) ==
        "5:12 error policies extend each other in a circle: a -> b -> a [spec.extends]\n"
        "5:12 error policies extend each other in a circle: b -> a -> b [spec.extends]\n"
    );
    BOOST_TEST(
        faults_of_all({policy_of("  extends: a\n", "a")}) ==
        "5:12 error policies extend each other in a circle: a -> a [spec.extends]\n"
    );
    BOOST_TEST(
        faults_of_all({policy_of("  extends: [a]\n  steps: [{ call: profile }]\n", "b")}) ==
        "5:12 error expected text, got a list [spec.extends]\n"
    );
}

BOOST_AUTO_TEST_CASE(a_fault_that_the_child_brings_about_has_its_place) {
    BOOST_TEST(
        faults_of_all({parent, child("  vars: { calendar: [a] }\n")}) ==
        "8:63 error expected text, got a list [spec.steps[0].with.name]\n"
    );
}

BOOST_AUTO_TEST_CASE(an_abstract_policy_says_nothing_of_whom_it_is_for) {
    BOOST_TEST(
        faults_of_all(
            {policy_of("  abstract: true\n  match: { a: b }\n  when: \"true\"\n  priority: 1\n"
                       "  steps: [{ call: profile }]\n")}
        ) ==
        "6:10 error 'match' has no meaning in an abstract policy [spec.match] it applies to nobody "
        "itself; say it in those that extend it\n"
        "7:9 error 'when' has no meaning in an abstract policy [spec.when] it applies to nobody "
        "itself; say it in those that extend it\n"
        "8:13 error 'priority' has no meaning in an abstract policy [spec.priority] it applies to "
        "nobody itself; say it in those that extend it\n"
    );
}

BOOST_AUTO_TEST_SUITE_END()
