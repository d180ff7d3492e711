#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

std::string job_from(std::string_view text, std::string_view attributes = "{}") {
    return job_of(read_right(text), sample_user(attributes));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(expand)

BOOST_AUTO_TEST_CASE(fills_in_a_whole_job) {
    BOOST_TEST(
        job_from(
            policy_of("  vars: { reminder_minutes: 15 }\n"
                      "  steps:\n"
                      "    - ensure: calendar.section\n"
                      "      id: meetings\n"
                      "      with: { name: Meetings, color: \"#9CBE1C\" }\n"
                      "    - ensure: calendar.user.settings\n"
                      "      with:\n"
                      "        showWeekNumbers: true\n"
                      "        denyBusyInvitation: true\n"
                      "        meetSection: ${steps.meetings.id}\n"
                      "        sendFromEmail: ${user.email}\n"
                      "        defaultReminders:\n"
                      "          fullDay: []\n"
                      "          withTime: [{ type: min, count: \"${vars.reminder_minutes}\" }]\n"
                      "    - call: im.notify.system.add\n"
                      "      once: true\n"
                      "      with: { USER_ID: ${user.id}, MESSAGE: \"Hello ${user.first}, no. "
                      "${user.id}\" }\n"),
            R"({"first": "Ann"})"
        ) ==
        "meetings: collection calendar.section as user\n"
        "  name = \"Meetings\"\n"
        "  color = \"#9cbe1c\"\n"
        "settings calendar.user.settings as user\n"
        "  showWeekNumbers = \"Y\"\n"
        "  denyBusyInvitation = true\n"
        "  meetSection = id of meetings\n"
        "  sendFromEmail = \"ann@acme.example\"\n"
        "  defaultReminders = {\"fullDay\":[],\"withTime\":[{\"type\":\"min\",\"count\":15}]}\n"
        "call im.notify.system.add as admin once\n"
        "  USER_ID = 17\n"
        "  MESSAGE = \"Hello Ann, no. 17\"\n"
    );
}

BOOST_AUTO_TEST_CASE(a_scalar_that_is_one_placeholder_keeps_its_type) {
    constexpr std::string_view keys =
        "        denyBusyInvitation: ${user.strict}\n"
        "        showTasks: ${user.tasks}\n";
    BOOST_TEST(
        job_from(settings_of(keys), R"({"strict": true, "tasks": false})") ==
        "settings calendar.user.settings as user\n"
        "  denyBusyInvitation = true\n"
        "  showTasks = \"N\"\n"
    );
}

BOOST_AUTO_TEST_CASE(a_default_is_the_portals_own) {
    constexpr std::string_view keys =
        "        showTasks: !default\n"
        "        showDeclined: !default\n"
        "        syncPeriodPast: !default\n"
        "        sendFromEmail: !default\n";
    BOOST_TEST(
        job_from(settings_of(keys)) ==
        "settings calendar.user.settings as user\n"
        "  showTasks = \"Y\"\n"
        "  showDeclined = false\n"
        "  syncPeriodPast = \"3\"\n"
        "  sendFromEmail = \"\"\n"
    );
}

BOOST_AUTO_TEST_CASE(a_default_that_nobody_may_write_is_taken_as_the_portal_gave_it) {
    const auto job = job_from(settings_of("        meetSection: !default\n"));
    BOOST_TEST(job.starts_with("settings calendar.user.settings as user\n  meetSection = "));
}

BOOST_AUTO_TEST_CASE(dollar_dollar_brace_is_no_placeholder) {
    constexpr std::string_view steps =
        "  steps:\n"
        "    - { ensure: calendar.section, with: { name: 'a $${user.id} ${user.id} $5 {x} $${' } "
        "}\n";
    BOOST_TEST(
        job_from(policy_of(steps)) ==
        "collection calendar.section as user\n"
        "  name = \"a ${user.id} 17 $5 {x} ${\"\n"
    );
}

BOOST_AUTO_TEST_CASE(numbers_and_truth_become_part_of_a_text) {
    constexpr std::string_view steps =
        "  steps:\n"
        "    - { ensure: calendar.section, with: { name: \"${user.a}/${user.b}/${user.c}\" } }\n";
    BOOST_TEST(
        job_from(policy_of(steps), R"({"a": -3, "b": 2.5, "c": true})") ==
        "collection calendar.section as user\n"
        "  name = \"-3/2.5/true\"\n"
    );
}

BOOST_AUTO_TEST_CASE(placeholders_stand_anywhere_inside_a_value) {
    constexpr std::string_view keys =
        "        defaultSections: { \"user${user.id}\": \"${user.section}\" }\n"
        "        defaultReminders:\n"
        "          withTime: [{ type: \"${user.unit}\", count: 2 }, \"${user.more}\"]\n"
        "          fullDay: []\n";
    BOOST_TEST(
        job_from(
            settings_of(keys),
            R"({"section": "12", "unit": "hour", "more": {"type": "day", "count": 1}})"
        ) ==
        "settings calendar.user.settings as user\n"
        "  defaultSections = {\"user17\":\"12\"}\n"
        "  defaultReminders = {\"fullDay\":[],\"withTime\":[{\"type\":\"hour\",\"count\":2},"
        "{\"type\":\"day\",\"count\":1}]}\n"
    );
}

BOOST_AUTO_TEST_CASE(the_id_of_an_earlier_step_may_stand_within_a_mapping) {
    const auto policies = read_right(policy_of(
        "  steps:\n"
        "    - { ensure: calendar.section, id: own, with: { name: Own } }\n"
        "    - ensure: calendar.user.settings\n"
        "      with: { defaultSections: { \"user${user.id}\": \"${steps.own.id}\", group2: 5 } }\n"
        "    - call: tasks.task.add\n"
        "      as: admin\n"
        "      with: { fields: { TITLE: t, RESPONSIBLE_ID: 1, DESCRIPTION: \"${steps.own.id}\" } "
        "}\n"
        "tests:\n"
        "  - { name: t, user: {}, expect: { calendar.user.settings: { defaultSections: { user1: "
        "\"${steps.own.id}\", group2: \"5\" } } } }\n"
    ));
    BOOST_TEST(
        job_of(policies, sample_user("{}")) ==
        "own: collection calendar.section as user\n"
        "  name = \"Own\"\n"
        "settings calendar.user.settings as user\n"
        "  defaultSections = {\"user17\":\"${steps.own.id}\",\"group2\":\"5\"}\n"
        "call tasks.task.add as admin\n"
        "  fields = {\"TITLE\":\"t\",\"RESPONSIBLE_ID\":1,\"DESCRIPTION\":\"${steps.own.id}\"}\n"
    );
    base::diagnostics problems;
    BOOST_TEST(policies.check_tests(problems) == 1U);
    BOOST_TEST(lines_of(problems) == "");
}

BOOST_AUTO_TEST_CASE(whom_a_step_acts_as_follows_from_the_catalog) {
    BOOST_TEST(
        job_from(policy_of(
            "  steps:\n"
            "    - { ensure: user, with: { NAME: Ann } }\n"
            "    - { ensure: calendar.section, with: { name: A } }\n"
            "    - { ensure: calendar.section, as: admin, with: { name: B } }\n"
            "    - { call: profile }\n"
            "    - { call: im.notify.system.add, once: false, with: { USER_ID: 1, MESSAGE: a } }\n"
            "    - { call: im.notify.system.add, as: user, once: true, with: { USER_ID: 1, "
            "MESSAGE: a } }\n"
        )) ==
        "settings user as admin\n  NAME = \"Ann\"\n"
        "collection calendar.section as user\n  name = \"A\"\n"
        "collection calendar.section as admin\n  name = \"B\"\n"
        "call profile as user\n"
        "call im.notify.system.add as admin\n  USER_ID = 1\n  MESSAGE = \"a\"\n"
        "call im.notify.system.add as user once\n  USER_ID = 1\n  MESSAGE = \"a\"\n"
    );
}

BOOST_AUTO_TEST_CASE(every_key_knows_its_place_its_policy_and_its_reason) {
    const auto policies =
        read_right(policy_of("  steps:\n"
                             "    - ensure: calendar.user.settings\n"
                             "      with:\n"
                             "        showTasks: Y\n"
                             "        syncTasks: N\n"
                             "      severity: { syncTasks: critical }\n"
                             "      why: { syncTasks: CHG-1042 }\n"));
    base::diagnostics problems;
    const auto job = policies.expand(sample_user(), problems);
    BOOST_REQUIRE(job.has_value());
    BOOST_TEST(job->who.id.value() == 17);
    const auto& with = job->steps.at(0).with;
    BOOST_REQUIRE(with.size() == 2U);
    BOOST_TEST(base::to_string(with[0].origin->where) == "p.yaml:8:9");
    BOOST_TEST(with[0].origin->policy == "sample");
    BOOST_TEST(with[0].origin->severity == "");
    BOOST_TEST(base::to_string(with[1].origin->where) == "p.yaml:9:9");
    BOOST_TEST(with[1].origin->severity == "critical");
    BOOST_TEST(with[1].origin->why == "CHG-1042");
}

BOOST_AUTO_TEST_CASE(only_users_who_are_meant_get_a_job) {
    const auto policies =
        read_right(policy_of("  match: { department: Sales*, active: true }\n"
                             "  when: user.position != 'intern'\n"
                             "  steps: [{ ensure: user, with: { NAME: A } }]\n"));
    const auto job = [&](std::string_view attributes) {
        return job_of(policies, sample_user(attributes));
    };
    BOOST_TEST(job(R"({"department": "Sales", "position": "lead"})").starts_with("settings user"));
    BOOST_TEST(job(R"({"department": "Sales", "position": "intern"})") == "nothing");
    BOOST_TEST(job(R"({"department": "Buying", "position": "lead"})") == "nothing");
    BOOST_TEST(job(R"({"department": "Sales", "position": "lead", "active": "N"})") == "nothing");
}

BOOST_AUTO_TEST_CASE(when_is_not_asked_of_who_is_not_meant) {
    const auto policies =
        read_right(policy_of("  match: { department: Sales }\n"
                             "  when: user.grade > 3\n"
                             "  steps: [{ ensure: user, with: { NAME: A } }]\n"));
    BOOST_TEST(job_of(policies, sample_user(R"({"department": "Buying"})")) == "nothing");
}

BOOST_AUTO_TEST_CASE(warnings_do_not_stop_a_policy) {
    base::diagnostics problems;
    const auto read = policy::policy_set::read_text(
        policy_of("  vars: { unused: 1 }\n"
                  "  steps:\n"
                  "    - { ensure: calendar.user.settings, with: { view: week } }\n"
                  "    - { call: im.notify.system.add, with: { USER_ID: 1, MESSAGE: a } }\n"),
        "p.yaml",
        catalog::definitions::built_in(),
        problems
    );
    BOOST_TEST(read.has_value());
    BOOST_TEST(
        lines_of(problems) ==
        "5:11 warning nothing uses the variable 'unused' [spec.vars.unused] take it out, or use it "
        "as ${vars.unused}\n"
        "7:49 note think twice about 'view': the user interface overwrites it whenever the user "
        "chooses "
        "another view [spec.steps[0].with.view]\n"
        "8:15 warning im.notify.system.add happens again in every run [spec.steps[1].call] write "
        "'once: true' "
        "for once per user, or 'once: false' if it is meant\n"
    );
}

BOOST_AUTO_TEST_SUITE_END()
