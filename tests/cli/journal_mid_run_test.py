#!/usr/bin/env python3
"""A journal that cannot be written any more in mid-run: the lane drains, and nothing is lost that was answered."""
import contextlib
import shutil
import time

from support import case, disk, programs
from support.journals import Trouble, locked
from support.portal import Portal
from support.workbench import settings_policy

USERS = 30
SLOW = [{"kind": "slow", "ms": 120, "probability": 1}]


class InMidRun(Trouble):
    users = USERS

    def setUp(self):
        super().setUp()
        self.bench = self.workbench(settings_policy("day"))
        self.bench.configure(limits="{ share: 1, connections: 4 }")
        self.assert_exit(self.bench.muster("apply", "--quiet"), 0)
        self.bench.write("policy.yaml", settings_policy("week"))
        self.portal.reset()
        self.portal.control(faults=SLOW)

    @contextlib.contextmanager
    def under_way(self, requests=12, **how):
        """A run of which the portal has seen so many requests; what it came to is in `self.ended`."""
        process = self.bench.start("apply", **how)
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] >= requests, "the run is under way")
        yield process
        out, err = process.communicate(timeout=programs.DEADLINE)
        self.ended = case.Result(process.returncode, out, err, 0)
        self.sent = self.portal.totals()["requests"]
        self.portal.control(clear_faults=True)

    def answers_take(self, milliseconds):
        """From now on: those of requests that are on their way already come when they would have come."""
        self.portal.control(clear_faults=True, faults=[{"kind": "slow", "ms": milliseconds, "probability": 1}])

    def wait_until_nothing_leaves(self):
        """The journal has failed: no request follows for as long as ten would have taken."""
        last = {"seen": 0, "since": 0}

        def is_quiet():
            seen = self.portal.totals()["requests"]
            if seen != last["seen"]:
                last.update(seen=seen, since=time.monotonic())
            return time.monotonic() - last["since"] > .6
        programs.wait_until(is_quiet, "nothing leaves any more")

    def notified(self):
        return {user: len(self.portal.state(user)["notifications"]) for user in self.portal.users}

    def call_everybody(self):
        """Two users with each request, and none of them twice."""
        self.bench.write("policy.yaml", """\
apiVersion: muster/v1
kind: Policy
metadata: { name: told }
spec:
  steps:
    - call: im.notify.system.add
      as: admin
      once: true
      with: { USER_ID: "${user.id}", MESSAGE: hello, CLIENT_ID: muster }
""")
        self.bench.configure(limits="{ share: 1, connections: 1 }", more="batch: { max_commands: 2 }\n")

    def outcomes(self):
        return dict(self.bench.journal(
            "SELECT user, overall FROM job WHERE run = (SELECT max(number) FROM run) AND overall IS NOT NULL"))

    def view_of(self, user):
        return self.portal.state(user)["settings"]["view"]

    def assert_drained(self):
        """It stopped sending, and said why and how to go on."""
        self.assert_told(self.ended, str(self.bench.journal_file))
        self.assertLess(self.sent, 2 * USERS, "it went on sending")
        self.assertRegex(self.ended.out, r"(?m)^apply on demo .*state-lost")
        self.assertRegex(self.ended.out, r"(?m)^  resume +muster resume \S+$")
        self.assertEqual(self.bench.journal("PRAGMA integrity_check"), [("ok",)])
        for user, outcome in self.outcomes().items():
            if outcome == "changed":
                self.assertEqual(self.view_of(user), "week", f"user {user} is changed, says the journal")

    def assert_goes_on(self):
        """With the trouble over, the rest is done, nobody twice."""
        done = {user for user, outcome in self.outcomes().items() if outcome == "changed"}
        resumed = self.bench.muster("resume", "last", "--output", "json")
        self.assert_exit(resumed, 0)
        summary = resumed.json()["summary"]
        self.assertGreaterEqual(summary["carried"]["changed"], len(done))
        self.assertEqual(sum(summary["carried"].values()) + sum(summary["users"].values()), USERS)
        for user in self.portal.webhooks:
            if user in self.portal.users:
                seen = self.portal.state(user)
                self.assertEqual(seen["settings"]["view"], "week")
                self.assertEqual(seen["writes"], 1, f"user {user} was written to twice")

    def test_a_disk_that_is_full_for_the_journal_ends_the_run_with_a_whole_report(self):
        with self.under_way() as process:
            # The log of the journal is larger than any file of the report.
            wal = self.bench.path("state/muster/journal.sqlite-wal")
            disk.fill_up(process, wal.stat().st_size)
        self.assert_drained()
        self.assertIn("no space left for the journal; make room on its disk", self.ended.err + self.ended.out)
        report = self.bench.reports()[-1]
        self.assertEqual([str(each) for each in report.glob("*.tmp")], [])
        self.assertIn("</html>", (report / "index.html").read_text())
        summary = self.bench.results(report / "summary.json")["summary"]
        self.assertEqual(summary["end"], "state-lost")
        self.assertEqual(sum(summary["users"].values()), USERS)
        self.assert_goes_on()

    def test_a_disk_that_is_full_for_everything_leaves_no_half_of_a_report(self):
        with self.under_way() as process:
            disk.fill_up(process)
        self.assert_drained()
        self.assertIn("writing the report", self.ended.err)
        report = self.bench.reports()[-1]
        self.assertEqual([each.name for each in report.iterdir() if each.suffix != ".tmp" and each.stat().st_size], [])
        self.assert_goes_on()

    def test_a_disk_that_has_room_again_before_the_end_has_everything_that_was_answered(self):
        late = self.portal.users[15]
        self.portal.control(clear_faults=True, faults=[{"kind": "slow", "user": late, "ms": 5000, "probability": 1}, *SLOW])
        with self.under_way() as process:
            programs.wait_until(lambda: self.portal.requests_by_user()[late] == 1, "an answer is awaited that comes late")
            disk.fill_up(process)
            self.wait_until_nothing_leaves()
            self.assertIsNone(process.poll(), "it awaits what is in flight")
            disk.make_room(process)
        self.assert_drained()
        self.assertEqual(self.bench.journal("SELECT count(*) FROM request WHERE answered IS NULL"), [(0,)])
        self.assertEqual(self.bench.journal("SELECT end FROM run ORDER BY number DESC LIMIT 1"), [("state-lost",)])
        self.assertEqual(len(self.outcomes()), USERS)
        self.assert_goes_on()

    @contextlib.contextmanager
    def on_a_small_disk(self):
        """The state folder moves to a disk of its own."""
        folder = self.bench.path("state/muster")
        kept = folder.with_name("kept")
        folder.rename(kept)
        with disk.small_disk(folder, 16) as mounted:
            if not mounted:
                self.skipTest("nobody may mount a disk here")
            for each in kept.iterdir():
                if each.is_file():
                    shutil.copy2(each, folder)
            yield folder

    def test_a_real_disk_that_fills_up(self):
        with self.on_a_small_disk() as folder:
            with self.under_way():
                filler = disk.use_up(folder)
            self.assert_drained()
            self.assertIn("no space left for the journal; make room on its disk", self.ended.err + self.ended.out)
            # The room that was kept was enough for everything that was answered, and for the end.
            self.assertEqual(self.bench.journal("SELECT end FROM run ORDER BY number DESC LIMIT 1"), [("state-lost",)])
            self.assertEqual(self.bench.journal("SELECT count(*) FROM request WHERE answered IS NULL"), [(0,)])
            self.assertEqual(len(self.outcomes()), USERS)
            filler.unlink()
            self.assert_goes_on()

    def test_a_real_disk_that_fills_up_loses_no_answer_to_a_call(self):
        self.call_everybody()
        before = self.notified()
        with self.on_a_small_disk() as folder:
            with self.under_way(requests=4):
                filler = disk.use_up(folder)
            self.assert_told(self.ended, str(self.bench.journal_file))
            filler.unlink()
            resumed = self.bench.muster("resume", "last", "--output", "json")
            self.assert_exit(resumed, 0)
            self.assertEqual(self.notified(), {user: before[user] + 1 for user in before})

    def test_a_journal_that_another_process_locks_for_good(self):
        with self.under_way() as process:
            self.answers_take(800)
            with locked(self.bench.journal_file, "IMMEDIATE"):
                programs.wait_until(lambda: process.poll() is not None, "the run gives up")
        self.assert_drained()
        self.assertIn("another process kept the journal locked for too long", self.ended.err + self.ended.out)
        self.assert_goes_on()

    def test_a_journal_that_another_process_locks_for_a_moment_disturbs_nobody(self):
        with self.under_way() as process:
            with locked(self.bench.journal_file, "IMMEDIATE"):
                before = self.portal.totals()["requests"]
                programs.wait_until(lambda: self.portal.totals()["requests"] > before + 4 or process.poll() is not None,
                                    "it goes on meanwhile")
        self.assert_exit(self.ended, 0)
        self.assertEqual(set(self.outcomes().values()), {"changed"})
        self.assertEqual(len(self.outcomes()), USERS)

    def test_a_call_that_must_not_happen_twice_never_leaves_unwritten(self):
        """Told to the journal before it is sent: where that fails, it is not sent; going on sends it once."""
        self.call_everybody()
        before = self.notified()
        with self.under_way(requests=4) as process:
            disk.fill_up(process)
        self.assert_told(self.ended, str(self.bench.journal_file))
        resumed = self.bench.muster("resume", "last", "--output", "json")
        told = {user: count - before[user] for user, count in self.notified().items()}
        self.assertLessEqual(max(told.values()), 1, "nobody is told twice")
        users = resumed.json()["summary"]["users"]
        # Whose answer could not be written down is said to be unknown, and is not lost.
        self.assertEqual(len([each for each in told.values() if each == 0]), 0, str(resumed))
        self.assertLessEqual(users["unknown"], 2)


