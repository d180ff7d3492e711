#!/usr/bin/env python3
"""Stopping a run: once in good order, twice at once, or with no warning at all; and going on afterwards."""
import signal
import time

from support import case, programs

USERS = 60


class Stopped(case.Case):
    """A portal that takes its time, so that a run can be met in the middle."""

    users = USERS

    def setUp(self):
        super().setUp()
        self.bench = self.workbench()

    def slow(self, milliseconds):
        self.portal.control(clear_faults=True, faults=[{"kind": "slow", "ms": milliseconds, "probability": 1}])

    def quick(self):
        self.portal.control(clear_faults=True)

    def begin(self, milliseconds, requests=16):
        """A run of which the portal has seen so many requests; eight are under way at a time."""
        self.slow(milliseconds)
        self.portal.control(reset=True)
        process = self.bench.start("apply")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] >= requests, "the run is under way")
        self.assertIsNone(process.poll())
        return process

    def end_of(self, process):
        out, err = process.communicate(timeout=programs.DEADLINE)
        return case.Result(process.returncode, out, err, 0)

    def last_run(self):
        return self.bench.journal("SELECT max(number) FROM run")[0][0]

    def outcomes(self):
        return dict(self.bench.journal(
            "SELECT overall, count(*) FROM job WHERE run = ? GROUP BY overall", self.last_run()))

    def assert_all_is_told(self, end):
        """Everybody has an outcome, and every request that left has an answer."""
        run = self.last_run()
        outcomes = self.outcomes()
        self.assertNotIn(None, outcomes)
        self.assertEqual(sum(outcomes.values()), USERS)
        self.assertEqual(self.bench.journal("SELECT end FROM run WHERE number = ?", run), [(end,)])
        self.assertEqual(self.bench.journal("SELECT count(*) FROM step WHERE run = ? AND outcome IS NULL", run), [(0,)])
        self.assertEqual(
            self.bench.journal("SELECT count(*) FROM request WHERE run = ? AND answered IS NULL", run), [(0,)])

    def finish_the_rest(self):
        """The same command again: whoever was done is found so, the others are done now."""
        self.quick()
        done = self.outcomes().get("changed", 0)
        again = self.bench.muster("apply", "--output", "json")
        self.assert_exit(again, 0)
        users = again.json()["summary"]["users"]
        self.assertGreaterEqual(users["unchanged"], done)
        self.assertEqual(users["unchanged"] + users["changed"], USERS)
        for each in self.portal.state()["by_user"]:
            if each["id"] in self.portal.webhooks:
                self.assertEqual(each["settings"]["view"], "week", each["id"])


class InGoodOrder(Stopped):
    def check(self, which, code):
        process = self.begin(milliseconds=100)
        process.send_signal(which)
        run = self.end_of(process)
        self.assert_exit(run, code)
        self.assert_all_is_told("interrupted")
        outcomes = self.outcomes()
        # What was under way was awaited: nobody is left in doubt.
        self.assertNotIn("unknown", outcomes)
        self.assertGreater(outcomes.get("skipped", 0), 0)
        self.assertEqual(
            self.bench.journal("SELECT count(*) FROM request WHERE run = 1"), [(self.portal.totals()["requests"],)])
        # Whoever the portal has written is known to have been.
        written = {each["id"] for each in self.portal.state()["by_user"] if each["writes"]}
        touched = {user for (user,) in self.bench.journal(
            "SELECT DISTINCT user FROM job JOIN attempt ON attempt.run = job.run AND attempt.job = job.number"
            " WHERE purpose = 'write' AND answer = 'accepted'")}
        self.assertEqual(touched, written)
        self.assertRegex(run.out, r"(?m)^apply on demo .*: interrupted after ")
        self.assertRegex(run.out, rf"(?m)^  selected +{USERS}$")
        self.assertRegex(run.out, r"(?m)^  go on +muster apply --config \S+/muster\.yaml$")
        self.finish_the_rest()

    def test_one_ctrl_c_awaits_what_is_under_way_records_it_and_says_how_to_go_on(self):
        self.check(signal.SIGINT, 130)

    def test_sigterm_does_the_same_and_ends_with_143(self):
        self.check(signal.SIGTERM, 143)

    def test_the_command_that_it_prints_does_go_on(self):
        process = self.begin(milliseconds=100)
        process.send_signal(signal.SIGINT)
        run = self.end_of(process)
        self.quick()
        line = next(line for line in run.out.splitlines() if line.startswith("  go on"))
        program, *arguments = line.split()[2:]
        self.assertEqual(program, "muster")
        again = self.bench.muster(*arguments, "--output", "json")
        self.assert_exit(again, 0)
        users = again.json()["summary"]["users"]
        self.assertEqual(users["unchanged"] + users["changed"], USERS)


