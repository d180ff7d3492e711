#!/usr/bin/env python3
"""Two processes on one machine, which the portal counts as one.

One run at a time may write to a portal, so each has a journal of its own here; what they may send together is in one
place.
"""
import shutil
import signal

from support import case, programs
from support.portal import Portal
from support.workbench import Workbench


def split(bench, name, users):
    """A roster of some of the portal's users, and a configuration of their own in the same folder."""
    lines = bench.path("portal/roster.csv").read_text().splitlines(keepends=True)
    bench.write(f"{name}.csv", lines[0] + "".join(line for line in lines[1:] if int(line.split(",")[0]) in users))
    return ["apply", "--roster", f"{name}.csv", "--json-into", f"{name}.json"]


class TwoProcesses(case.Case):
    """80 users each, two requests for each of them: 320 against a bucket of 40 that leaks 20 a second."""

    users = 160
    least = (320 - 40) / 20

    @classmethod
    def setUpClass(cls):
        """A portal of its own for every test: what one left in the bucket is none of the other's."""

    def setUp(self):
        self.portal = Portal(self.users, "--burst", "40", "--rate", "20")
        self.addCleanup(self.portal.stop)
        self.bench = Workbench(self.portal, burst=40, rate=20)
        self.addCleanup(self.bench.clean_up)
        half = len(self.portal.users) // 2
        self.halves = {"one": set(self.portal.users[:half]), "two": set(self.portal.users[half:])}

    def begin(self, name):
        state = self.bench.path(f"state-of-{name}/muster")
        if not state.exists():
            state.mkdir(parents=True, mode=0o700)
            self.bench.path("budget").mkdir(exist_ok=True)
            (state / "budget").symlink_to(self.bench.path("budget"))
        process = self.bench.start(*split(self.bench, name, self.halves[name]),
                                   env={"XDG_STATE_HOME": str(state.parent)})
        self.addCleanup(programs.end, process)
        return process

    def finish(self, process):
        out, err = process.communicate(timeout=programs.DEADLINE)
        self.assertEqual(process.returncode, 0, out + err)
        return err.decode()

    def summary(self, name):
        return self.bench.results(f"{name}.json")["summary"]

    def test_together_they_provoke_nothing_and_take_hardly_longer_than_one_would(self):
        for process in [self.begin(name) for name in self.halves]:
            self.finish(process)
        totals = self.portal.totals()
        self.assertEqual(totals["rate_rejections_provoked"], 0)
        took = [self.summary(name)["duration_ms"] / 1000 for name in self.halves]
        print(f"two processes: {took[0]:.1f} s and {took[1]:.1f} s; one alone would need {self.least:.1f} s;"
              f" the bucket held up to {totals['bucket_peak']} of 40", flush=True)
        self.assertEqual(totals["requests"], 320)
        for name in self.halves:
            self.assert_users(self.summary(name), changed=80)
        self.assertLessEqual(max(took), self.least * 1.15)
        # Neither waits for the other to end.
        self.assertGreaterEqual(min(took), max(took) * 0.6)

    def test_a_plan_beside_an_apply_counts_as_well(self):
        """Whoever only looks needs no lock of the portal, and shares one journal."""
        apply = self.bench.start(*split(self.bench, "one", self.halves["one"]))
        self.addCleanup(programs.end, apply)
        programs.wait_until(lambda: self.portal.totals()["requests"] >= 10, "the apply is under way")
        plan = self.bench.start(*["plan", *split(self.bench, "two", self.halves["two"])[1:3]])
        self.addCleanup(programs.end, plan)
        self.finish(plan)
        self.finish(apply)
        self.assertEqual(self.portal.totals()["rate_rejections_provoked"], 0)
        self.assertEqual(self.portal.totals()["requests"], 240)
        self.assert_users(self.summary("one"), changed=80)

    def test_what_the_portal_refuses_to_one_slows_both(self):
        processes = [self.begin(name) for name in self.halves]
        programs.wait_until(lambda: self.portal.totals()["requests"] >= 60, "both are under way")
        self.portal.control(faults=[{"kind": "rate_limit", "count": 1}])
        told = [self.finish(process) for process in processes]
        self.assertEqual(self.portal.totals()["rate_rejections_provoked"], 0)
        self.assertEqual(sorted(self.summary(name)["requests"]["rate_limited"] for name in self.halves), [0, 1])
        for text in told:
            self.assertRegex(text, r"/1[6-9]\.0 requests/s", "the rate in force is told")

    def test_when_one_is_killed_the_other_goes_on(self):
        doomed, other = self.begin("one"), self.begin("two")
        programs.wait_until(lambda: self.portal.totals()["requests"] >= 90, "both are under way")
        doomed.send_signal(signal.SIGKILL)
        self.finish(other)
        self.assert_users(self.summary("two"), changed=80)
        self.assertLessEqual(self.summary("two")["duration_ms"] / 1000, self.least * 1.15)
        # And whoever comes after him finds his seat, and no lock.
        self.finish(self.begin("one"))
        self.assertEqual(self.portal.totals()["rate_rejections_provoked"], 0)

    def test_without_the_shared_file_they_would_run_over(self):
        """The test would see it."""
        second = self.bench.path("elsewhere")
        shutil.copytree(self.bench.path("home"), second)
        one = self.begin("one")
        two = self.bench.start(*split(self.bench, "two", self.halves["two"]), env={"XDG_STATE_HOME": str(second)})
        self.addCleanup(programs.end, two)
        for process in (one, two):
            self.finish(process)
        self.assertGreater(self.portal.totals()["rate_rejections_provoked"], 0)


if __name__ == "__main__":
    case.main()