class OfSeveralPortals(Trouble):
    """One journal is kept for all of them."""

    users = USERS

    def test_a_full_disk_ends_every_portals_run_and_each_goes_on_by_itself(self):
        other = Portal(USERS, "--no-limit", "--portal-name", "other")
        self.addCleanup(other.stop)
        bench = self.workbench(settings_policy("week"))
        shutil.copytree(other.folder, bench.path("other"))
        bench.configure(
            bench.portal_lines("first") + bench.portal_lines(
                "second", url=other.url, ca_file="other/ca.pem", admin='{ webhook: "file:other/admin.webhook" }',
                users='{ webhooks: "file:other/webhooks.csv" }'),
            limits="{ share: 1, connections: 4 }")
        both = (self.portal, other)
        for each in both:
            each.control(faults=SLOW)
        process = bench.start("apply", "--portal", "all")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: all(each.totals()["requests"] >= 12 for each in both), "both runs are under way")
        disk.fill_up(process, bench.path("state/muster/journal.sqlite-wal").stat().st_size)
        out, err = process.communicate(timeout=programs.DEADLINE)
        ended = case.Result(process.returncode, out, err, 0)
        self.assert_told(ended, "no space left for the journal; make room on its disk", str(bench.journal_file))
        for each in both:
            self.assertLess(each.totals()["requests"], 2 * USERS, "it went on sending")
            each.control(clear_faults=True)
        for portal in ("first", "second"):
            self.assertRegex(ended.out, rf"(?m)^  {portal} .*state-lost")
            (run,) = bench.journal("SELECT id FROM run WHERE portal = ?", portal)
            self.assert_exit(bench.muster("resume", *run), 0)
        for each in both:
            for user in each.users:
                seen = each.state(user)
                self.assertEqual((seen["settings"]["view"], seen["writes"]), ("week", 1), f"user {user}")


if __name__ == "__main__":
    case.main()
