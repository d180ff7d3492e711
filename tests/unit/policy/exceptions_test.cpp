#include "policy/exceptions.hpp"

#include "catalog/definitions.hpp"
#include "policy_samples.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>
#include <string_view>

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::year_month_day today = 2026y / 11 / 23;

// A file of exceptions around its entries; they begin in line 4.
std::string file_of(std::string_view entries) {
    return fmt::format("apiVersion: muster/v1\nkind: Exceptions\nexceptions:\n{}", entries);
}

std::string entry(
    std::string_view user = "17",
    std::string_view key = "calendar.user.settings.syncTasks",
    std::string_view accepted = "N",
    std::string_view until = "2026-11-23"
) {
    return fmt::format(
        "  - {{ user: {}, key: {}, accepted: {}, reason: r, owner: o, until: {} }}\n",
        user,
        key,
        accepted,
        until
    );
}

std::optional<policy::exceptions> read(std::string_view text, base::diagnostics& problems) {
    return policy::exceptions::read_text(
        text, "e.yaml", catalog::definitions::built_in(), today, problems
    );
}

std::string problems_of(std::string_view text) {
    base::diagnostics problems;
    const auto made = read(text, problems);
    BOOST_TEST(made.has_value() == !problems.has_errors());
    return lines_of(problems);
}

std::string job_but(std::string_view policy, std::string_view entries) {
    base::diagnostics problems;
    auto policies = read_right(policy);
    policies.except(read(file_of(entries), problems).value());
    return job_of(policies, sample_user());
}

const std::string two_keys = settings_of("        syncTasks: Y\n        showTasks: Y\n");

struct row {
    const char* name;
    std::string text;
    std::string_view expected;
};

