#!/usr/bin/env python3
"""Whom a command is about: --limit and --exclude, several rosters and their groups, muster roster list and check.

    roster_commands_test.py MUSTER PORTAL_SIM
"""
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from stand_in import DEADLINE, StandIn

MUSTER = ""
PORTAL_SIM = ""

SETTINGS = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: calendar }
spec:
  steps:
    - ensure: calendar.user.settings
      with: { view: week, sendFromEmail: "${user.email}" }
"""

GROUPS = """\
apiVersion: muster/v1
kind: Roster
groups:
  company: { children: [sales], vars: { view: month } }
  sales: { members: [2, 4], vars: { view: week } }
  late: { match: { id: ["5", "6"] }, vars: { view: day } }
"""

POLICY = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: calendar }
spec:
  steps:
    - ensure: calendar.user.settings
      with: { view: '${user.view ?? "day"}' }
"""


class Result:
    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()


class Room:
    """muster.yaml, a policy and copies of the portal's roster and webhooks; the program runs in it."""

    def __init__(self, portal, policy):
        self._scratch = tempfile.TemporaryDirectory(prefix="muster-roster-")
        self.folder = pathlib.Path(self._scratch.name).resolve()
        self._portal = portal
        shutil.copytree(portal.folder, self.folder / "portal")
        self.write("policy.yaml", policy)
        self.configure("portal/roster.csv")

    def clean_up(self):
        self._scratch.cleanup()

    def path(self, name):
        return self.folder / name

    def write(self, name, text):
        self.path(name).write_text(text, encoding="utf-8")

    def configure(self, roster):
        # Paced so wide that nothing waits.
        self.write("muster.yaml", f"""\
apiVersion: muster/v1
kind: Config
portals:
  stand-in:
    url: {self._portal.url}
    plan: selfhosted
    burst: 100000
    rate: 10000
    ca_file: portal/ca.pem
    admin: {{ webhook: "file:portal/admin.webhook" }}
    users: {{ webhooks: "file:portal/webhooks.csv" }}
roster: {roster}
policies: [policy.yaml]
reports: {{ dir: "reports/{{{{run}}}}" }}
""")

    def muster(self, *arguments):
        # Nothing of whoever runs the tests: no MUSTER_*, no home.
        environment = {"PATH": os.defpath, "HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder / "state")}
        return Result(subprocess.run([MUSTER, *arguments], cwd=self.folder, env=environment, timeout=DEADLINE,
                                     stdin=subprocess.DEVNULL, capture_output=True))


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.portal = StandIn(PORTAL_SIM, 5)
        cls.addClassCleanup(cls.portal.stop)
        with open(cls.portal.folder / "roster.csv", newline="", encoding="utf-8") as file:
            cls.mails = {int(row["id"]): row["email"] for row in csv.DictReader(file)}

    def setUp(self):
        self.portal.reset()

    def workbench(self, policy=SETTINGS):
        made = Room(self.portal, policy)
        self.addCleanup(made.clean_up)
        return made

    def assert_exit(self, run, code):
        self.assertEqual(run.code, code, run.out + run.err)

    def assert_nothing_sent(self):
        self.assertEqual(self.portal.totals()["requests"], 0)

    def assert_reached(self, *users):
        seen = {each["id"] for each in self.portal.everybody() if each["requests"]}
        self.assertEqual(seen, set(users))


class Limits(Case):
    """Five users: 2 to 6."""

    def test_only_those_named_are_reached(self):
        who = self.mails[3]
        self.assert_exit(self.workbench().muster("apply", "--limit", f"2:{who.upper()}:4:!4"), 0)
        self.assert_reached(2, 3)

    def test_those_excluded_are_not_reached(self):
        self.assert_exit(self.workbench().muster("apply", "--exclude", "3,4"), 0)
        self.assert_reached(2, 5, 6)

    def test_an_empty_limit_is_refused_and_nothing_is_sent(self):
        bench = self.workbench()
        for arguments in (["--limit", ""], ["--limit="], ["--limit", " "], ["--limit", "!3"], ["--exclude", ""]):
            for command in (["apply"], ["plan", "--offline"], ["validate"]):
                with self.subTest(arguments=arguments, command=command):
                    run = bench.muster(*command, *arguments)
                    self.assertIn(run.code, (64, 78), run.err)
        self.assert_nothing_sent()

    def test_who_is_not_there_is_an_error_and_nothing_is_sent(self):
        bench = self.workbench()
        run = bench.muster("apply", "--limit", "2:99")
        self.assert_exit(run, 78)
        self.assertIn("--limit:1:3: error: '99' fits nobody of the roster\n    2:99\n      ^\n", run.err)
        self.assert_exit(bench.muster("apply", "--limit", "2:&3"), 78)
        self.assert_nothing_sent()

    def test_the_next_command_takes_those_who_failed(self):
        bench = self.workbench()
        table = bench.path("portal/webhooks.csv")
        lines = table.read_text().splitlines(keepends=True)
        table.write_text("".join(line for line in lines if not line.startswith(("3,", "5,"))))
        first = bench.muster("apply", "--limit", "all:!6")
        self.assert_exit(first, 4)
        commands = [line.split()[1:] for line in first.out.splitlines() if line.split()[:1] == ["next"]]
        self.assertEqual([each[:2] for each in commands], [["muster", "apply"]], first.out)
        table.write_text("".join(lines))
        self.assert_exit(bench.muster(*commands[0][1:]), 0)
        self.assert_reached(2, 3, 4, 5)


class Rosters(Case):
    """Five users: 2 to 6."""

    def bench(self):
        bench = self.workbench(POLICY)
        bench.write("groups.yaml", GROUPS)
        bench.configure("[portal/roster.csv, groups.yaml]")
        return bench

    def test_a_group_is_what_a_limit_names(self):
        self.assert_exit(self.bench().muster("apply", "--limit", "company:late:!5"), 0)
        self.assert_reached(2, 4, 6)

    def test_a_misspelt_group_reaches_nobody(self):
        run = self.bench().muster("apply", "--limit", "all:!salse")
        self.assert_exit(run, 78)
        self.assertIn("did you mean 'sales'?", run.err)
        self.assert_nothing_sent()

    def test_groups_that_disagree_are_told_before_anything_is_sent(self):
        bench = self.bench()
        bench.write("more.yaml", "apiVersion: muster/v1\nkind: Roster\ngroups: { it: { members: [2], vars: { view: day } } }\n")
        run = bench.muster("apply", "--roster", "portal/roster.csv,groups.yaml", "--roster", "more.yaml")
        self.assert_exit(run, 78)
        self.assertIn("the groups 'sales' and 'it' disagree on 'view'", run.err)
        self.assert_nothing_sent()


class RosterCommand(Case):
    """Five users: 2 to 6."""

    def bench(self):
        bench = self.workbench()
        bench.write("groups.yaml", "apiVersion: muster/v1\nkind: Roster\ngroups: { sales: { members: [2, 4] } }\n")
        bench.configure("[portal/roster.csv, groups.yaml]")
        table = bench.path("portal/webhooks.csv")
        lines = table.read_text().splitlines(keepends=True)
        table.write_text("".join(line for line in lines if not line.startswith("4,")))
        return bench

    def test_check_counts_who_is_there_and_what_they_lack(self):
        run = self.bench().muster("roster", "check")
        self.assert_exit(run, 0)
        self.assertEqual(run.out, "5 users: 4 with a credential of their own, 1 without; 0 without an email.\n"
                                  "  group sales: 2\n")
        self.assert_nothing_sent()

    def test_list_names_those_of_the_limit(self):
        run = self.bench().muster("roster", "list", "--limit", "sales")
        self.assert_exit(run, 0)
        self.assertEqual(run.out.splitlines()[:2],
                         [f"       2  own webhook  {self.mails[2]}  sales", f"       4  none         {self.mails[4]}  sales"])

    def test_as_json(self):
        seen = json.loads(self.bench().muster("roster", "list", "--exclude", "2,3", "--output", "json").out)
        self.assertEqual([each["id"] for each in seen["list"]], [4, 5, 6])
        self.assertEqual([each["credential"] for each in seen["list"]], ["none", "own", "own"])
        self.assertEqual((seen["format_version"], seen["users"], seen["groups"]), (1, 3, {"sales": 1}))

    def test_a_mistake_is_told_instead_of_half_a_list(self):
        bench = self.bench()
        with bench.path("portal/roster.csv").open("a") as file:
            file.write("x\n")
        run = bench.muster("roster", "list")
        self.assert_exit(run, 78)
        self.assertEqual(run.out, "")


def main():
    global MUSTER, PORTAL_SIM
    MUSTER, PORTAL_SIM = (str(pathlib.Path(each).resolve()) for each in sys.argv[1:3])
    ran = unittest.main(argv=sys.argv[:1], exit=False, verbosity=2)
    sys.exit(0 if ran.result.wasSuccessful() and ran.result.testsRun else 1)


if __name__ == "__main__":
    main()
