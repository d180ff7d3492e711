#include "catalog/definitions.hpp"
#include "policy/policy_set.hpp"
#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

std::string faults_of(std::string_view text) {
    base::diagnostics problems;
    const auto read =
        policy::policy_set::read_text(text, "p.yaml", catalog::definitions::built_in(), problems);
    BOOST_TEST(!read.has_value());
    return lines_of(problems);
}

struct row {
    const char* name;
    std::string_view text;      // the keys of a step, or what stands below `spec:`
    std::string_view expected;  // place, message, path, hint
};

// Below settings_of(): these lines begin in line 8.
constexpr row keys[] = {
    {"a slip in a key",
     "        showDecline: false\n",
     "8:9 error unknown key 'showDecline' [spec.steps[0].with.showDecline] did you mean "
     "'showDeclined'?\n"},
    {"a key nobody may set",
     "        work_time_start: '9.00'\n",
     "8:9 error 'work_time_start' can be read but not set here "
     "[spec.steps[0].with.work_time_start] `set` drops "
     "it without a word; working time belongs to the portal's settings\n"},
    {"a bare no",
     "        showDeclined: no\n",
     "8:23 error expected true or false, got 'no' [spec.steps[0].with.showDeclined] write false: "
     "'no' is a text "
     "in YAML 1.2\n"},
    {"a bare on",
     "        showTasks: on\n",
     "8:20 error expected Y or N (true and false are taken too), got 'on' "
     "[spec.steps[0].with.showTasks] write Y: "
     "'on' is a text in YAML 1.2\n"},
    {"a wrong word",
     "        view: weekly\n",
     "8:9 note think twice about 'view': the user interface overwrites it whenever the user "
     "chooses another "
     "view [spec.steps[0].with.view]\n"
     "8:15 error expected one of day, week, month, list, got 'weekly' [spec.steps[0].with.view] "
     "did you mean "
     "'week'?\n"},
    {"a key without a value",
     "        showDeclined:\n",
     "8:9 error 'showDeclined' has no value [spec.steps[0].with.showDeclined] write !default for "
     "the portal's "
     "own, or leave the key out\n"},
    {"a default with a value",
     "        showDeclined: !default false\n",
     "8:23 error nothing may stand behind '!default' [spec.steps[0].with.showDeclined]\n"},
    {"an unknown tag",
     "        showDeclined: !reset\n",
     "8:23 error unknown tag '!reset' [spec.steps[0].with.showDeclined] the only tag is !default; "
     "a text that begins with '!' is quoted\n"},
    {"a default inside a value",
     "        defaultReminders: { withTime: !default }\n",
     "8:39 error '!default' cannot stand here [spec.steps[0].with.defaultReminders.withTime] it "
     "can only be the "
     "whole value of a key of an 'ensure' step\n"},
    {"a placeholder that does not end",
     "        sendFromEmail: '${user.email'\n",
     "8:37 error expected the placeholder's closing brace '}', found the end "
     "[spec.steps[0].with.sendFromEmail]\n"},
    {"an unknown root",
     "        sendFromEmail: ${usr.email}\n",
     "8:26 error unknown name 'usr' [spec.steps[0].with.sendFromEmail] did you mean 'user'?\n"},
    {"a variable where there are none",
     "        sendFromEmail: a${vars.b}\n",
     "8:27 error unknown variable 'vars.b' [spec.steps[0].with.sendFromEmail] this policy has no "
     "vars\n"},
    {"an unknown step",
     "        meetSection: ${steps.meeting.id}\n",
     "8:24 error there is no step with the id 'meeting' [spec.steps[0].with.meetSection]\n"},
    {"a step's name",
     "        meetSection: ${steps.meeting.name}\n",
     "8:24 error 'steps.meeting.name' is nothing that a step has [spec.steps[0].with.meetSection] "
     "write "
     "steps.meeting.id\n"},
    {"a reference within a text",
     "        meetSection: no ${steps.meeting.id}\n",
     "8:27 error 'steps.meeting.id' is not known before the portal has answered "
     "[spec.steps[0].with.meetSection] it can only be the whole value of a key of 'with', or of a "
     "mapping there\n"},
    {"a reference within an expression",
     "        meetSection: ${steps.meeting.id ?? 1}\n",
     "8:24 error 'steps.meeting.id' is not known before the portal has answered "
     "[spec.steps[0].with.meetSection] it can only be the whole value of a key of 'with', or of a "
     "mapping there\n"},
    {"a reminder that is none",
     "        defaultReminders: { withTime: [{ type: min, count: soon }] }\n",
     "8:27 error 'count' of a reminder is a whole number from 1 to 2147483647, got 'soon' "
     "[spec.steps[0].with.defaultReminders] a reminder is { type: min|hour|day, count: 15 } or { "
     "type: daybefore, "
     "before: 0, time: 480 }\n"},
};

