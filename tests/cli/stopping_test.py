#!/usr/bin/env python3
"""Runs that end before their time: too many failures, a wave that fails its gate, a deadline; and going on afterwards."""
import shutil

from support import case
from support.portal import Portal

USERS = 40


def refuse_to_write(portal, *users):
    """These users' settings cannot be written any more."""
    portal.control(clear_faults=True, faults=[
        {"kind": "error", "code": "ERROR_NOT_FOUND", "level": "command", "method": "calendar.user.settings.set",
         "user": user} for user in users])


class Ending(case.Case):
    users = USERS

    def setUp(self):
        """A portal for each test: what is done to its users stays done."""
        self.portal = Portal(self.users, "--no-limit")
        self.addCleanup(self.portal.stop)
        self.bench = self.workbench()

    @classmethod
    def setUpClass(cls):
        """No portal for all."""

    def user(self, place):
        """The user at this place of the roster, from 0."""
        return self.portal.users[place]

    def assert_week(self, *places):
        """These have what the policy says, and nobody else has."""
        week = [each["id"] for each in self.portal.state()["by_user"]
                if (each["settings"] or {}).get("view") == "week"]
        self.assertEqual(sorted(week), sorted(self.user(place) for place in places))

    def assert_told(self, end, run=1):
        """How the journal says that it ended; everybody has an outcome, and every request an answer."""
        self.assertEqual(self.bench.journal("SELECT end FROM run WHERE number = ?", run), [(end,)])
        self.assertEqual(
            self.bench.journal("SELECT count(*) FROM job WHERE run = ? AND overall IS NOT NULL", run), [(USERS,)])
        self.assertEqual(self.bench.journal("SELECT count(*) FROM step WHERE run = ? AND outcome IS NULL", run), [(0,)])
        self.assertEqual(
            self.bench.journal("SELECT count(*) FROM request WHERE run = ? AND answered IS NULL", run), [(0,)])

    def go_on(self, run):
        """The command that it printed does the rest."""
        self.portal.control(clear_faults=True)
        line = next(line for line in run.out.splitlines() if line.startswith("  go on"))
        program, *arguments = line.split()[2:]
        self.assertEqual(program, "muster")
        again = self.bench.muster(*arguments, "--output", "json")
        self.assert_exit(again, 0)
        self.assert_week(*range(USERS))
        return again.json()["summary"]


class Waves(Ending):
    def test_a_canary_that_fails_is_the_only_one_who_was_touched(self):
        refuse_to_write(self.portal, self.user(0))
        run = self.bench.muster("apply", "--serial", "1,25%,100%")
        self.assert_exit(run, 6)
        self.assertEqual(self.portal.requests_by_user().get(self.user(0)), 2)
        self.assertEqual(self.portal.totals()["requests"], 2)
        self.assert_week()
        self.assert_told("too-many-failures")
        self.assertRegex(run.out, r"(?m)^apply on demo .*: too-many-failures after ")
        self.assertIn("stopped early: wave 1 of 3 (1 user): 1 user failed, and none may\n", run.out)
        self.assertRegex(run.out, r"(?m)^  failed +1$")
        self.assertRegex(run.out, rf"(?m)^  skipped +{USERS - 1} +not attempted$")
        self.assertIn("not begun, the run ended early: wave 1 of 3 (1 user): 1 user failed, and none may", run.out)

    def test_a_wave_that_fails_its_gate_is_the_last_one_and_running_again_does_the_rest(self):
        refuse_to_write(self.portal, self.user(3), self.user(4))
        run = self.bench.muster(
            "apply", "--serial", "1,25%,100%", "--max-fail-percent", "10", "--on-error", "continue", "--progress", "plain")
        self.assert_exit(run, 6)
        # The wave was done to its end before it was judged.
        self.assert_week(*(place for place in range(11) if place not in (3, 4)))
        self.assert_told("too-many-failures")
        self.assertIn(
            "stopped early: wave 2 of 3 (10 users): 2 of 10 users failed (20 %), and at most 10 % may\n", run.out)
        self.assertRegex(run.err, r"(?m)^demo: 4/40 jobs \(10 %\), wave 2 of 3, ")
        users = self.go_on(run)["users"]
        self.assertEqual((users["unchanged"], users["changed"]), (9, USERS - 9))
        self.assert_told("complete", run=2)

    def test_failures_that_may_be_let_the_next_wave_begin(self):
        refuse_to_write(self.portal, self.user(3), self.user(20))
        run = self.bench.muster("apply", "--serial", "1,25%,100%", "--max-fail-percent", "10")
        self.assert_exit(run, 3)
        self.assert_told("complete")
        self.assert_week(*(place for place in range(USERS) if place not in (3, 20)))

    def test_the_configuration_says_it_and_a_flag_takes_its_place(self):
        refuse_to_write(self.portal, self.user(0))
        self.bench.configure(more="errors: { serial: [1, 25%, 100%] }\n")
        self.assert_exit(self.bench.muster("apply"), 6)
        self.bench.configure(more="errors: { serial: [1, 25%, 100%], max_fail: 1 }\n")
        self.assert_exit(self.bench.muster("apply"), 3)
        self.assert_exit(self.bench.muster("apply", "--max-fail", "0"), 6)


