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
    std::string_view text;      // a whole file, or what stands below `spec:`
    std::string_view expected;  // place, message, path, hint
};

constexpr row files[] = {
    {"nothing at all",
     "# only a comment\n",
     "0:0 error the file is empty: it holds nothing, or nothing but comments\n"},
    {"a list", "- a\n", "1:1 error expected a mapping, got a list\n"},
    {"no kind",
     "apiVersion: muster/v1\nmetadata: { name: a }\nspec: { steps: [{ call: profile }] }\n",
     "1:1 error the key 'kind' is missing write 'kind: Policy', or 'kind: Exceptions' in a file of "
     "exceptions\n"},
    {"another version",
     "apiVersion: muster/v2\nkind: Policy\nmetadata: { name: a }\nspec: { steps: [{ call: profile "
     "}] }\n",
     "1:13 error expected muster/v1, got 'muster/v2' [apiVersion]\n"},
    {"another kind",
     "apiVersion: muster/v1\nkind: Roster\nmetadata: { name: a }\nspec: { steps: [{ call: profile "
     "}] }\n",
     "2:7 error expected Policy, got 'Roster' [kind]\n"},
    {"an unknown key",
     "apiVersion: muster/v1\nkind: Policy\nmetdata: { name: a }\nspec: { steps: [{ call: profile "
     "}] }\n",
     "1:1 error the key 'metadata' is missing a policy has a name: 'metadata: { name: ... }'\n"
     "3:1 error unknown key 'metdata' [metdata] did you mean 'metadata'?\n"},
    {"no name",
     "apiVersion: muster/v1\nkind: Policy\nmetadata: {}\nspec: { steps: [{ call: profile }] }\n",
     "3:11 error the key 'name' is missing [metadata]\n"},
    {"a name with a slash",
     "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: a/b }\nspec: { steps: [{ call: "
     "profile }] }\n",
     "3:19 error 'a/b' cannot be the name of a policy [metadata.name] letters, digits and . _ - "
     "are "
     "allowed; it begins with a letter, a digit or _\n"},
    {"a number for a name",
     "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: 7 }\nspec: { steps: [{ call: profile "
     "}] }\n",
     "3:19 error expected text, got the number 7 [metadata.name]\n"},
    {"tags that are no list",
     "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: a, tags: x }\nspec: { steps: [{ call: "
     "profile }] "
     "}\n",
     "3:28 error expected a list, got 'x' [metadata.tags]\n"},
    {"no spec",
     "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: a }\n",
     "1:1 error the key 'spec' is missing\n"},
};

