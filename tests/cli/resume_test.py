#!/usr/bin/env python3
"""Going on with a run that was ended early, and with those who failed."""
import signal

from support import case, programs
from support.workbench import settings_policy

USERS = 40


class Ended(case.Case):
    users = USERS

    def setUp(self):
        super().setUp()
        self.view = "day"
        self.bench = self.workbench(settings_policy("day"))
        self.bench.muster("apply", "--quiet")
        self.bench.write("policy.yaml", settings_policy("week"))
        self.portal.reset()

    def end_early(self, how, requests=20):
        """A run that is ended in the middle by a signal. Gives what it printed."""
        self.portal.control(faults=[{"kind": "slow", "ms": 100, "probability": 1}])
        process = self.bench.start("apply")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] >= requests, "the run is under way")
        process.send_signal(how)
        out, err = process.communicate(timeout=programs.DEADLINE)
        self.portal.reset()
        return case.Result(process.returncode, out, err, 0)

    def settled(self):
        """Who has an outcome of his own in the last run."""
        return {user for (user,) in self.bench.journal(
            "SELECT user FROM job WHERE run = (SELECT max(number) FROM run) AND overall IN ('changed', 'unchanged')")}

    def last(self):
        return self.bench.journal("SELECT id FROM run ORDER BY number DESC LIMIT 1")[0][0]

    def assert_whole(self, resumed, done):
        """Both lives together are the selection, and who was done was not asked again."""
        summary = resumed.json()["summary"]
        self.assertEqual(sum(summary["carried"].values()), len(done))
        self.assertEqual(sum(summary["users"].values()) + len(done), USERS)
        asked = {who for who, requests in self.portal.requests_by_user().items() if requests}
        self.assertEqual(asked & done, set())
        for each in self.portal.state()["by_user"]:
            if each["id"] in self.portal.webhooks:
                self.assertEqual(each["settings"]["view"], "week")


class Resume(Ended):
    def test_goes_on_with_an_interrupted_run_as_its_summary_says(self):
        run = self.end_early(signal.SIGINT)
        self.assert_exit(run, 130)
        first, done = self.last(), self.settled()
        self.assertGreater(len(done), 0)
        self.assertLess(len(done), USERS)
        line = next(line for line in run.out.splitlines() if line.startswith("  resume"))
        self.assertEqual(line.split()[1:], ["muster", "resume", first])
        resumed = self.bench.muster(*line.split()[2:], "--output", "json")
        self.assert_exit(resumed, 0)
        self.assertEqual(resumed.json()["run"]["after"], {"how": "continues", "run": first})
        self.assert_whole(resumed, done)

    def test_goes_on_with_a_killed_run(self):
        self.end_early(signal.SIGKILL)
        first, done = self.last(), self.settled()
        resumed = self.bench.muster("resume", "last", "--output", "json")
        self.assert_exit(resumed, 0)
        self.assert_whole(resumed, done)
        again = self.bench.muster("resume", first)
        self.assert_exit(again, 0)
        self.assertIn(f"Run {first} was continued by {self.last()}", again.err)
        self.assertIn("came to its end: there is nothing to go on with", again.err)

    def test_tells_of_both_lives_together(self):
        self.end_early(signal.SIGINT)
        done = len(self.settled())
        resumed = self.bench.muster("resume", "last")
        self.assert_exit(resumed, 0)
        self.assertRegex(resumed.out, rf"(?m)^  selected +{USERS - done}$")
        self.assertRegex(resumed.out, rf"(?m)^  before it +{done}   ")
        self.assertRegex(resumed.out, rf"(?m)^  together +{USERS}$")

    def test_refuses_files_that_say_something_else_by_now_unless_that_is_accepted(self):
        self.end_early(signal.SIGINT)
        self.bench.write("policy.yaml", settings_policy("week").replace("denyBusyInvitation: true", "denyBusyInvitation: false"))
        refused = self.bench.muster("resume", "last")
        self.assert_exit(refused, 5)
        self.assertRegex(refused.err, r"policy \S+/policy.yaml has changed \(sha256 [0-9a-f]{12}\.\.\., then [0-9a-f]{12}")
        self.assert_nothing_sent()
        self.assert_exit(self.bench.muster("resume", "last", "--accept-changes"), 0)

    def test_finds_files_from_where_the_run_was_typed(self):
        self.portal.control(faults=[{"kind": "slow", "ms": 100, "probability": 1}])
        process = self.bench.start("apply", "--roster", "portal/roster.csv", "--policy", "policy.yaml")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] >= 10, "the run is under way")
        process.kill()
        process.wait()
        self.portal.reset()
        elsewhere = self.bench.start("resume", "last", cwd=self.bench.path("home"))
        out, err = elsewhere.communicate(timeout=programs.DEADLINE)
        programs.end(elsewhere)
        self.assertEqual(elsewhere.returncode, 0, out + err)

    def test_does_not_go_on_with_a_run_that_is_under_way(self):
        self.portal.control(faults=[{"kind": "slow", "ms": 20_000, "probability": 1}])
        process = self.bench.start("apply")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] >= 1, "the run is under way")
        run = self.bench.muster("resume", "last")
        self.assert_exit(run, 75)
        self.assertIn("is still under way", run.err)

    def test_needs_a_run_that_there_is(self):
        run = self.bench.muster("resume", "2025")
        self.assert_exit(run, 64)
        self.assertIn("has no run '2025'", run.err)