class Failures(Ending):
    def test_one_failure_too_many_ends_the_run_and_what_was_in_flight_is_recorded(self):
        refuse_to_write(self.portal, *self.portal.users)
        run = self.bench.muster("apply", "--max-fail", "2")
        self.assert_exit(run, 6)
        self.assert_told("too-many-failures")
        self.assertIn("3 users failed, and at most 2 may", run.out)
        failed = self.bench.journal("SELECT count(*) FROM job WHERE overall = 'failed'")[0][0]
        self.assertGreater(failed, 2)
        self.assertLess(failed, 3 + 8, "eight are in flight at once")
        self.go_on(run)

    def test_as_many_as_may_fail_end_nothing(self):
        refuse_to_write(self.portal, self.user(0), self.user(5))
        run = self.bench.muster("apply", "--max-fail", "2")
        self.assert_exit(run, 3)
        self.assert_told("complete")

    def test_without_a_limit_the_first_failure_is_the_one_that_stops(self):
        refuse_to_write(self.portal, self.user(0))
        self.bench.configure(limits="{ share: 1, connections: 1 }")
        run = self.bench.muster("apply", "--on-error", "stop-portal")
        self.assert_exit(run, 6)
        self.assertIn("1 user failed, and none may", run.out)
        self.assert_week()

    def test_a_limit_that_ends_nothing_is_warned_of(self):
        run = self.bench.muster("apply", "--max-fail", "2", "--on-error", "continue")
        self.assert_exit(run, 0)
        self.assertIn("warning: max-fail ends nothing", run.err)
        self.assertNotIn("ends nothing", self.bench.muster("apply", "--max-fail", "2").err)


class Deadline(Ending):
    def test_a_deadline_in_mid_run_ends_it_and_running_again_does_the_rest(self):
        # Eighty requests at eight a second.
        self.portal.control(faults=[{"kind": "slow", "ms": 1000, "probability": 1}])
        run = self.bench.muster("apply", "--deadline", "3s")
        self.assert_exit(run, 75)
        self.assert_told("deadline")
        self.assertIn("stopped early: the deadline (3s) came\n", run.out)
        self.assertRegex(run.out, r"(?m)^apply on demo .*: deadline after ")
        outcomes = dict(self.bench.journal("SELECT overall, count(*) FROM job GROUP BY overall"))
        self.assertEqual(set(outcomes), {"changed", "skipped"}, "what was in flight has been awaited")
        self.assertEqual(len([each for each in self.portal.state()["by_user"] if each["writes"]]), outcomes["changed"])
        users = self.go_on(run)["users"]
        self.assertEqual((users["unchanged"], users["changed"]), (outcomes["changed"], outcomes["skipped"]))

    def test_a_deadline_that_does_not_come_changes_nothing(self):
        self.assert_exit(self.bench.muster("apply", "--deadline", "1h"), 0)
        self.assert_week(*range(USERS))
        self.assert_told("complete")


