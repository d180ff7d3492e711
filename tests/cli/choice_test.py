#!/usr/bin/env python3
"""Which files a command is about: those of the configuration, or those of its flags, and which configuration that is."""
import itertools
import json
import shutil

from support import case
from support.workbench import settings_policy

REMINDERS = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: reminders }
spec:
  steps:
    - ensure: calendar.user.settings
      with:
        defaultReminders: { withTime: [{ type: min, count: 30 }], fullDay: [] }
"""


class Choice(case.Case):
    users = 4

    def setUp(self):
        super().setUp()
        for webhook in self.portal.webhooks.values():
            self.portal.call(webhook, "calendar.user.settings.set", {"settings": False})
        self.portal.reset()

    def stored(self, user, key):
        settings = self.portal.state(user)["settings"]
        return settings and settings[key]


class Policies(Choice):
    def test_several_of_them_are_one_request_to_read_and_one_to_write(self):
        bench = self.workbench()
        bench.write("reminders.yaml", REMINDERS)
        bench.configure(policies="[policy.yaml, reminders.yaml]")
        run = bench.muster("apply", "--output", "json")
        self.assert_exit(run, 0)
        self.assertEqual(run.json()["run"]["policies"], ["calendar", "reminders"])
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 2))
        for user in self.portal.users:
            self.assertEqual(self.stored(user, "view"), "week")
            self.assertIn('"count":30', self.stored(user, "defaultReminders"))

    def test_those_of_the_flag_take_the_place_of_those_in_the_configuration(self):
        bench = self.workbench()
        bench.write("reminders.yaml", REMINDERS)
        self.assert_exit(bench.muster("apply", "--policy", "reminders.yaml"), 0)
        for user in self.portal.users:
            self.assertEqual(self.stored(user, "view"), "month")
            self.assertIn('"count":30', self.stored(user, "defaultReminders"))

    def test_the_flag_takes_several_with_commas_and_when_repeated(self):
        for arguments in (["--policy", "a.yaml,b.yaml"], ["--policy", "a.yaml", "--policy", "b.yaml"]):
            with self.subTest(arguments):
                bench = self.workbench()
                bench.configure(policies=None)
                bench.write("a.yaml", settings_policy("list"))
                bench.write("b.yaml", REMINDERS)
                run = bench.muster("plan", "--offline", "--output", "json", *arguments)
                self.assert_exit(run, 0)
                self.assertEqual(run.json()["plan"]["policies"], ["calendar", "reminders"])

    def test_two_that_disagree_are_refused_naming_both_places(self):
        bench = self.workbench()
        bench.write("other.yaml", settings_policy("day").replace("name: calendar", "name: other"))
        bench.configure(policies="[policy.yaml, other.yaml]")
        run = bench.muster("apply")
        self.assert_exit(run, 78)
        self.assertIn(f"{bench.path('policy.yaml')}:8:", run.err)
        self.assertIn(f"{bench.path('other.yaml')}:8:", run.err)
        self.assert_nothing_sent()

    def test_of_two_that_disagree_the_higher_priority_wins_key_by_key(self):
        bench = self.workbench()
        bench.write("other.yaml", settings_policy("day").replace("name: calendar", "name: other")
                    .replace("spec:\n", "spec:\n  match: { id: 3 }\n  priority: 200\n"))
        bench.configure(policies="[policy.yaml, other.yaml]")
        self.assert_exit(bench.muster("apply"), 0)
        self.assertEqual({user: self.stored(user, "view") for user in self.portal.users},
                         {2: "week", 3: "day", 4: "week", 5: "week"})


class Turns(Choice):
    def order(self, spec):
        """Whose request was answered, one after another."""
        bench = self.workbench(settings_policy().replace("spec:\n", "spec:\n" + spec))
        self.portal.control(faults=[{"kind": "slow", "ms": 60, "probability": 1}])
        self.assert_exit(bench.muster("apply", "--json-into", "results.json"), 0)
        self.assert_users(bench.results("results.json")["summary"], changed=4)
        events = [json.loads(line) for line in (bench.reports()[0] / "events.jsonl").read_text().splitlines()]
        return [command["job"] for event in events if event["event"] == "request-answered" for command in event["commands"]]

    def turns(self, spec):
        """How often it went over to another user."""
        return len(list(itertools.groupby(self.order(spec))))

    def test_a_throttle_of_one_serves_one_user_after_the_other(self):
        self.assertEqual(self.turns("  throttle: 1\n"), 4)

    def test_without_one_they_are_under_way_together(self):
        self.assertGreater(self.turns(""), 4)


class Rosters(Choice):
    def test_that_of_the_flag_takes_the_place_of_that_in_the_configuration(self):
        bench = self.workbench()
        people = [person for person in self.portal.roster if person["id"] in ("3", "5")]
        bench.write("two.csv", "id,email\n" + "".join(f"{each['id']},{each['email']}\n" for each in people))
        run = bench.muster("apply", "--roster", "two.csv", "--output", "json")
        self.assert_exit(run, 0)
        self.assertEqual(sorted(user["id"] for user in run.json()["users"]), [3, 5])
        self.assertEqual(self.portal.requests_by_user(), {2: 0, 3: 2, 4: 0, 5: 2})

    def test_whom_no_policy_matches_is_counted_and_left_alone(self):
        bench = self.workbench(settings_policy().replace("spec:\n", "spec:\n  match: { id: [2, 4] }\n"))
        run = bench.muster("apply", "--json-into", "results.json")
        self.assert_exit(run, 0)
        summary = bench.results("results.json")["summary"]
        self.assert_users(summary, changed=2)
        self.assertEqual((summary["selected"], summary["unmatched"]), (2, 2))
        self.assertRegex(run.out, r"(?m)^  unmatched +2 ")
        self.assertEqual(self.portal.requests_by_user(), {2: 2, 3: 0, 4: 2, 5: 0})


class Configurations(Choice):
    def elsewhere(self, bench):
        """The configuration moves to where nobody looks for it unasked."""
        for name in ("muster.yaml", "policy.yaml", "portal"):
            bench.path("elsewhere").mkdir(exist_ok=True)
            shutil.move(bench.path(name), bench.path("elsewhere") / name)
        return bench.path("elsewhere/muster.yaml")

    def test_the_flag_names_one_and_its_paths_begin_where_it_is(self):
        bench = self.workbench()
        file = self.elsewhere(bench)
        self.assert_exit(bench.muster("apply"), 78)
        self.assert_nothing_sent()
        self.assert_exit(bench.muster("apply", "--config", file), 0)
        self.assertEqual(bench.path("elsewhere/reports").is_dir(), True)

    def test_a_relative_path_will_do(self):
        bench = self.workbench()
        self.elsewhere(bench)
        self.assert_exit(bench.muster("apply", "--config", "elsewhere/muster.yaml"), 0)

    def test_the_environment_names_one_and_the_flag_goes_before_it(self):
        bench = self.workbench()
        file = self.elsewhere(bench)
        self.assert_exit(bench.muster("validate", env={"MUSTER_CONFIG": str(file)}), 0)
        self.assert_exit(bench.muster("validate", "--config", file, env={"MUSTER_CONFIG": "/nowhere.yaml"}), 0)
        run = bench.muster("validate", env={"MUSTER_CONFIG": "/nowhere.yaml"})
        self.assert_exit(run, 78)
        self.assertIn("$MUSTER_CONFIG", run.err)

    def test_that_of_the_user_is_found_in_his_home(self):
        bench = self.workbench()
        file = self.elsewhere(bench)
        config = bench.path("home/.config/muster/config.yaml")
        config.parent.mkdir(parents=True)
        config.write_text(file.read_text().replace("portal/", f"{file.parent}/portal/")
                          .replace("[policy.yaml]", f"[{file.parent}/policy.yaml]"))
        self.assert_exit(bench.muster("validate"), 0)

    def test_the_journal_is_where_the_environment_or_the_configuration_says(self):
        bench = self.workbench()
        self.assert_exit(bench.muster("apply"), 0)
        self.assertTrue(bench.journal_file.exists())
        self.assertEqual(bench.path("state/muster").stat().st_mode & 0o077, 0, "a journal is its owner's alone")
        self.assert_exit(bench.muster("apply", env={"STATE_DIRECTORY": str(bench.path("service"))}), 0)
        self.assertTrue(bench.path("service/journal.sqlite").exists())
        bench.configure(more="state: { dir: kept }\n")
        self.assert_exit(bench.muster("apply"), 0)
        self.assertTrue(bench.path("kept/journal.sqlite").exists())

    def test_one_of_several_portals_is_chosen(self):
        bench = self.workbench()
        bench.configure(bench.portal_lines("east", url="https://east.invalid", admin=None, users=None)
                        + bench.portal_lines("west"))
        run = bench.muster("apply", "--portal", "west", "--output", "json")
        self.assert_exit(run, 0)
        self.assertEqual(run.json()["run"]["portal"], "west")
        self.assert_users(run.json()["summary"], changed=4)


if __name__ == "__main__":
    case.main()
