#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

// What is right for one user and wrong for another: found when his job is made, and told with the
// policy's line and the user.

namespace {

struct row {
    const char* name;
    std::string_view keys;
    std::string_view attributes;
    std::string_view expected;
};

constexpr row rows[] = {
    {"an attribute that is not there",
     "        sendFromEmail: ${user.mail}\n",
     "{}",
     "8:26 error the roster has no attribute 'mail' (for user 17, ann@acme.example) "
     "[spec.steps[0].with.sendFromEmail] did you mean 'email'?\n"},
    {"in the middle of a text",
     "        sendFromEmail: \"info+${user.nick}@acme.example\"\n",
     "{}",
     "8:32 error the roster has no attribute 'nick' (for user 17, ann@acme.example) "
     "[spec.steps[0].with.sendFromEmail]\n"},
    {"in a text of several lines",
     "        sendFromEmail: >-\n          a\n          ${user.nick}\n",
     "{}",
     "8:24 error the roster has no attribute 'nick' (for user 17, ann@acme.example) "
     "[spec.steps[0].with.sendFromEmail]\n"},
    {"a value that the field refuses",
     "        denyBusyInvitation: ${user.strict}\n",
     R"({"strict": "perhaps"})",
     "8:29 error expected true or false, got 'perhaps' (for user 17, ann@acme.example) "
     "[spec.steps[0].with.denyBusyInvitation]\n"},
    {"a word for true from a file of texts",
     "        denyBusyInvitation: ${user.strict}\n",
     R"({"strict": "yes"})",
     "8:29 error expected true or false, got 'yes' (for user 17, ann@acme.example) "
     "[spec.steps[0].with.denyBusyInvitation] write true\n"},
    {"nothing inside a text",
     "        sendFromEmail: a${user.nick}\n",
     R"({"nick": null})",
     "8:27 error nothing cannot be part of a text (for user 17, ann@acme.example) "
     "[spec.steps[0].with.sendFromEmail] give a default: ${... ?? \"\"}\n"},
    {"a list inside a text",
     "        sendFromEmail: a${user.groups}\n",
     R"({"groups": ["a"]})",
     "8:27 error a list cannot be part of a text (for user 17, ann@acme.example) "
     "[spec.steps[0].with.sendFromEmail] join it: ${join(LIST, \", \")}\n"},
    {"two keys that become one",
     "        defaultSections: { \"user${user.id}\": \"1\", user17: \"2\" }\n",
     "{}",
     "8:51 error the key 'user17' is there twice (for user 17, ann@acme.example) "
     "[spec.steps[0].with.defaultSections.user17]\n"},
    {"several at once",
     "        sendFromEmail: ${user.a}\n        showTasks: ${user.b}\n",
     "{}",
     "8:26 error the roster has no attribute 'a' (for user 17, ann@acme.example) "
     "[spec.steps[0].with.sendFromEmail]\n"
     "9:22 error the roster has no attribute 'b' (for user 17, ann@acme.example) "
     "[spec.steps[0].with.showTasks]\n"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(fault_of_user)

BOOST_AUTO_TEST_CASE(names_the_line_and_the_user) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            const auto policies = read_right(settings_of(each.keys));
            BOOST_TEST(job_of(policies, sample_user(each.attributes)) == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(is_told_for_match_and_when_as_well) {
    const auto policies =
        read_right(policy_of("  match: { departmnt: Sales }\n"
                             "  steps: [{ ensure: user, with: { NAME: A } }]\n"));
    BOOST_TEST(
        job_of(policies, sample_user(R"({"department": "Sales"})")) ==
        "5:23 error the roster has no attribute 'departmnt' (for user 17, ann@acme.example) "
        "[spec.match.departmnt] did you mean 'department'?\n"
    );
    const auto conditional =
        read_right(policy_of("  when: user.grade > 3\n"
                             "  steps: [{ ensure: user, with: { NAME: A } }]\n"));
    BOOST_TEST(
        job_of(conditional, sample_user(R"({"grade": "4"})")) ==
        "5:20 error cannot compare '4' with the number 3 (for user 17, ann@acme.example) "
        "[spec.when] the columns "
        "of a CSV file are texts: write the number in quotes, or give the column a type under "
        "'roster' in the configuration\n"
    );
}

BOOST_AUTO_TEST_CASE(does_not_spoil_the_next_user) {
    const auto policies = read_right(settings_of("        sendFromEmail: ${user.private}\n"));
    BOOST_TEST(job_of(policies, sample_user()).contains("error"));
    BOOST_TEST(
        job_of(policies, sample_user(R"({"private": "a@b.example"})")) ==
        "settings calendar.user.settings as user\n  sendFromEmail = \"a@b.example\"\n"
    );
}

BOOST_AUTO_TEST_SUITE_END()