class RetryFailed(Ended):
    LOST = 3

    def without_credentials(self, *command):
        """A run in which some have no credential, who have one afterwards. Gives its id."""
        webhooks = self.bench.path("portal/webhooks.csv")
        whole = webhooks.read_text()
        lost = {str(who) for who in self.portal.users[:self.LOST]}
        webhooks.write_text("".join(line for line in whole.splitlines(keepends=True) if line.split(",")[0] not in lost))
        run = self.bench.muster(*command)
        self.assertIn(run.code, (4, 5), run.out + run.err)
        self.told = run.out
        webhooks.write_text(whole)
        return self.last()

    def views(self):
        return {each["id"]: each["settings"]["view"] for each in self.portal.state()["by_user"]
                if each["id"] in self.portal.webhooks}

    def assert_views(self, view):
        self.assertEqual(set(self.views().values()), {view})

    def test_does_what_the_run_was_asked_for_and_not_what_is_configured(self):
        self.bench.write("folder/month.yaml", settings_policy("month"))
        first = self.without_credentials("apply", "--policy", "folder/month.yaml")
        self.portal.reset()
        elsewhere = self.bench.muster("apply", "--retry-failed", first, "--output", "json", cwd=self.bench.path("folder"))
        self.assert_exit(elsewhere, 0)
        self.assert_users(elsewhere.json()["summary"], changed=self.LOST)
        self.assert_views("month")

    def test_a_list_is_looked_for_where_its_name_was_typed(self):
        first = self.without_credentials("apply")
        self.bench.write("folder/some.txt", f"{self.portal.users[0]}\n")
        run = self.bench.muster("apply", "--retry-failed", first, "--limit", "@some.txt", "--output", "json",
                                cwd=self.bench.path("folder"))
        self.assert_exit(run, 0)
        self.assert_users(run.json()["summary"], changed=1)

    def test_a_policy_that_is_named_counts_instead(self):
        first = self.without_credentials("apply")
        self.bench.write("month.yaml", settings_policy("month"))
        run = self.bench.muster("apply", "--retry-failed", first, "--policy", "month.yaml")
        self.assert_exit(run, 0)
        self.assertEqual({self.views()[who] for who in self.portal.users[:self.LOST]}, {"month"})

    def test_of_a_saved_plan_does_what_stands_in_it(self):
        self.assert_exit(self.bench.muster("plan", "--out", "plan.jsonl"), 0)
        self.bench.write("policy.yaml", settings_policy("month"))
        first = self.without_credentials("apply", "plan.jsonl")
        self.assertIn(f"muster apply --retry-failed {first}", self.told)
        run = self.bench.muster("apply", "--retry-failed", first)
        self.assert_exit(run, 0)
        self.assert_views("week")

    def test_of_a_drift_puts_right_what_has_drifted(self):
        first = self.without_credentials("drift", "--remediate")
        self.assertIn(f"muster apply --retry-failed {first}", self.told)
        run = self.bench.muster("apply", "--retry-failed", first)
        self.assert_exit(run, 0)
        self.assert_views("week")
        command = self.bench.journal("SELECT command FROM run ORDER BY number DESC LIMIT 1")[0][0]
        self.assertEqual(command, "drift --remediate")

    def test_of_a_retry_is_about_what_that_was_about(self):
        self.bench.write("month.yaml", settings_policy("month"))
        first = self.without_credentials("apply", "--policy", "month.yaml")
        second = self.without_credentials("apply", "--retry-failed", first)
        run = self.bench.muster("apply", "--retry-failed", second)
        self.assert_exit(run, 0)
        self.assert_views("month")

    def test_another_plan_is_refused(self):
        self.assert_exit(self.bench.muster("plan", "--out", "plan.jsonl"), 0)
        first = self.without_credentials("apply")
        self.portal.reset()
        run = self.bench.muster("apply", "plan.jsonl", "--retry-failed", first)
        self.assert_exit(run, 64)
        self.assertIn("cannot be had with another plan", run.err)
        self.assertEqual(self.portal.totals()["requests"], 0)

    def test_a_rollback_is_asked_for_again(self):
        self.assert_exit(self.bench.muster("apply"), 0)
        applied = self.last()
        taken_back = self.without_credentials("rollback", applied)
        run = self.bench.muster("apply", "--retry-failed", taken_back)
        self.assert_exit(run, 64)
        self.assertIn(f"muster rollback {applied}", run.err)

    def test_is_about_whoever_failed_and_nobody_else(self):
        lost = self.portal.users[:3]
        webhooks = self.bench.path("portal/webhooks.csv")
        whole = webhooks.read_text()
        lines = whole.splitlines(keepends=True)
        webhooks.write_text("".join(line for line in lines if line.split(",")[0] not in map(str, lost)))
        self.assert_exit(self.bench.muster("apply"), 4)
        first = self.last()
        webhooks.write_text(whole)
        self.portal.reset()
        run = self.bench.muster("apply", "--retry-failed", first[:-1], "--output", "json")
        self.assert_exit(run, 0)
        self.assert_users(run.json()["summary"], changed=3)
        self.assertEqual({who for who, requests in self.portal.requests_by_user().items() if requests}, set(lost))
        self.assertEqual(run.json()["run"]["after"], {"how": "retries", "run": first})
        again = self.bench.muster("apply", "--retry-failed", "last")
        self.assert_exit(again, 0)
        self.assertIn("there is nothing to retry", again.err)


if __name__ == "__main__":
    case.main()
