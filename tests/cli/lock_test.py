#!/usr/bin/env python3
"""One run per portal at a time: who comes second is told who is there, or waits for him."""
import signal
import socket
import sqlite3
import time

from support import case, programs

USERS = 40


class OnePortal(case.Case):
    users = USERS

    def setUp(self):
        super().setUp()
        self.bench = self.workbench()

    def begin(self, *words, milliseconds=300):
        """A run in the middle of its work; eight requests are under way at a time."""
        self.portal.control(faults=[{"kind": "slow", "ms": milliseconds, "probability": 1}])
        process = self.bench.start("apply", *words)
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] >= 8, "the run is under way")
        return process

    def finish(self, process, code=0):
        out, err = process.communicate(timeout=programs.DEADLINE)
        result = case.Result(process.returncode, out, err, 0)
        self.assert_exit(result, code)
        return result

    def runs(self):
        return [run for (run,) in self.bench.journal("SELECT id FROM run ORDER BY number")]


class WhoComesSecond(OnePortal):
    def test_is_told_who_has_the_portal_and_since_when_and_sends_nothing(self):
        first = self.begin()
        second = self.bench.muster("apply")
        self.assert_exit(second, 75)
        (run,) = self.runs()
        self.assertEqual(second.out, "")
        self.assertIn(f"muster: portal demo is being worked on by run {run} (apply) by ", second.err)
        self.assertIn(f" on {socket.gethostname()}, process {first.pid}, since 20", second.err)
        self.assertIn("--lock-timeout 10m waits", second.err)
        self.assertEqual([each.name for each in self.bench.path("reports").iterdir()], [run], "no report of what never was")
        self.finish(first)
        # It never began: there is no run of it, and every request was one of the first.
        self.assertEqual(self.runs(), [run])
        self.assertEqual(self.bench.journal("SELECT count(*) FROM request"), [(self.portal.totals()["requests"],)])

    def test_is_told_the_same_of_a_run_on_several_portals(self):
        """Whoever has been silent since the beginning of time would be put aside by another machine."""
        first = self.begin("--portal", "dem*")
        second = self.bench.muster("apply", "--portal", "demo")
        self.assert_exit(second, 75)
        (run,) = self.runs()
        self.assertRegex(second.err, rf"is being worked on by run {run} \(apply\) by \S+ on \S+, process {first.pid}, since 20\d\d-")
        self.assertEqual(self.bench.journal("SELECT count(*) FROM portal_lock, run WHERE abs(beat - started) < 60000"), [(1,)])
        self.finish(first)

    def test_waits_as_long_as_it_is_told_to(self):
        first = self.begin(milliseconds=100)
        second = self.bench.muster("apply", "--lock-timeout", "10m", "--output", "json")
        self.assert_exit(second, 0)
        self.assert_users(second.json()["summary"], unchanged=USERS)
        self.assertRegex(second.err, r"(?m)^Waiting up to 10 m 00 s for portal demo, held by run \S+ \(apply\) by ")
        self.finish(first)

    def test_waits_with_whatever_writes(self):
        self.assert_exit(self.bench.muster("snapshot", "--out", "before.gz"), 0)
        for command in (["drift", "--remediate"], ["restore", "before.gz"]):
            with self.subTest(command):
                self.portal.reset()
                first = self.begin(milliseconds=100)
                second = self.bench.muster(*command, "--lock-timeout", "10m")
                self.assert_exit(second, 0)
                self.assertRegex(second.err, r"(?m)^Waiting up to 10 m 00 s for portal demo, held by run ")
                self.finish(first)

    def test_gives_up_when_that_time_is_over(self):
        first = self.begin(milliseconds=20_000)
        began = time.monotonic()
        second = self.bench.muster("apply", "--lock-timeout", "700ms", "--quiet")
        self.assert_exit(second, 75)
        self.assertGreaterEqual(time.monotonic() - began, 0.7)
        self.assertNotIn("Waiting", second.err)
        self.assertIn("is being worked on by", second.err)
        programs.end(first)

    def test_comes_through_at_once_when_the_first_was_killed(self):
        first = self.begin(milliseconds=20_000)
        first.kill()
        first.wait()
        self.portal.control(clear_faults=True)
        self.assert_exit(self.bench.muster("apply"), 0)

    def test_does_not_put_aside_one_that_was_only_stopped(self):
        """It would go on one day, and then there would be two."""
        first = self.begin()

        def is_stopped_and_silent_for_a_day():
            first.send_signal(signal.SIGSTOP)
            try:
                with self.bench.open_journal("rw") as journal:
                    journal.execute("UPDATE portal_lock SET since = since - 86400000, beat = beat - 86400000")
                return True
            except sqlite3.OperationalError:  # it was stopped while it wrote
                first.send_signal(signal.SIGCONT)
                return False
        programs.wait_until(is_stopped_and_silent_for_a_day, "it is stopped between two writes")
        self.assert_exit(self.bench.muster("apply"), 75)
        first.send_signal(signal.SIGCONT)
        self.finish(first)

    def test_needs_no_turn_to_look(self):
        first = self.begin()
        self.assert_exit(self.bench.muster("plan", "--offline"), 0)
        self.finish(first)


class OnAnotherMachine(OnePortal):
    """A state directory that another machine has as well: what its kernel holds is not seen here."""

    def held_elsewhere(self, silent_for):
        self.assert_exit(self.bench.muster("apply"), 0)
        self.portal.reset()
        now = int(time.time() * 1000)
        with self.bench.open_journal("rw") as journal:
            journal.execute(
                "UPDATE portal_lock SET run = 'theirs', command = 'apply', host = 'elsewhere', machine = 'm', boot = 'b',"
                " pid = 7, user = 'ann', since = ?, beat = ?", (now - 600_000, now - silent_for))

    def test_somebody_who_says_that_he_is_alive_is_believed(self):
        self.held_elsewhere(silent_for=60_000)
        run = self.bench.muster("apply")
        self.assert_exit(run, 75)
        self.assertIn("run theirs (apply) by ann on elsewhere, process 7, since ", run.err)
        self.assertIn("(10 m 0", run.err)
        self.assert_nothing_sent()

    def test_somebody_who_was_silent_for_two_minutes_is_put_aside(self):
        self.held_elsewhere(silent_for=121_000)
        self.assert_exit(self.bench.muster("apply"), 0)
        self.assertEqual(self.bench.journal("SELECT run FROM portal_lock"), [(None,)])


class TheCommandLine(OnePortal):
    def test_a_time_that_cannot_be_read_is_refused(self):
        run = self.bench.muster("apply", "--lock-timeout", "soon")
        self.assert_exit(run, 64)
        self.assertIn("--lock-timeout takes a time like 30s, 10m or 2h, not 'soon'", run.err)


if __name__ == "__main__":
    case.main()