constexpr row references[] = {
    {"a step below",
     "  steps:\n"
     "    - ensure: calendar.user.settings\n"
     "      with: { meetSection: \"${steps.meetings.id}\" }\n"
     "    - { ensure: calendar.section, id: meetings, with: { name: A } }\n",
     "7:31 error the step 'meetings' is not done yet here [spec.steps[0].with.meetSection] put it "
     "above this "
     "one\n"},
    {"a near miss",
     "  steps:\n"
     "    - { ensure: calendar.section, id: meetings, with: { name: A } }\n"
     "    - ensure: calendar.user.settings\n"
     "      with: { meetSection: \"${steps.meeting.id}\" }\n",
     "8:31 error there is no step with the id 'meeting' [spec.steps[1].with.meetSection] did you "
     "mean "
     "'meetings'?\n"},
    {"a step that makes nothing",
     "  steps:\n"
     "    - { ensure: user, id: record, with: { NAME: A } }\n"
     "    - ensure: calendar.user.settings\n"
     "      with: { meetSection: \"${steps.record.id}\" }\n",
     "8:31 error the step 'record' (user) gives no id [spec.steps[1].with.meetSection] only a "
     "collection's item "
     "has one, such as a calendar.section\n"},
    {"a key that holds no id",
     "  steps:\n"
     "    - { ensure: calendar.section, id: meetings, with: { name: A } }\n"
     "    - ensure: calendar.user.settings\n"
     "      with: { showDeclined: \"${steps.meetings.id}\" }\n",
     "8:32 error 'showDeclined' cannot be the id of something [spec.steps[1].with.showDeclined]\n"},
    {"a mapping that holds no id",
     "  steps:\n"
     "    - { ensure: calendar.section, id: meetings, with: { name: A } }\n"
     "    - ensure: calendar.user.settings\n"
     "      with: { defaultReminders: { withTime: \"${steps.meetings.id}\" } }\n",
     "8:48 error 'defaultReminders' has no place for an id "
     "[spec.steps[1].with.defaultReminders.withTime]\n"},
    {"a near miss within a mapping",
     "  steps:\n"
     "    - { ensure: calendar.section, id: meetings, with: { name: A } }\n"
     "    - ensure: calendar.user.settings\n"
     "      with: { defaultSections: { user1: \"${steps.meeting.id}\" } }\n",
     "8:44 error there is no step with the id 'meeting' [spec.steps[1].with.defaultSections.user1] "
     "did you mean 'meetings'?\n"},
    {"a default where there is none",
     "  steps:\n"
     "    - { ensure: calendar.section, with: { name: A, color: !default } }\n",
     "6:59 error 'color' has no default [spec.steps[0].with.color] give a value, or leave the key "
     "out\n"},
    {"a value that variables made",
     "  vars: { minutes: soon }\n"
     "  steps:\n"
     "    - ensure: calendar.user.settings\n"
     "      with: { syncPeriodPast: \"${vars.minutes}\" }\n",
     "8:31 error expected a whole number from 0, got 'soon' [spec.steps[0].with.syncPeriodPast]\n"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(bad_value)

BOOST_AUTO_TEST_CASE(a_key_or_a_value_that_is_wrong) {
    for (const auto& each : keys) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(faults_of(settings_of(each.text)) == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reference_that_leads_nowhere) {
    for (const auto& each : references) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(faults_of(policy_of(each.text)) == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_message_shows_its_line) {
    base::diagnostics problems;
    policy::policy_set::read_text(
        settings_of("        showDeclined: no  # ask\n"),
        "p.yaml",
        catalog::definitions::built_in(),
        problems
    );
    BOOST_TEST(
        base::to_text(problems.sorted().front()) ==
        "p.yaml:8:23: error: expected true or false, got 'no' [spec.steps[0].with.showDeclined]\n"
        "            showDeclined: no  # ask\n"
        "                          ^\n"
        "  write false: 'no' is a text in YAML 1.2"
    );
}

BOOST_AUTO_TEST_SUITE_END()