class AtOnce(Stopped):
    def test_two_ctrl_cs_end_it_without_awaiting_what_is_under_way(self):
        process = self.begin(milliseconds=20_000, requests=8)
        process.send_signal(signal.SIGINT)
        # The second one counts only when the first was heard: until then the process would take it for the first.
        programs.wait_until(lambda: self.is_alone_with_it(process), "the first signal is taken")
        cut = time.monotonic()
        process.send_signal(signal.SIGINT)
        run = self.end_of(process)
        self.assertLess(time.monotonic() - cut, 15, "the answers would have come after 20 s")
        self.assert_exit(run, 130)
        self.assert_all_is_told("interrupted")
        self.assertRegex(run.out, r"(?m)^apply on demo .*: interrupted after ")
        self.assertRegex(run.out, r"(?m)^  go on +muster apply --config ")
        self.finish_the_rest()

    def is_alone_with_it(self, process):
        """Whether no signal is waiting to be delivered to the process."""
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            pending = [line.split()[1] for line in status if line.startswith(("SigPnd", "ShdPnd"))]
        return all(int(mask, 16) == 0 for mask in pending)

    def test_after_a_kill_the_journal_opens_and_applying_again_verifies_everybody(self):
        process = self.begin(milliseconds=100)
        process.kill()
        process.wait()
        self.assertEqual(self.bench.journal("SELECT end FROM run"), [(None,)])
        self.assertGreater(self.bench.journal("SELECT count(*) FROM request")[0][0], 0)
        self.assertEqual(self.bench.journal("PRAGMA integrity_check"), [("ok",)])
        self.finish_the_rest()
        self.assert_all_is_told("complete")


class NothingTwice(Stopped):
    def test_after_a_kill_no_message_is_sent_again_that_may_have_arrived(self):
        template = (programs.TEMPLATES / "onboarding-office.yaml").read_text(encoding="utf-8")
        # With a tag the portal itself would put the second message in the place of the first.
        self.bench.write("policy.yaml", template.replace("        TAG: muster-onboarding\n", ""))
        self.portal.control(
            faults=[{"kind": "slow", "ms": 20_000, "probability": 1, "method": "im.notify.system.add"}])
        process = self.bench.start("apply")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.state(1)["requests"] > 0, "messages are under way")
        process.kill()
        process.wait()
        (perhaps,) = self.bench.journal("SELECT count(*) FROM once WHERE state = 'perhaps'")[0]
        self.assertGreater(perhaps, 0)

        self.quick()
        again = self.bench.muster("apply", "--output", "json")
        self.assert_exit(again, 3)
        self.assertEqual(again.json()["summary"]["users"]["unknown"], perhaps)
        self.assertEqual({each["code"] for each in again.json()["summary"]["failures"]}, {"perhaps-done"})
        # Killed between the writing of the intent and the sending, a message never left: nobody can know.
        unknown = {each["id"] for each in again.json()["users"] if each["outcome"] == "unknown"}
        for each in self.portal.state()["by_user"]:
            if each["id"] in self.portal.webhooks:
                self.assertEqual(each["settings"]["showWeekNumbers"], "Y")
                self.assertIn(len(each["notifications"]), [0, 1] if each["id"] in unknown else [1], each["id"])


if __name__ == "__main__":
    case.main()