class TwoPortals(case.Case):
    """`one` whose users fail, and `other` that takes its time."""

    users = 20

    @classmethod
    def setUpClass(cls):
        """No portal for all: what is done to one stays done."""

    def setUp(self):
        self.portal = Portal(self.users, "--no-limit")
        self.addCleanup(self.portal.stop)
        self.other = Portal(self.users, "--no-limit", "--portal-name", "other")
        self.addCleanup(self.other.stop)
        self.bench = self.workbench()
        shutil.copytree(self.other.folder, self.bench.path("other"))
        self.bench.configure(
            self.bench.portal_lines("one")
            + self.bench.portal_lines(
                "other", url=self.other.url, ca_file="other/ca.pem", roster="other/roster.csv",
                admin='{ webhook: "file:other/admin.webhook" }', users='{ webhooks: "file:other/webhooks.csv" }'),
            limits="{ share: 1, connections: 2 }")
        config = self.bench.path("muster.yaml")
        config.write_text(config.read_text().replace('"reports/{{run}}"', '"reports/{{portal}}"'))
        refuse_to_write(self.portal, self.portal.users[0])
        self.other.control(faults=[{"kind": "slow", "ms": 500, "probability": 1}])

    def ends(self, runs=2):
        return dict(self.bench.journal("SELECT portal, end FROM run ORDER BY number LIMIT ?", runs))

    def outcomes(self, portal):
        return dict(self.bench.journal(
            "SELECT overall, count(*) FROM job JOIN run ON run.number = job.run WHERE portal = ? GROUP BY overall",
            portal))

    def finish(self):
        self.portal.control(clear_faults=True)
        self.other.control(clear_faults=True)
        self.assert_exit(self.bench.muster("apply", "--portal", "all"), 0)
        for portal in (self.portal, self.other):
            views = {each["id"]: each["settings"]["view"] for each in portal.state()["by_user"]
                     if each["id"] in portal.webhooks}
            self.assertEqual(views, dict.fromkeys(portal.users, "week"))

    def test_stop_run_ends_the_runs_of_all_portals(self):
        run = self.bench.muster("apply", "--portal", "all", "--on-error", "stop-run")
        self.assert_exit(run, 6)
        self.assertEqual(self.ends(), {"one": "too-many-failures", "other": "too-many-failures"})
        other = self.outcomes("other")
        self.assertEqual(sum(other.values()), 20)
        self.assertGreater(other["skipped"], 0)
        self.assertNotIn("unknown", other, "what was in flight has been awaited")
        written = [each for each in self.other.state()["by_user"] if each["writes"]]
        self.assertEqual(len(written), other.get("changed", 0))
        self.assertRegex(run.out, r"(?m)^  stopped   1 user failed, and none may$")
        self.assertRegex(run.out, r"(?m)^  stopped   portal one: 1 user failed, and none may$")
        self.finish()

    def test_stop_portal_ends_the_one_and_lets_the_other_be_done(self):
        run = self.bench.muster("apply", "--portal", "all", "--on-error", "stop-portal")
        self.assert_exit(run, 6)
        self.assertEqual(self.ends(), {"one": "too-many-failures", "other": "complete"})
        self.assertEqual(self.outcomes("other"), {"changed": 20})
        self.finish()

    def test_each_portal_has_its_own_waves(self):
        run = self.bench.muster("apply", "--portal", "all", "--serial", "2,50%,100%")
        self.assert_exit(run, 6)
        self.assertEqual(self.ends(), {"one": "too-many-failures", "other": "complete"})
        self.assertEqual(self.outcomes("one"), {"failed": 1, "changed": 1, "skipped": 18})
        self.assertIn("wave 1 of 3 (2 users): 1 user failed, and none may", run.out)
        self.finish()


class Mistakes(case.Case):
    users = 2

    def test_what_is_no_limit_is_refused_with_what_was_expected(self):
        bench = self.workbench()
        for flag, word, told in (
                ("--serial", "0,5%", "numbers of users above 0 and percentages up to 100%, such as 1,5%,25%,100%, not '0'"),
                ("--serial", "1,101%", "not '101%'"),
                ("--max-fail", "-1", "a whole number from 0, not '-1'"),
                ("--max-fail-percent", "101", "a number from 0 to 100, not '101'"),
                ("--on-error", "stop", "continue, stop-portal or stop-run, not 'stop'"),
                ("--deadline", "24:00", "a time of the day such as 05:30, or a duration such as 90s, 45m or 2h, not '24:00'"),
                ("--deadline", "0s", "not '0s'")):
            with self.subTest(flag=flag, word=word):
                run = bench.muster("apply", f"{flag}={word}")
                self.assert_exit(run, 64)
                self.assertIn(told, run.err)
        self.assert_nothing_sent()


if __name__ == "__main__":
    case.main()
