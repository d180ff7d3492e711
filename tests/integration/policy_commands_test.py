#!/usr/bin/env python3
"""What a person sees of the shipped templates: why somebody gets what he gets, tests beside policies, exceptions, variables.

    policy_commands_test.py MUSTER SOURCE_FOLDER

The words of `explain user` are in tests/golden/explain_user/; UPDATE_GOLDEN=1 writes them anew. Nothing is sent anywhere.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

DONE = 0
USAGE = 64
INVALID = 78

CONFIG = """\
apiVersion: muster/v1
kind: Config
portals:
  acme:
    url: https://acme.bitrix24.com
    admin: { webhook: "file:admin.webhook" }
    users: { webhooks: "file:users.csv" }
roster: templates/rosters/office.csv
policies:
  - templates/onboarding-office.yaml
  - templates/onboarding-sales.yaml
  - templates/focus-time.yaml
  - templates/calendar-rules-nightly.yaml
exceptions: templates/exceptions.yaml
environment: [MUSTER_TEST_CITY]
"""

MUSTER = ""
SOURCE = pathlib.Path()


class PolicyCommands(unittest.TestCase):
    def setUp(self):
        room = tempfile.TemporaryDirectory(prefix="muster-policies-")
        self.addCleanup(room.cleanup)
        self.room = pathlib.Path(room.name)
        shutil.copytree(SOURCE / "templates", self.room / "templates")
        self.write("muster.yaml", CONFIG)
        self.write("admin.webhook", "https://acme.bitrix24.com/rest/1/abcdefghijklmnop/\n")
        self.write("users.csv", "user_id,webhook\n" + "".join(
            f"{user},https://acme.bitrix24.com/rest/{user}/abcdefghijklmnop/\n" for user in range(11, 17)))

    def write(self, name, text):
        path = self.room / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)

    def muster(self, *arguments, code=DONE, **variables):
        ran = subprocess.run([MUSTER, *arguments, "--config", "muster.yaml"], cwd=self.room, capture_output=True,
                             encoding="utf-8", timeout=60, env={**os.environ, **variables})
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        return ran

    def check_golden(self, name, text):
        file = SOURCE / "tests" / "golden" / "explain_user" / name
        if os.environ.get("UPDATE_GOLDEN"):
            file.write_text(text, encoding="utf-8")
        self.assertEqual(text, file.read_text(encoding="utf-8"))

    def test_why_somebody_in_sales_gets_what_she_gets(self):
        self.check_golden("sales.txt", self.muster("explain", "user", "ann@acme.example").stdout)

    def test_why_somebody_with_an_exception_keeps_what_she_has(self):
        self.check_golden("excepted.txt", self.muster("explain", "user", "12", "calendar.user.settings").stdout)

    def test_how_policies_take_turns(self):
        sales = self.room / "templates" / "onboarding-sales.yaml"
        sales.write_text(sales.read_text(encoding="utf-8").replace("  priority: 200\n", "  priority: 200\n  weight: 4\n"
                                                                   "  throttle: 10\n"), encoding="utf-8")
        told = self.muster("explain", "user", "ann@acme.example")
        self.assertIn("    200  onboarding-sales   applies, weight 4, 10 at a time\n"
                      "    100  onboarding-office  applies\n", told.stdout)
        as_json = json.loads(self.muster("explain", "user", "ann@acme.example", "--output", "json").stdout)
        turns = {each["name"]: (each["weight"], each["throttle"]) for each in as_json["policies"]}
        self.assertEqual(turns["onboarding-sales"], (4, 10))
        self.assertEqual(turns["onboarding-office"], (1, None))

    def test_one_key_alone(self):
        self.check_golden("one-key.txt", self.muster("explain", "user", "11", "denyBusyInvitation").stdout)

    def test_for_a_program(self):
        told = json.loads(self.muster("explain", "user", "12", "syncTasks", "--output", "json").stdout)
        (step,) = told["steps"]
        (key,) = step["keys"]
        self.assertFalse(key["enforced"])
        self.assertEqual(key["wanted"]["value"], "N")
        self.assertEqual(key["exception"]["accepted"], "Y")

    def test_nobody_of_that_name(self):
        self.assertIn("the roster has no user '99'", self.muster("explain", "user", "99", code=USAGE).stderr)

    def test_a_key_that_no_policy_manages(self):
        told = self.muster("explain", "user", "12", "syncTask", code=USAGE).stderr
        self.assertIn("did you mean 'syncTasks'?", told)

    def test_the_templates_are_valid_even_for_the_strict(self):
        told = self.muster("validate", "--strict")
        self.assertEqual(told.stderr, "")
        self.assertIn("4 policies, 12 tests", told.stdout)

    def test_a_test_that_fails_is_an_error_of_validate_and_of_nothing_else(self):
        file = self.room / "templates" / "focus-time.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("{ name: Focus time }", "{ name: Focus }"), encoding="utf-8")
        told = self.muster("validate", code=INVALID).stderr
        self.assertIn("the test 'who asks for focus time gets it' expected 'Focus', got 'Focus time'", told)
        self.muster("plan", "--offline")

    def test_a_caution_is_a_note_of_validate_and_none_of_a_run(self):
        self.write("templates/focus-time.yaml", "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: focus-time }\n"
                   "spec:\n  steps:\n    - { ensure: calendar.user.settings, with: { view: week } }\n")
        self.assertIn("note: think twice about 'view'", self.muster("validate", "--strict").stderr)
        self.assertEqual(self.muster("plan", "--offline").stderr, "")

    def test_a_policy_that_matches_nobody_is_a_warning(self):
        self.write("templates/focus-time.yaml", "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: focus-time }\n"
                   "spec:\n  match: { department: Nowhere }\n  steps:\n    - { ensure: user, with: { WORK_CITY: Oslo } }\n")
        self.assertIn("the policy 'focus-time' matches nobody on the roster", self.muster("validate").stderr)
        self.muster("validate", "--strict", code=INVALID)
        # Of a part of the roster it says nothing.
        self.assertEqual(self.muster("validate", "--limit", "11").stderr, "")

    def test_exceptions_are_counted_and_an_expired_one_is_a_warning(self):
        self.assertIn("exceptions    2", self.muster("plan", "--offline").stdout)
        file = self.room / "templates" / "exceptions.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("2099-12-31", "2020-02-29"), encoding="utf-8")
        told = self.muster("plan", "--offline")
        self.assertIn("for 'calendar.user.settings.syncTasks' has expired: the policies are enforced", told.stderr)
        self.assertNotIn("exceptions   ", told.stdout)

    def test_somebody_who_is_excepted_from_everything(self):
        self.write("one.yaml", "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: one }\n"
                   "spec:\n  steps:\n    - { ensure: calendar.user.settings, with: { syncTasks: N } }\n")
        told = self.muster("plan", "--offline", "--policy", "one.yaml")
        self.assertIn("excepted      1", told.stdout)
        self.assertIn("selected      6", told.stdout)

    def test_variables_of_the_command_line(self):
        self.write("more.yaml", "reminder_minutes: 45\ncalendar: Ours\n")
        key = ("explain", "user", "12", "meetings.name")
        self.assertIn('"Meetings"', self.muster(*key).stdout)
        self.assertIn('"Ours"', self.muster(*key, "--var-file", "more.yaml").stdout)
        self.assertIn('"Mine"', self.muster(*key, "--var-file", "more.yaml", "--var", "calendar=Mine").stdout)
        told = self.muster("plan", "--offline", "--var", "calender=Mine", code=INVALID).stderr
        self.assertIn("no policy has the variable 'calender'", told)
        self.assertIn("did you mean 'calendar'?", told)

    def test_only_listed_names_of_the_environment(self):
        self.write("city.yaml", "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: city }\n"
                   "spec:\n  steps:\n    - { ensure: user, with: { WORK_CITY: \"${env.MUSTER_TEST_CITY}\" } }\n")
        told = self.muster("explain", "user", "12", "--policy", "city.yaml", MUSTER_TEST_CITY="Oslo")
        self.assertIn('WORK_CITY = "Oslo"', told.stdout)
        self.write("city.yaml", (self.room / "city.yaml").read_text(encoding="utf-8").replace("MUSTER_TEST_CITY", "HOME"))
        told = self.muster("validate", "--policy", "city.yaml", code=INVALID)
        self.assertIn("'env.HOME' is not open to policies", told.stderr)


if __name__ == "__main__":
    MUSTER = str(pathlib.Path(sys.argv.pop(1)).resolve())
    SOURCE = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