const row wrong[] = {
    {"another kind",
     "apiVersion: muster/v1\nkind: Policy\nexceptions: []\n",
     "2:7 error expected Exceptions, got 'Policy' [kind]\n"},
    {"no list",
     "apiVersion: muster/v1\nkind: Exceptions\n",
     "1:1 error the key 'exceptions' is missing\n"},
    {"something else than a list",
     file_of("  user: 17\n"),
     "4:3 error expected a list of exceptions, got a mapping [exceptions]\n"},
    {"an entry that is no mapping",
     file_of("  - 17\n"),
     "4:5 error expected a mapping, got the number 17 [exceptions[0]]\n"},
    {"nobody who answers for it",
     file_of(
         "  - { user: 17, key: calendar.user.settings.syncTasks, accepted: N, until: 2027-01-01 }\n"
     ),
     "4:5 error the key 'reason' is missing [exceptions[0]]\n"
     "4:5 error the key 'owner' is missing [exceptions[0]]\n"},
    {"an unknown key of an entry",
     file_of("  - { usr: 17, key: a.b, accepted: N, reason: r, owner: o, until: 2027-01-01 }\n"),
     "4:5 error the key 'user' is missing [exceptions[0]]\n"
     "4:7 error unknown key 'usr' [exceptions[0].usr] did you mean 'user'?\n"},
    {"a user who is neither an id nor an address",
     file_of(entry("ann")),
     "4:13 error expected a user's id or e-mail address, got 'ann' [exceptions[0].user]\n"},
    {"a user below one",
     file_of(entry("0")),
     "4:13 error expected a user's id or e-mail address, got the number 0 "
     "[exceptions[0].user]\n"},
    {"a misspelt key of the portal",
     file_of(entry("17", "calendar.user.settings.syncTask")),
     "4:22 error unknown key 'syncTask' [exceptions[0].key] did you mean 'syncTasks'?\n"},
    {"a misspelt resource",
     file_of(entry("17", "calendar.user.setings.syncTasks")),
     "4:22 error 'calendar.user.setings.syncTasks' is no key of a resource [exceptions[0].key] did "
     "you mean 'calendar.user.settings'?\n"},
    {"a key without a resource",
     file_of(entry("17", "syncTasks")),
     "4:22 error 'syncTasks' is no key of a resource [exceptions[0].key] write RESOURCE.KEY, such "
     "as calendar.user.settings.view\n"},
    {"a method",
     file_of(entry("17", "im.notify.system.add.TAG")),
     "4:22 error 'im.notify.system.add' is a method, and nothing of a call is kept "
     "[exceptions[0].key] exceptions are for the keys of what 'ensure' names\n"},
    {"the name of an item",
     file_of(entry("17", "calendar.section.name")),
     "4:22 error a calendar.section is found by its name [exceptions[0].key] except the other "
     "keys, or leave the user out of the policy\n"},
    {"a key that nobody can set",
     file_of(entry("17", "calendar.user.settings.timezoneName")),
     "4:22 error"},
    {"a value that the key cannot have",
     file_of(entry("17", "calendar.user.settings.syncTasks", "maybe")),
     "4:66 error expected Y or N (true and false are taken too), got 'maybe' "
     "[exceptions[0].accepted]"},
    {"a day that there is not",
     file_of(entry("17", "calendar.user.settings.syncTasks", "N", "2027-02-29")),
     "4:97 error '2027-02-29' is no day [exceptions[0].until] write the last day on which it is "
     "accepted, such as 2027-03-31\n"},
    {"a day written otherwise",
     file_of(entry("17", "calendar.user.settings.syncTasks", "N", "31.3.2027")),
     "4:97 error '31.3.2027' is no day [exceptions[0].until] write the last day on which it is "
     "accepted, such as 2027-03-31\n"},
    {"the same twice",
     file_of(entry() + entry()),
     "5:5 error there is an exception of user 17 for 'calendar.user.settings.syncTasks' already "
     "[exceptions[1]]\n"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(exceptions)

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_its_place) {
    for (const auto& each : wrong) {
        BOOST_TEST_CONTEXT(each.name) {
            const auto told = problems_of(each.text);
            BOOST_TEST(told.starts_with(each.expected), told);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_key_is_left_alone_and_the_others_are_enforced) {
    constexpr std::string_view expected =
        "settings calendar.user.settings as user\n"
        "  showTasks = \"Y\"\n";
    BOOST_TEST(job_but(two_keys, entry()) == expected);
    BOOST_TEST(job_but(two_keys, entry("Ann@ACME.example")) == expected);
}

BOOST_AUTO_TEST_CASE(nobody_else_is_excepted) {
    BOOST_TEST(job_but(two_keys, entry("18")).contains("syncTasks"));
    BOOST_TEST(job_but(two_keys, entry("bob@acme.example")).contains("syncTasks"));
}

BOOST_AUTO_TEST_CASE(a_job_knows_what_was_left_alone_and_who_answers_for_it) {
    base::diagnostics problems;
    auto policies = read_right(two_keys);
    policies.except(read(file_of(entry()), problems).value());
    const auto job = policies.expand(sample_user(), problems);
    BOOST_REQUIRE(job.has_value());
    BOOST_REQUIRE(job->exempt.size() == 1U);
    const auto& left = job->exempt.front();
    BOOST_TEST(left.target == "calendar.user.settings");
    BOOST_TEST(left.key == "syncTasks");
    BOOST_TEST(boost::json::serialize(left.accepted) == "\"N\"");
    BOOST_TEST(left.reason == "r");
    BOOST_TEST(left.owner == "o");
    BOOST_TEST(left.until == "2026-11-23");
    BOOST_TEST(left.where.line == 4U);
}

BOOST_AUTO_TEST_CASE(settings_without_any_key_left_are_no_step) {
    base::diagnostics problems;
    auto policies = read_right(settings_of("        syncTasks: Y\n"));
    policies.except(read(file_of(entry()), problems).value());
    const auto job = policies.expand(sample_user(), problems);
    BOOST_REQUIRE(job.has_value());
    BOOST_TEST(job->steps.empty());
    BOOST_TEST(job->exempt.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_last_day_still_counts_and_the_next_is_a_warning) {
    BOOST_TEST(problems_of(file_of(entry())) == "");
    const auto late = entry("17", "calendar.user.settings.syncTasks", "N", "2026-11-22");
    BOOST_TEST(
        problems_of(file_of(late)) ==
        "4:97 warning the exception of user 17 for 'calendar.user.settings.syncTasks' has expired: "
        "the policies are enforced [exceptions[0].until] ask o whether it still holds, or take it "
        "out\n"
    );
    BOOST_TEST(job_but(two_keys, late).contains("syncTasks"));
}

BOOST_AUTO_TEST_CASE(the_default_of_the_portal_may_be_what_is_accepted) {
    const auto text = entry("17", "calendar.user.settings.meetSection", "!default");
    BOOST_TEST(problems_of(file_of(text)) == "");
}

BOOST_AUTO_TEST_CASE(what_is_good_for_nothing_is_a_warning_after_the_whole_roster) {
    base::diagnostics problems;
    auto policies = read_right(two_keys);
    policies.except(read(
                        file_of(
                            entry() + entry("99") +
                            entry("17", "calendar.user.settings.showDeclined", "true")
                        ),
                        problems
    )
                        .value());
    const auto who = sample_user();
    const auto job = policies.expand(who, problems);
    policy::exception_use use;
    policies.excepted().note(who, &*job, use);
    policies.excepted().warn_of_idle(use, problems);
    BOOST_TEST(
        lines_of(problems) ==
        "5:5 warning the roster has no user 99 the exception has no effect; take it out when it is "
        "not needed any more\n"
        "6:5 warning no policy asks user 17 for 'calendar.user.settings.showDeclined' the "
        "exception "
        "has no effect; take it out when it is not needed any more\n"
    );
}

BOOST_AUTO_TEST_SUITE_END()
