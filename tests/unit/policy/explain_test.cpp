#include "catalog/definitions.hpp"
#include "policy_samples.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>

namespace {

std::string shown(const policy::explained_value& each) {
    const auto* value = std::get_if<model::value>(&each.wanted);
    return fmt::format(
        "{}={} {}:{}",
        each.policy,
        value != nullptr ? boost::json::serialize(*value)
                         : std::get<model::step_reference>(each.wanted).step_id,
        each.priority,
        each.where.line
    );
}

// "syncTasks: high="Y" 2:8 > low="N" 1:8", one line for each key.
std::string chains_of(const policy::policy_set& policies) {
    base::diagnostics problems;
    const auto all = policies.explain(sample_user(), problems);
    if (!all) return lines_of(problems);
    std::string text;
    for (const auto& step : all->steps)
        for (const auto& key : step.keys) {
            text += key.key + ":";
            for (const auto& each : key.chain) text += " " + shown(each);
            if (key.exempt) text += " excepted by " + key.exempt->owner;
            text += '\n';
        }
    return text;
}

std::string settings_with(int priority, std::string_view name, std::string_view keys) {
    return policy_of(
        fmt::format(
            "  priority: {}\n  steps:\n    - {{ ensure: calendar.user.settings, with: {{ {} }} "
            "}}\n",
            priority,
            keys
        ),
        name
    );
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explain)

BOOST_AUTO_TEST_CASE(who_wins_comes_first_and_then_who_gave_way) {
    const auto policies = read_all(
        {settings_with(1, "low", "syncTasks: N, showTasks: Y"),
         settings_with(3, "high", "syncTasks: Y"),
         settings_with(2, "middle", "syncTasks: N")}
    );
    BOOST_TEST(
        chains_of(policies) ==
        "syncTasks: high=\"Y\" 3:7 middle=\"N\" 2:7 low=\"N\" 1:7\n"
        "showTasks: low=\"Y\" 1:7\n"
    );
}

BOOST_AUTO_TEST_CASE(a_child_wins_over_its_parent) {
    const auto policies = read_all(
        {settings_with(0, "parent", "syncTasks: N"),
         policy_of(
             "  extends: parent\n  priority: 1\n  steps:\n"
             "    - { ensure: calendar.user.settings, with: { syncTasks: Y } }\n",
             "child"
         )}
    );
    BOOST_TEST(
        chains_of(policies) == "syncTasks: child=\"Y\" 1:8 parent=\"N\" 1:7 parent=\"N\" 0:7\n"
    );
}

BOOST_AUTO_TEST_CASE(the_policies_that_do_not_apply_say_why) {
    const auto policies = read_all(
        {policy_of("  match: { id: 18 }\n  steps: [{ call: profile }]\n", "matchless"),
         policy_of("  when: user.id > 17\n  steps: [{ call: profile }]\n", "untrue"),
         policy_of("  abstract: true\n  steps: [{ call: profile }]\n", "abstract"),
         policy_of("  steps: [{ call: profile }]\n", "here")}
    );
    base::diagnostics problems;
    const auto all = policies.explain(sample_user(), problems);
    BOOST_REQUIRE(all.has_value());
    using verdict = policy::explained_policy::verdict;
    BOOST_REQUIRE(all->policies.size() == 4U);
    BOOST_TEST((all->policies[0].said == verdict::not_matched));
    BOOST_TEST((all->policies[1].said == verdict::condition_false));
    BOOST_TEST((all->policies[2].said == verdict::parent_only));
    BOOST_TEST((all->policies[3].said == verdict::applies));
}

BOOST_AUTO_TEST_CASE(an_exception_stands_beside_the_value_that_it_holds_back) {
    using namespace std::chrono_literals;
    auto policies = read_all({settings_with(1, "low", "syncTasks: N")});
    base::diagnostics problems;
    policies.except(
        policy::exceptions::read_text(
            "apiVersion: muster/v1\nkind: Exceptions\nexceptions:\n"
            "  - { user: 17, key: calendar.user.settings.syncTasks, accepted: Y, reason: "
            "r, owner: bob, until: 2027-01-01 }\n",
            "e.yaml",
            catalog::definitions::built_in(),
            2026y / 11 / 23,
            problems
        )
            .value()
    );
    BOOST_TEST(chains_of(policies) == "syncTasks: low=\"N\" 1:7 excepted by bob\n");
}

BOOST_AUTO_TEST_SUITE_END()
