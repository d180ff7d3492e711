#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::string with_priority(int priority, std::string_view name, std::string_view steps) {
    return policy_of(fmt::format("  priority: {}\n  steps:\n{}", priority, steps), name);
}

std::string merged(const std::vector<std::string>& texts) {
    const auto job = job_of(read_all(texts), sample_user());
    // The folder of the files has another name in every run.
    return std::regex_replace(job, std::regex("at /[^ ]*/"), "at ");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(merge)

BOOST_AUTO_TEST_CASE(key_by_key_the_higher_priority_wins) {
    const auto low = with_priority(
        1, "low", "    - { ensure: calendar.user.settings, with: { syncTasks: N, showTasks: N } }\n"
    );
    const auto high = with_priority(
        2,
        "high",
        "    - { ensure: calendar.user.settings, with: { showTasks: Y, showDeclined: true } }\n"
    );
    constexpr std::string_view expected =
        "settings calendar.user.settings as user\n"
        "  showTasks = \"Y\"\n"
        "  showDeclined = true\n"
        "  syncTasks = \"N\"\n";
    BOOST_TEST(merged({low, high}) == expected);
    BOOST_TEST(merged({high, low}) == expected);
}

BOOST_AUTO_TEST_CASE(every_key_knows_which_policy_it_is_from) {
    const auto policies = read_all(
        {with_priority(1, "low", "    - { ensure: user, with: { NAME: A, LAST_NAME: B } }\n"),
         with_priority(2, "high", "    - { ensure: user, with: { NAME: C } }\n")}
    );
    base::diagnostics problems;
    const auto job = policies.expand(sample_user(), problems);
    BOOST_REQUIRE(job.has_value());
    BOOST_REQUIRE(job->steps.size() == 1U);
    BOOST_TEST(job->steps[0].with.at(0).origin->policy == "high");
    BOOST_TEST(job->steps[0].with.at(1).origin->policy == "low");
}

BOOST_AUTO_TEST_CASE(equal_priority_and_different_values_are_an_error_that_names_both_places) {
    const auto first = with_priority(
        7, "first", "    - { ensure: calendar.user.settings, with: { syncTasks: Y } }\n"
    );
    const auto second = with_priority(
        7, "second", "    - ensure: calendar.user.settings\n      with:\n        syncTasks: N\n"
    );
    BOOST_TEST(
        merged({first, second}) ==
        "9:9 error policies 'first' and 'second' (both of priority 7) disagree on 'syncTasks': "
        "here it is 'N', at "
        "1.yaml:7:49 it is 'Y' (for user 17, ann@acme.example) [spec.steps[0].with.syncTasks] let "
        "only one of them "
        "say it, or give one a higher priority\n"
    );
}

BOOST_AUTO_TEST_CASE(equal_priority_and_equal_values_are_one) {
    const auto yes = with_priority(
        7, "first", "    - { ensure: calendar.user.settings, with: { syncTasks: Y } }\n"
    );
    const auto truth = with_priority(
        7, "second", "    - { ensure: calendar.user.settings, with: { syncTasks: true } }\n"
    );
    BOOST_TEST(
        merged({yes, truth}) == "settings calendar.user.settings as user\n  syncTasks = \"Y\"\n"
    );
}

BOOST_AUTO_TEST_CASE(of_equal_values_the_one_that_says_why_is_kept) {
    const auto policies = read_all(
        {with_priority(1, "bare", "    - { ensure: user, with: { NAME: A } }\n"),
         with_priority(
             1, "told", "    - { ensure: user, with: { NAME: A }, why: { NAME: CHG-1042 } }\n"
         )}
    );
    base::diagnostics problems;
    const auto job = policies.expand(sample_user(), problems);
    BOOST_REQUIRE(job.has_value());
    BOOST_TEST(job->steps.at(0).with.at(0).origin->why == "CHG-1042");
    BOOST_TEST(job->steps.at(0).with.at(0).origin->policy == "told");
}

BOOST_AUTO_TEST_CASE(a_higher_policy_settles_what_two_lower_ones_disagree_on) {
    const auto make = [](int priority, std::string_view name, std::string_view value) {
        return with_priority(
            priority, name, fmt::format("    - {{ ensure: user, with: {{ NAME: {} }} }}\n", value)
        );
    };
    BOOST_TEST(
        merged({make(1, "a", "A"), make(1, "b", "B"), make(2, "c", "C")}) ==
        "settings user as admin\n  NAME = \"C\"\n"
    );
}

BOOST_AUTO_TEST_CASE(items_of_one_name_are_one_and_references_follow) {
    const auto low = with_priority(
        1,
        "low",
        "    - { ensure: calendar.section, id: mine, with: { name: Meetings, color: '#111111' } }\n"
        "    - { ensure: calendar.section, id: other, with: { name: Other } }\n"
        "    - ensure: calendar.user.settings\n"
        "      with: { meetSection: \"${steps.mine.id}\", crmSection: \"${steps.other.id}\" }\n"
    );
    const auto high = with_priority(
        2,
        "high",
        "    - { ensure: calendar.section, id: meetings, with: { name: Meetings, color: '#222222' "
        "} }\n"
    );
    BOOST_TEST(
        merged({low, high}) ==
        "meetings: collection calendar.section as user\n"
        "  name = \"Meetings\"\n"
        "  color = \"#222222\"\n"
        "other: collection calendar.section as user\n"
        "  name = \"Other\"\n"
        "settings calendar.user.settings as user\n"
        "  meetSection = id of meetings\n"
        "  crmSection = id of other\n"
    );
}

BOOST_AUTO_TEST_CASE(items_of_one_id_are_one) {
    const auto low = with_priority(
        1,
        "low",
        "    - { ensure: calendar.section, id: m, with: { name: Low, color: '#111111' } }\n"
    );
    const auto high = with_priority(
        2, "high", "    - { ensure: calendar.section, id: m, with: { name: High } }\n"
    );
    BOOST_TEST(
        merged({low, high}) ==
        "m: collection calendar.section as user\n"
        "  name = \"High\"\n"
        "  color = \"#111111\"\n"
    );
}

BOOST_AUTO_TEST_CASE(an_item_that_would_be_two_at_once_is_refused) {
    const auto low =
        with_priority(1, "low", "    - { ensure: calendar.section, id: a, with: { name: Y } }\n");
    const auto high = with_priority(
        2,
        "high",
        "    - { ensure: calendar.section, id: a, with: { name: X } }\n"
        "    - { ensure: calendar.section, id: b, with: { name: Y } }\n"
    );
    BOOST_TEST(
        merged({low, high}) ==
        "7:7 error this step and the one at 2.yaml:7:7 are about the same calendar.section, but "
        "this one fits that "
        "one as well as the one at 2.yaml:8:7 (for user 17, ann@acme.example) [spec.steps[0]] give "
        "the steps ids "
        "that tell them apart\n"
    );
}

BOOST_AUTO_TEST_CASE(names_that_are_made_for_the_user_count_as_well) {
    const auto low = with_priority(
        1,
        "low",
        "    - { ensure: calendar.section, with: { name: \"Of ${user.id}\", color: '#111111' } }\n"
    );
    const auto high =
        with_priority(2, "high", "    - { ensure: calendar.section, with: { name: Of 17 } }\n");
    BOOST_TEST(
        merged({low, high}) ==
        "collection calendar.section as user\n"
        "  name = \"Of 17\"\n"
        "  color = \"#111111\"\n"
    );
}

BOOST_AUTO_TEST_CASE(two_steps_of_one_policy_may_not_disagree_either) {
    const auto one = with_priority(
        1,
        "one",
        "    - { ensure: calendar.section, with: { name: \"Of ${user.id}\", color: '#111111' } }\n"
        "    - { ensure: calendar.section, with: { name: \"Of 17\", color: '#222222' } }\n"
    );
    BOOST_TEST(
        merged({one}) ==
        "8:58 error two steps of policy 'one' disagree on 'color': here it is '#222222', at "
        "1.yaml:7:66 it is "
        "'#111111' (for user 17, ann@acme.example) [spec.steps[1].with.color] let only one of them "
        "say it, or give "
        "one a higher priority\n"
    );
}

BOOST_AUTO_TEST_CASE(a_step_waits_for_what_it_refers_to) {
    const auto low = with_priority(
        1,
        "low",
        "    - { ensure: calendar.section, id: late, with: { name: Late } }\n"
        "    - { ensure: calendar.user.settings, with: { meetSection: \"${steps.late.id}\" } }\n"
    );
    const auto high = with_priority(
        2,
        "high",
        "    - { ensure: calendar.user.settings, with: { syncTasks: Y } }\n"
        "    - { ensure: user, with: { NAME: A } }\n"
    );
    BOOST_TEST(
        merged({low, high}) ==
        "settings user as admin\n"
        "  NAME = \"A\"\n"
        "late: collection calendar.section as user\n"
        "  name = \"Late\"\n"
        "settings calendar.user.settings as user\n"
        "  syncTasks = \"Y\"\n"
        "  meetSection = id of late\n"
    );
}

BOOST_AUTO_TEST_CASE(steps_that_wait_for_each_other_are_refused) {
    const auto low = with_priority(
        1,
        "low",
        "    - { ensure: calendar.section, id: a, with: { name: A } }\n"
        "    - { ensure: calendar.section, id: b, with: { name: B, description: \"${steps.a.id}\" "
        "} }\n"
    );
    const auto high = with_priority(
        2,
        "high",
        "    - { ensure: calendar.section, id: b, with: { name: B } }\n"
        "    - { ensure: calendar.section, id: a, with: { name: A, description: \"${steps.b.id}\" "
        "} }\n"
    );
    BOOST_TEST(
        merged({low, high}) ==
        "7:7 error this step waits for itself, because the policies refer to each other's steps "
        "(for user 17, "
        "ann@acme.example) [spec.steps[0]] take one of the references out\n"
    );
}

BOOST_AUTO_TEST_CASE(one_id_for_different_things_gets_its_policy_in_front) {
    const auto low = with_priority(
        1,
        "low",
        "    - { ensure: calendar.section, id: main, with: { name: A } }\n"
        "    - { ensure: calendar.user.settings, with: { meetSection: \"${steps.main.id}\" } }\n"
    );
    const auto high =
        with_priority(2, "high", "    - { ensure: user, id: main, with: { NAME: A } }\n");
    BOOST_TEST(
        merged({low, high}) ==
        "main: settings user as admin\n"
        "  NAME = \"A\"\n"
        "low/main: collection calendar.section as user\n"
        "  name = \"A\"\n"
        "settings calendar.user.settings as user\n"
        "  meetSection = id of low/main\n"
    );
}

BOOST_AUTO_TEST_CASE(calls_are_one_only_by_their_id) {
    const auto call = [](std::string_view id, std::string_view text) {
        return fmt::format(
            "    - {{ call: im.notify.system.add, once: true, {}with: {{ USER_ID: 1, MESSAGE: {} "
            "}} }}\n",
            id,
            text
        );
    };
    BOOST_TEST(
        merged(
            {with_priority(1, "low", call("id: hello, ", "low") + call("", "same")),
             with_priority(2, "high", call("id: hello, ", "high") + call("", "same"))}
        ) ==
        "hello: call im.notify.system.add as admin once\n  USER_ID = 1\n  MESSAGE = \"high\"\n"
        "call im.notify.system.add as admin once\n  USER_ID = 1\n  MESSAGE = \"same\"\n"
        "call im.notify.system.add as admin once\n  USER_ID = 1\n  MESSAGE = \"same\"\n"
    );
}

BOOST_AUTO_TEST_CASE(equal_priority_may_not_disagree_on_who_acts) {
    const auto make = [](std::string_view name, std::string_view as) {
        return with_priority(
            1,
            name,
            fmt::format("    - {{ ensure: calendar.section, as: {}, with: {{ name: A }} }}\n", as)
        );
    };
    BOOST_TEST(
        merged({make("a", "user"), make("b", "admin")}) ==
        "7:7 error this step and the one at 1.yaml:7:7 are about the same calendar.section, but "
        "they differ in 'as' "
        "or in 'once' (for user 17, ann@acme.example) [spec.steps[0]] let them agree, or give one "
        "of the policies "
        "a higher priority\n"
    );
}

BOOST_AUTO_TEST_CASE(only_policies_that_match_take_part) {
    const auto all = with_priority(1, "all", "    - { ensure: user, with: { NAME: A } }\n");
    const auto others = policy_of(
        "  priority: 9\n  match: { id: 18 }\n  steps: [{ ensure: user, with: { NAME: B } }]\n",
        "others"
    );
    BOOST_TEST(merged({all, others}) == "settings user as admin\n  NAME = \"A\"\n");
}

BOOST_AUTO_TEST_CASE(the_order_of_files_does_not_matter_where_priorities_differ) {
    std::vector<std::string> texts;
    for (int i = 0; i < 4; ++i)
        texts.push_back(with_priority(
            i,
            fmt::format("p{}", i),
            fmt::format(
                "    - {{ ensure: user, with: {{ NAME: N{0}, WORK_CITY: C{0} }} }}\n"
                "    - {{ ensure: calendar.section, with: {{ name: S{1} }} }}\n",
                i,
                i % 2
            )
        ));
    const auto expected = merged(texts);
    std::ranges::sort(texts);
    do BOOST_TEST(merged(texts) == expected);
    while (std::ranges::next_permutation(texts).found);
}

BOOST_AUTO_TEST_SUITE_END()
