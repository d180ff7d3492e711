#!/usr/bin/env python3
"""Looking back at runs: the list, one run, one user of it, and taking old ones away."""
import json
import re

from support import case, disk, programs
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

    def test_without_a_journal_there_are_none_yet(self):
        told = self.bench.muster("runs")
        self.assert_exit(told, 0)
        self.assertEqual(len(told.out.splitlines()), 1, "the head of the table alone")
        self.assertIn("No runs: there is no journal", told.err)
        self.assertIn(str(self.bench.journal_file), told.err)
        as_json = self.bench.muster("runs", "--output", "json")
        self.assert_exit(as_json, 0)
        self.assertEqual(as_json.json()["runs"], [])
        self.assertEqual(self.bench.muster("runs", "--output", "jsonl").out, "")
        self.assertFalse(self.bench.journal_file.exists())

    def test_whatever_is_about_one_run_needs_a_journal(self):
        for words in (("run", "show", "last"), ("run", "report", "last"), ("run", "prune", "--keep", "1"), ("resume", "last")):
            told = self.bench.muster(*words)
            self.assert_exit(told, 1)
            self.assertIn("there is no journal", told.err)


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


class Report(LookingBack):
    """Written once more, from the journal."""

    # Told as 'run show' tells it: what to type next.
    NEXT = re.compile(r"muster apply --config \S+ (--limit '?\S+?failed\.txt'?|--retry-failed \S+?)(?=[\s\"<`]|$)")

    def lines_of(self, folder, name):
        """The lines of a file as a set: users who end in the same millisecond may change places."""
        return sorted(self.NEXT.sub("NEXT", (folder / name).read_text()).splitlines())

    def events_of(self, folder):
        """Without what the journal does not keep, or not to the millisecond."""
        all_of_them = []
        for line in (folder / "events.jsonl").read_text().splitlines():
            event = json.loads(line)
            if event["event"] != "job-closed":
                for key in ("time", "waited_ms", "credential"):
                    event.pop(key, None)
            all_of_them.append(json.dumps(event, sort_keys=True))
        return sorted(all_of_them)

    def assert_same(self, one, other):
        self.assertEqual(sorted(each.name for each in other.iterdir()), sorted(each.name for each in one.iterdir()))
        self.assertEqual(sorted(each.name for each in one.iterdir()),
                         ["events.jsonl", "failed.txt", "index.html", "junit.xml", "results.csv", "summary.json", "summary.md"])
        for each in one.iterdir():
            with self.subTest(each.name):
                if each.name == "events.jsonl":
                    self.assertEqual(self.events_of(other), self.events_of(one))
                else:
                    self.assertEqual(self.lines_of(other, each.name), self.lines_of(one, each.name))

    def again(self, run, *words):
        told = self.bench.muster("run", "report", run, "--report-dir", "again", *words)
        self.assert_exit(told, 0)
        return told

    def test_is_what_the_run_wrote(self):
        """Users who are changed, blocked, unchanged and failed, read back and refused."""
        self.apply("week")
        webhooks = self.bench.path("portal/webhooks.csv")
        lines = webhooks.read_text().splitlines(keepends=True)
        webhooks.write_text("".join(lines[:-1]))
        self.portal.control(faults=[{"kind": "error", "code": "ERROR_NOT_FOUND", "level": "command",
                                      "method": "calendar.user.settings.set", "count": 1}])
        self.bench.write("policy.yaml", settings_policy("month"))
        self.assert_exit(self.bench.muster("apply", "--reason", "CHG-<1>"), 3)
        run = self.runs()[0]
        first = self.bench.reports()[-1]
        told = self.again(run)
        self.assertEqual(told.out, "again/index.html\n")
        self.assert_same(first, self.bench.path("again"))

    def test_of_a_drift_and_of_a_rollback_as_well(self):
        self.apply("week")
        self.bench.write("policy.yaml", settings_policy("day"))
        self.assert_exit(self.bench.muster("drift"), 2)
        self.assert_exit(self.bench.muster("rollback", "last"), 0)
        for run, first in zip(self.runs(), reversed(self.bench.reports())):
            with self.subTest(run):
                self.bench.muster("run", "report", run, "--report-dir", f"again-{run}")
                self.assert_same(first, self.bench.path(f"again-{run}"))

    def test_goes_where_the_run_would_have_put_it_and_overwrites_nothing(self):
        run = self.apply("week")
        first = self.bench.reports()[-1]
        before = {each.name: each.read_text() for each in first.iterdir()}
        told = self.bench.muster("run", "report", run)
        self.assert_exit(told, 73)
        self.assertIn(str(first), told.err)
        self.assertIn("--report-dir DIR writes it elsewhere", told.err)
        self.assertEqual({each.name: each.read_text() for each in first.iterdir()}, before)
        first.rename(self.bench.path("moved"))
        told = self.bench.muster("run", "report", "last")
        self.assert_exit(told, 0)
        self.assertEqual(told.out, f"{first}/index.html\n")
        self.assert_same(self.bench.path("moved"), first)
        self.assertEqual([each.name for each in first.parent.iterdir()], [first.name], "nothing is left beside it")

    def test_gives_the_results_as_the_run_gave_them(self):
        self.bench.write("policy.yaml", settings_policy("week"))
        for form in ("json", "jsonl"):
            with self.subTest(form):
                run = self.bench.muster("apply", "--output", form)
                self.assert_exit(run, 0)
                told = self.bench.muster("run", "report", "last", "--report-dir", form, "--output", form)
                self.assert_exit(told, 0)
                self.assertEqual(sorted(told.out.replace("},\n", "}\n").splitlines()),
                                 sorted(run.out.replace("},\n", "}\n").splitlines()))

    def test_of_a_run_that_was_killed_tells_how_far_it_came(self):
        self.portal.control(faults=[{"kind": "slow", "ms": 200, "probability": 1}])
        self.bench.configure(limits="{ share: 1, connections: 1 }")
        self.bench.write("policy.yaml", settings_policy("week"))
        process = self.bench.start("apply")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] >= 4, "the run is under way")
        running = self.bench.muster("run", "report", "last", "--report-dir", "again")
        self.assert_exit(running, 75)
        self.assertIn("still under way", running.err)
        self.assertFalse(self.bench.path("again").exists())
        process.kill()
        process.communicate()
        self.again("last")
        summary = self.bench.results("again/summary.json")["summary"]
        self.assertEqual(summary["end"], "interrupted")
        self.assertIn("it was killed", summary["end_reason"])
        done = self.bench.journal("SELECT count(*) FROM job WHERE overall IS NOT NULL")[0][0]
        self.assertEqual(sum(summary["users"].values()), done)

    def test_of_a_run_that_is_not_there_or_was_pruned(self):
        first = self.apply("week")
        self.apply("month")
        self.assert_exit(self.bench.muster("run", "prune", "--keep", "1"), 0)
        for word in (first, "nobody"):
            told = self.bench.muster("run", "report", word, "--report-dir", "again")
            self.assert_exit(told, 64)
            self.assertIn(f"has no run '{word}'", told.err)
        self.assertFalse(self.bench.path("again").exists())

    def test_into_a_place_that_cannot_be_written_leaves_nothing(self):
        run = self.apply("week")
        self.bench.write("file", "")
        told = self.bench.muster("run", "report", run, "--report-dir", "file/report")
        self.assert_exit(told, 73)
        with disk.small_disk(self.bench.path("full"), 1) as mounted:
            if not mounted:
                self.skipTest("nobody may mount a disk here")
            filler = disk.use_up(self.bench.path("full"))
            told = self.bench.muster("run", "report", run, "--report-dir", "full/again")
            self.assert_exit(told, 73)
            self.assertIn("writing the report", told.err)
            self.assertIn("No space left", told.err)
            self.assertEqual(list(filler.parent.iterdir()), [filler], "neither it nor a half of it")


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

    def test_keeps_a_run_that_is_under_way(self):
        first = self.apply("week")
        self.portal.control(faults=[{"kind": "slow", "ms": 200, "probability": 1}])
        self.bench.configure(limits="{ share: 1, connections: 1 }")
        self.bench.write("policy.yaml", settings_policy("month"))
        process = self.bench.start("apply")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] > 2 * USERS + 1, "the run is under way")
        running = self.runs()[0]
        self.assertNotEqual(running, first)
        pruned = self.bench.muster("run", "prune", "--keep", "0", "--even-unfinished")
        self.assert_exit(pruned, 0)
        self.assertEqual(process.poll(), None, "it is still under way")
        self.assertEqual(self.runs(), [running])
        self.assertIn("1 run of", pruned.out)
        self.assertIn("the room is kept for later runs: a run is under way", pruned.out)
        out, err = process.communicate(timeout=programs.DEADLINE)
        self.assertEqual(process.returncode, 0, out + err)
        self.assertEqual(self.bench.journal("SELECT count(*) FROM job WHERE overall = 'changed'"), [(USERS,)])


if __name__ == "__main__":
    case.main()
