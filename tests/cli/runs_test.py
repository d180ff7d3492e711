#!/usr/bin/env python3
"""Looking back at runs: the list, one run, one user of it, and taking old ones away."""
import json

from support import case
from support.workbench import settings_policy

USERS = 5


class LookingBack(case.Case):
    users = USERS

    def setUp(self):
        super().setUp()
        self.bench = self.workbench(settings_policy("day"))

    def runs(self):
        return [run for (run,) in self.bench.journal("SELECT id FROM run ORDER BY number DESC")]

    def apply(self, view, code=0):
        self.bench.write("policy.yaml", settings_policy(view))
        self.assert_exit(self.bench.muster("apply"), code)
        return self.runs()[0]


class TheList(LookingBack):
    def test_tells_of_every_run_the_newest_first(self):
        first = self.apply("day")
        second = self.apply("week")
        told = self.bench.muster("runs")
        self.assert_exit(told, 0)
        head, *lines = told.out.splitlines()
        self.assertEqual(head.split(), ["RUN", "PORTAL", "COMMAND", "STARTED", "TOOK", "ENDED", "USERS"])
        self.assertEqual([line.split()[0] for line in lines], [second, first])
        self.assertIn(" demo ", lines[0])
        self.assertRegex(lines[0], rf"complete +{USERS} changed$")
        one = self.bench.muster("runs", "--limit", "1")
        self.assertEqual(len(one.out.splitlines()), 2)
        self.assertIn("There are older ones", one.err)

        as_json = self.bench.muster("runs", "--output", "json").json()
        self.assertEqual(as_json["format_version"], 1)
        self.assertEqual([run["id"] for run in as_json["runs"]], [second, first])
        self.assertEqual(as_json["runs"][0]["state"], "complete")
        self.assertEqual(as_json["runs"][0]["users"]["changed"], USERS)
        lines = self.bench.muster("runs", "--output", "jsonl").out.splitlines()
        self.assertEqual([json.loads(line)["id"] for line in lines], [second, first])
        self.assertEqual(self.bench.muster("runs", "--portal", "other").out.splitlines()[1:], [])

    def test_needs_a_journal(self):
        told = self.bench.muster("runs")
        self.assert_exit(told, 1)
        self.assertIn("there is no journal", told.err)
        self.assertFalse(self.bench.journal_file.exists())


class OneRun(LookingBack):
    def test_is_told_as_its_summary_told_it_with_what_to_type_next(self):
        webhooks = self.bench.path("portal/webhooks.csv")
        lines = webhooks.read_text().splitlines(keepends=True)
        webhooks.write_text("".join(lines[:-1]))
        run = self.apply("month", code=4)
        told = self.bench.muster("run", "show", "last")
        self.assert_exit(told, 0)
        self.assertRegex(told.out, r"(?m)^apply on demo \(https://localhost:\d+\): complete in ")
        self.assertIn(f"run {run}, policies calendar", told.out)
        self.assertRegex(told.out, rf"(?m)^  changed +{USERS - 1}$")
        self.assertRegex(told.out, rf"(?m)^  selected +{USERS}$")
        self.assertIn("BLOCKED BY REASON", told.out)
        self.assertIn("no-credential", told.out)
        self.assertRegex(told.out, r"(?m)^  asked +muster apply$")
        self.assertRegex(told.out, rf"(?m)^  retry +muster apply --config \S+ --retry-failed {run}$")
        as_json = self.bench.muster("run", "show", run[:-2], "--output", "json").json()
        self.assertEqual(as_json["run"]["id"], run)
        self.assertEqual(as_json["summary"]["users"]["blocked"], 1)

    def test_has_a_story_for_every_user(self):
        run = self.apply("day")
        user = self.portal.roster[0]
        told = self.bench.muster("run", "show", run, "--user", user["email"].upper())
        self.assert_exit(told, 0)
        self.assertIn(f"user {user['id']} {user['email']}: changed", told.out)
        self.assertRegex(told.out, r"(?m)^         view: \S+ -> day$")
        self.assertRegex(told.out, r"(?m)^         before ")
        self.assertRegex(told.out, r"(?m)^  #\d+  20\S+Z, .* later, a batch under .*: answered after .*, HTTP 200$")
        for purpose in ("identity", "read", "write", "verify"):
            self.assertRegex(told.out, rf"(?m)^         {purpose} +\S+  accepted")
        story = self.bench.muster("run", "show", run, "--user", user["id"], "--output", "json").json()
        self.assertEqual(story["user"]["outcome"], "changed")
        self.assertEqual([len(request["commands"]) for request in story["requests"]], [2, 2])
        missing = self.bench.muster("run", "show", run, "--user", "4711")
        self.assert_exit(missing, 64)
        self.assertIn("has no user '4711'", missing.err)


class Prune(LookingBack):
    def test_takes_away_what_may_go_and_tells_what_it_freed(self):
        for view in ("day", "week", "month", "day"):
            self.apply(view)
        runs = self.runs()
        self.assert_exit(self.bench.muster("run", "prune"), 64)
        young = self.bench.muster("run", "prune", "--keep", "1", "--older-than", "1d")
        self.assert_exit(young, 0)
        self.assertEqual(self.runs(), runs)
        pruned = self.bench.muster("run", "prune", "--keep", "2")
        self.assert_exit(pruned, 0)
        self.assertEqual(self.runs(), runs[:2])
        self.assertIn(f"2 runs of {2 * USERS} users pruned, 2 kept", pruned.out)
        self.assertRegex(pruned.out, r"the journal has \d+\.\d MB, and had \d+\.\d MB")
        for table in ("job", "step", "request", "attempt"):
            self.assertEqual(self.bench.journal(f"SELECT count(DISTINCT run) FROM {table}"), [(2,)], table)
        self.assertEqual(self.bench.journal(
            "SELECT count(*) FROM evidence WHERE number NOT IN (SELECT evidence FROM step WHERE evidence IS NOT NULL)"), [(0,)])
        self.assertEqual(self.bench.journal("SELECT count(*) FROM identity"), [(USERS,)])
        self.assertEqual(self.bench.journal("PRAGMA integrity_check"), [("ok",)])
        self.assert_exit(self.bench.muster("apply"), 0)


if __name__ == "__main__":
    case.main()