constexpr row specs[] = {
    {"no steps",
     "  priority: 1\n",
     "5:3 error the key 'steps' is missing [spec] list what to do: '- ensure: RESOURCE' or '- "
     "call: METHOD'\n"},
    {"empty steps",
     "  steps: []\n",
     "5:10 error expected a list of steps, at least one, got an empty list [spec.steps]\n"},
    {"steps that are a mapping",
     "  steps: { call: profile }\n",
     "5:10 error expected a list of steps, at least one, got a mapping [spec.steps]\n"},
    {"a tag on a priority",
     "  priority: !high 5\n  steps: [{ call: profile }]\n",
     "5:13 error unknown tag '!high' [spec.priority] the only tag is !default; a text that begins "
     "with '!' is quoted\n"},
    {"an unknown key of spec",
     "  stepps: []\n  steps: [{ call: profile }]\n",
     "5:3 error unknown key 'stepps' [spec.stepps] did you mean 'steps'?\n"},
    {"a priority in words",
     "  priority: high\n  steps: [{ call: profile }]\n",
     "5:13 error expected a whole number, got 'high' [spec.priority]\n"},
    {"an empty match",
     "  match:\n  steps: [{ call: profile }]\n",
     "5:3 error expected a mapping of attributes, got nothing [spec.match] leave 'match' out when "
     "everybody is "
     "meant: an empty one could be a slip\n"},
    {"a condition that is none",
     "  when: user.position = 'x'\n  steps: [{ call: profile }]\n",
     "5:23 error '=' is not an operator here [spec.when] write '=='\n"},
    {"a condition in braces",
     "  when: ${user.position == 'x'}\n  steps: [{ call: profile }]\n",
     "5:9 error '$' has no meaning in an expression [spec.when] an expression stands here without "
     "'${' and "
     "'}'\n"},
    {"a condition on a step",
     "  when: steps.a.id == 1\n  steps: [{ call: profile }]\n",
     "5:9 error 'steps.a.id' is not known before the portal has answered [spec.when] it can only "
     "be the whole "
     "value of a key of 'with', or of a mapping there\n"},
    {"a condition that is a list",
     "  when: [a]\n  steps: [{ call: profile }]\n",
     "5:9 error expected an expression, got a list [spec.when]\n"},
    {"vars that are a list",
     "  vars: [a]\n  steps: [{ call: profile }]\n",
     "5:9 error expected a mapping of names and values, got a list [spec.vars]\n"},
    {"a variable that cannot be named",
     "  vars: { a-b: 1 }\n  steps: [{ call: profile }]\n",
     "5:11 error 'a-b' cannot be the name of a variable [spec.vars.a-b] letters, digits and _, not "
     "beginning "
     "with a digit\n"},
    {"variables in a circle",
     "  vars:\n    a: ${vars.b}\n    b: x ${vars.a}\n  steps: [{ call: profile }]\n",
     "6:8 error vars go round in a circle: a -> b -> a [spec.vars.a]\n"},
    {"an unknown variable",
     "  vars:\n    minutes: 15\n    b: at ${vars.minute}\n  steps: [{ call: profile }]\n",
     "7:13 error unknown variable 'vars.minute' [spec.vars.b] did you mean 'minutes'?\n"},
    {"a step that is a word",
     "  steps: [profile]\n",
     "5:11 error expected a mapping, got 'profile' [spec.steps[0]]\n"},
    {"neither ensure nor call",
     "  steps:\n    - with: { a: 1 }\n",
     "6:7 error a step has either 'ensure' (a resource) or 'call' (a method) [spec.steps[0]]\n"},
    {"ensure and call",
     "  steps:\n    - ensure: user\n      call: profile\n      with: { NAME: A }\n",
     "7:13 error a step has either 'ensure' (a resource) or 'call' (a method) "
     "[spec.steps[0].call]\n"},
    {"an unknown key of a step",
     "  steps:\n    - ensure: user\n      wiht: { NAME: A }\n",
     "6:7 error the key 'with' is missing: what should be so? [spec.steps[0]]\n"
     "7:7 error unknown key 'wiht' [spec.steps[0].wiht] did you mean 'with'?\n"},
    {"an unknown resource",
     "  steps:\n    - ensure: calendar.user.setings\n      with: { view: week }\n",
     "6:15 error unknown resource 'calendar.user.setings' [spec.steps[0].ensure] did you mean "
     "'calendar.user.settings'?\n"},
    {"a method that is ensured",
     "  steps:\n    - ensure: user.update\n      with: { ID: 1 }\n",
     "6:15 error unknown resource 'user.update' [spec.steps[0].ensure] 'user.update' is a method: "
     "write 'call: "
     "user.update'\n"},
    {"a resource that is called",
     "  steps:\n    - call: calendar.section\n",
     "6:13 error unknown method 'calendar.section' [spec.steps[0].call] 'calendar.section' is a "
     "resource: write "
     "'ensure: calendar.section'\n"},
    {"an unknown method",
     "  steps:\n    - call: im.notify.sytem.add\n",
     "6:13 error unknown method 'im.notify.sytem.add' [spec.steps[0].call] did you mean "
     "'im.notify.system.add'?\n"},
    {"settings by a bare call",
     "  steps:\n    - call: calendar.user.settings.set\n      with: { settings: { view: week } }\n",
     "6:13 error calendar.user.settings.set is not called directly: nothing would be checked "
     "[spec.steps[0].call] write 'ensure: calendar.user.settings'\n"},
    {"the administrator's own calendar",
     "  steps:\n    - ensure: calendar.user.settings\n      as: admin\n      with: { syncTasks: Y "
     "}\n",
     "7:11 error calendar.user.settings acts on whoever calls it: as admin, the administrator's "
     "own would be "
     "changed once for every user [spec.steps[0].as] write 'as: user', or leave 'as' out\n"},
    {"a call of the caller as admin",
     "  steps:\n    - call: profile\n      as: admin\n",
     "7:11 error profile acts on whoever calls it: as admin, the administrator's own would be "
     "changed once for "
     "every user [spec.steps[0].as] write 'as: user', or leave 'as' out\n"},
    {"an unknown actor",
     "  steps:\n    - call: profile\n      as: root\n",
     "7:11 error expected user or admin, got 'root' [spec.steps[0].as]\n"},
    {"once on a resource",
     "  steps:\n    - ensure: user\n      once: true\n      with: { NAME: A }\n",
     "7:13 error 'once' goes with 'call' only [spec.steps[0].once] 'ensure' looks at what is there "
     "in every run "
     "and changes only what differs\n"},
    {"once in a word",
     "  steps:\n    - call: profile\n      once: yes\n",
     "7:13 error expected true or false, got 'yes' [spec.steps[0].once]\n"},
    {"an id with a space",
     "  steps:\n    - call: profile\n      id: a b\n",
     "7:11 error 'a b' cannot be the id of a step [spec.steps[0].id] letters, digits, _ and -, "
     "beginning with a "
     "letter or _\n"},
    {"an id twice",
     "  steps:\n    - { call: profile, id: a }\n    - { call: profile, id: a }\n",
     "7:28 error the id 'a' is the one of spec.steps[0] already [spec.steps[1].id] the ids of a "
     "policy's steps "
     "differ\n"},
    {"the same settings twice",
     "  steps:\n    - { ensure: user, with: { NAME: A } }\n    - { ensure: user, with: { "
     "LAST_NAME: B } }\n",
     "7:17 error user is ensured by spec.steps[0] already [spec.steps[1].ensure] put all keys into "
     "one step\n"},
    {"the same item twice",
     "  steps:\n    - { ensure: calendar.section, with: { name: A } }\n"
     "    - { ensure: calendar.section, with: { name: A, color: '#ffffff' } }\n",
     "7:17 error this calendar.section is ensured by spec.steps[0] already [spec.steps[1].ensure] "
     "put all keys "
     "into one step\n"},
    {"an item without its name",
     "  steps:\n    - ensure: calendar.section\n      with: { color: '#ffffff' }\n",
     "7:13 error calendar.section needs the key 'name' [spec.steps[0].with]\n"},
    {"a call without what it needs",
     "  steps:\n    - call: im.notify.system.add\n      once: true\n      with: { USER_ID: 1 }\n",
     "8:13 error im.notify.system.add needs the key 'MESSAGE' [spec.steps[0].with]\n"},
    {"a call with nothing",
     "  steps:\n    - call: im.notify.system.add\n      once: true\n",
     "6:7 error im.notify.system.add needs the key 'USER_ID' [spec.steps[0].with]\n"
     "6:7 error im.notify.system.add needs the key 'MESSAGE' [spec.steps[0].with]\n"},
    {"an unknown parameter",
     "  steps:\n    - call: im.notify.system.add\n      once: true\n      with: { USER_ID: 1, "
     "MESSAGE: a, TAGG: b "
     "}\n",
     "8:39 error unknown key 'TAGG' [spec.steps[0].with.TAGG] did you mean 'TAG'?\n"},
    {"keys that are no mapping",
     "  steps:\n    - ensure: calendar.user.settings\n      with: false\n",
     "7:13 error expected a mapping of keys and values, got true or false [spec.steps[0].with]\n"},
    {"no keys",
     "  steps:\n    - ensure: calendar.user.settings\n      with: {}\n",
     "7:13 error no key stands here [spec.steps[0].with]\n"},
    {"a severity of no key",
     "  steps:\n    - ensure: user\n      with: { NAME: A }\n      severity: { NAMES: info }\n",
     "8:19 error 'NAMES' is no key of 'with' here [spec.steps[0].severity.NAMES] did you mean "
     "'NAME'?\n"},
    {"an unknown severity",
     "  steps:\n    - ensure: user\n      with: { NAME: A }\n      severity: { NAME: high }\n",
     "8:25 error expected one of info, warning, critical, got 'high' "
     "[spec.steps[0].severity.NAME]\n"},
    {"a reason that is no text",
     "  steps:\n    - ensure: user\n      with: { NAME: A }\n      why: { NAME: [x] }\n",
     "8:20 error expected text, got a list [spec.steps[0].why.NAME]\n"},
    {"reasons that are no mapping",
     "  steps:\n    - ensure: user\n      with: { NAME: A }\n      why: x\n",
     "8:12 error expected a mapping whose keys are keys of 'with', got 'x' [spec.steps[0].why]\n"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(bad_policy)

BOOST_AUTO_TEST_CASE(a_file_that_is_none) {
    for (const auto& each : files) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(faults_of(each.text) == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_spec_that_is_wrong) {
    for (const auto& each : specs) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(faults_of(policy_of(each.text)) == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(everything_wrong_is_said_at_once) {
    const auto said =
        faults_of(policy_of("  priority: high\n"
                            "  vars: { a: \"${vars.b}\" }\n"
                            "  steps:\n"
                            "    - ensure: calendar.user.settings\n"
                            "      with: { showDecline: false, showTasks: 1, syncTasks: 2 }\n"
                            "    - call: prfile\n"));
    BOOST_TEST(std::ranges::count(said, '\n') == 6);
}

BOOST_AUTO_TEST_SUITE_END()
