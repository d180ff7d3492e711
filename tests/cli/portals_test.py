#!/usr/bin/env python3
"""Several portals in one process: a run for each, and an end that tells of all of them."""
import json
import shutil
import signal

from support import case, programs
from support.portal import Portal
from support.trouble import refused_port


class SeveralPortals(case.Case):
    """`fine` and `dead` are one portal, of which `dead` is looked for where nobody listens; `refusing` is another."""

    users = 4

    @classmethod
    def setUpClass(cls):
        """No portal for all: what is done to one stays done."""

    def setUp(self):
        self.portal = Portal(self.users, "--no-limit")
        self.addCleanup(self.portal.stop)
        self.other = Portal(3, "--no-limit", "--portal-name", "other")
        self.addCleanup(self.other.stop)

    def bench(self, more="", limits=""):
        bench = self.workbench()
        shutil.copytree(self.other.folder, bench.path("other"))
        closed = self.hold(refused_port())
        bench.configure(
            bench.portal_lines("fine")
            + bench.portal_lines("dead", connect_to=f'"127.0.0.1:{closed}"')
            + bench.portal_lines(
                "refusing", url=self.other.url, ca_file="other/ca.pem", roster="other/roster.csv",
                admin='{ webhook: "file:other/admin.webhook" }', users='{ webhooks: "file:other/webhooks.csv" }'),
            more=more)
        config = bench.path("muster.yaml")
        config.write_text(config.read_text().replace('"reports/{{run}}"', '"reports/{{portal}}"')
                          .replace("limits: { share: 1 }", f"limits: {{ share: 1, retries: 0, backoff_cap: 100ms{limits} }}"))
        return bench

    def hold(self, context):
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def ends(self, bench):
        return dict(bench.journal("SELECT portal, end FROM run"))

    def test_one_that_is_dead_and_one_that_refuses_cost_the_third_nothing(self):
        bench = self.bench()
        self.other.control(overload=True)
        run = bench.muster("apply", "--portal", "all")
        self.assert_exit(run, 69)
        self.assertEqual(self.portal.totals()["writes"], 4)
        self.assertEqual(self.other.totals()["writes"], 0)
        ends = self.ends(bench)
        self.assertEqual(sorted(ends), ["dead", "fine", "refusing"])
        self.assertEqual(ends["fine"], "complete")
        self.assertNotEqual(ends["dead"], "complete")
        self.assertNotEqual(ends["refusing"], "complete")
        self.assertRegex(run.out, r"(?m)^  fine +4 +0 +4 +0 +0 +8  complete$")
        self.assertRegex(run.out, r"(?m)^  all +11 +0 +4 ")
        self.assertIn("3 portals", run.out)
        self.assertRegex(run.out, r"(?m)^  go on +muster apply .*--portal dead")
        for portal in ends:
            self.assertTrue(bench.path(f"reports/{portal}/index.html").exists(), portal)

    def test_one_that_was_renamed_is_told_by_its_name_and_the_other_is_not(self):
        bench = self.bench()
        renamed = f"https://127.0.0.1:{self.other.port}"
        self.other.control(redirect=renamed)
        run = bench.muster("apply", "--portal", "fine,refusing")
        self.assert_exit(run, 0)
        self.assertEqual(run.err.count("has moved to"), 1, run.err)
        self.assertIn(f"portal refusing has moved to {renamed}; its run goes on there. Change its url", run.err)
        self.assertEqual(self.ends(bench), {"fine": "complete", "refusing": "complete"})
        self.assertEqual(self.other.totals()["writes"], 3)
        for user in self.other.users:
            self.assertEqual(self.other.state(user)["writes"], 1)

    def test_those_that_are_named_are_done_and_others_left_alone(self):
        bench = self.bench()
        run = bench.muster("apply", "--portal", "fine,refusing")
        self.assert_exit(run, 0)
        self.assertEqual(self.ends(bench), {"fine": "complete", "refusing": "complete"})
        self.assertEqual(self.portal.totals()["writes"], 4)
        self.assertEqual(self.other.totals()["writes"], 3)
        self.assertEqual(len(bench.journal("SELECT DISTINCT id FROM run")), 2)

    def test_a_threshold_holds_back_the_portal_that_crosses_it_and_no_other(self):
        bench = self.bench("safety: { max_changes: 3 }\n")
        run = bench.muster("apply", "--portal", "fine,refusing")
        self.assert_exit(run, 5)
        self.assertIn("4 users would be changed, and safety.max_changes is 3", run.err)
        self.assertEqual(self.portal.totals()["writes"], 0)
        self.assertEqual(self.other.totals()["writes"], 3)
        self.assertEqual(sorted(bench.journal("SELECT portal, command FROM run")),
                         [("fine", "plan"), ("refusing", "apply"), ("refusing", "plan")])

    def test_under_a_threshold_one_that_is_dead_costs_the_others_nothing(self):
        bench = self.bench("safety: { max_changes: 100 }\n")
        run = bench.muster("apply", "--portal", "all")
        self.assert_exit(run, 69)
        self.assertIn("portal dead: not everybody was looked at, so nothing is changed there", run.err)
        self.assertEqual(self.portal.totals()["writes"], 4)
        self.assertEqual(self.other.totals()["writes"], 3)

    def test_where_nobody_can_be_asked_no_portal_is_changed(self):
        bench = self.bench()
        run = bench.muster("apply", "--portal", "fine,refusing", "--no-input")
        self.assert_exit(run, 5)
        self.assertIn("7 users would be changed, and nobody can be asked", run.err)
        self.assertEqual(self.portal.totals()["writes"] + self.other.totals()["writes"], 0)
        self.assert_exit(bench.muster("apply", "--portal", "fine,refusing", "--no-input", "--auto-approve"), 0)

    def test_a_word_for_one_plan_is_no_word_for_several(self):
        bench = self.bench()
        run = bench.muster("apply", "--portal", "fine,refusing", "--accept", "0" * 64)
        self.assert_exit(run, 64)
        self.assertIn("--accept is about the plan of one portal", run.err)

    def test_a_fault_in_one_portals_files_sends_nothing_to_any(self):
        bench = self.bench()
        bench.write("other/roster.csv", "id,email\nx,nobody\n")
        run = bench.muster("apply", "--portal", "fine,refusing")
        self.assert_exit(run, 78)
        self.assertIn("other/roster.csv:2", run.err)
        self.assert_nothing_sent()
        self.assertEqual(self.other.totals()["requests"], 0)

    def test_results_as_json_have_an_entry_for_each_portal_and_sums_that_add_up(self):
        bench = self.bench()
        self.other.control(overload=True)
        run = bench.muster("apply", "--portal", "all", "--output", "json", "--json-into", "all.json")
        self.assert_exit(run, 69)
        document = run.json()
        self.assertEqual(document, bench.results("all.json"))
        self.assertFalse(bench.path("all.json.tmp").exists())
        self.assertEqual(document["format_version"], 1)
        by_name = {each["run"]["portal"]: each for each in document["portals"]}
        self.assertEqual(sorted(by_name), ["dead", "fine", "refusing"])
        self.assertEqual([user["outcome"] for user in by_name["fine"]["users"]], ["changed"] * 4)
        self.assertEqual(by_name["fine"]["summary"]["end"], "complete")
        self.assertEqual(by_name["dead"]["next"][0]["text"], f"muster resume {by_name['dead']['run']['id']}")
        sums = document["summary"]
        self.assertEqual(sums["portals"]["all"], 3)
        self.assertEqual(sum(sums["portals"].values()), 6)
        self.assertEqual(sums["selected"], 11)
        for outcome, count in sums["users"].items():
            self.assertEqual(count, sum(each["summary"]["users"][outcome] for each in document["portals"]), outcome)
            self.assertEqual(count, sum(user["outcome"] == outcome for each in document["portals"] for user in each["users"]))
        for what, count in sums["requests"].items():
            self.assertEqual(count, sum(each["summary"]["requests"][what] for each in document["portals"]), what)
        samples = [sample for reason in sums["skipped"] + sums["failures"] for sample in reason["samples"]]
        self.assertTrue(samples)
        for sample in samples:
            self.assertIn(sample.split(":")[0], by_name)

    def test_results_as_lines_tell_whose_user_it_is(self):
        run = self.bench().muster("apply", "--portal", "fine,refusing", "--output", "jsonl")
        self.assert_exit(run, 0)
        lines = [json.loads(line) for line in run.out.splitlines()]
        self.assertEqual({line["format_version"] for line in lines}, {1})
        self.assertEqual(sorted(line["portal"] for line in lines if line["type"] == "user"), ["fine"] * 4 + ["refusing"] * 3)
        self.assertEqual(sorted(line["run"]["portal"] for line in lines if line["type"] == "portal"), ["fine", "refusing"])
        self.assertEqual(lines[-1]["type"], "summary")
        self.assertEqual(lines[-1]["summary"]["users"]["changed"], 7)

    def test_any_number_of_threads_does_the_same(self):
        for threads in ("1", "2", "7"):
            with self.subTest(threads):
                bench = self.bench()
                run = bench.muster("apply", "--portal", "fine,refusing", "--threads", threads, "-v")
                self.assert_exit(run, 0)
                self.assertEqual(self.ends(bench), {"fine": "complete", "refusing": "complete"})
                self.assertRegex(run.out, r"(?m)^  all +7 ")
                self.assertRegex(run.err, r"(?m) fine: request \d+ as user \d+: ")
        self.assert_exit(self.bench().muster("apply", "--portal", "all", "--threads", "0"), 64)

    def begin(self, bench, **fault):
        """A run on both portals, of which each has seen something."""
        for portal in (self.portal, self.other):
            portal.control(faults=[{"probability": 1, **fault}])
        process = bench.start("apply", "--portal", "fine,refusing", "--threads", "2")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] and self.other.totals()["requests"], "both are under way")
        return process

    def end_of(self, process):
        out, err = process.communicate(timeout=programs.DEADLINE)
        return case.Result(process.returncode, out, err, 0)

    def test_one_signal_stops_the_runs_of_all_threads_in_good_order(self):
        bench = self.bench()
        process = self.begin(bench, kind="slow", ms=1500)
        process.send_signal(signal.SIGTERM)
        self.assert_exit(self.end_of(process), 143)
        self.assertEqual(self.ends(bench), {"fine": "interrupted", "refusing": "interrupted"})
        self.assertEqual(bench.journal("SELECT count(*) FROM job WHERE overall IS NULL"), [(0,)])
        self.assertEqual(bench.journal("SELECT count(*) FROM job"), [(7,)])
        self.assertEqual(bench.journal("SELECT count(*) FROM request WHERE answered IS NULL"), [(0,)])
        again = bench.muster("apply", "--portal", "fine,refusing")
        self.assert_exit(again, 0)

    def test_a_second_signal_cuts_the_runs_of_all_threads_off(self):
        bench = self.bench()
        process = self.begin(bench, kind="hang")
        process.send_signal(signal.SIGINT)
        programs.read_line(process.stderr)
        process.send_signal(signal.SIGINT)
        self.assert_exit(self.end_of(process), 130)
        self.assertEqual(self.ends(bench), {"fine": "interrupted", "refusing": "interrupted"})
        self.assertEqual(bench.journal("SELECT count(*) FROM job WHERE overall IS NULL"), [(0,)])

    def hold_fine(self, bench):
        """Another run has the portal `fine`, for some time."""
        self.portal.control(faults=[{"kind": "slow", "ms": 1500, "probability": 1}])
        process = bench.start("apply", "--portal", "fine")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] >= 1, "the first run is under way")
        return process

    def test_a_portal_that_another_run_has_is_left_out_and_the_others_are_done(self):
        bench = self.bench()
        first = self.hold_fine(bench)
        run = bench.muster("apply", "--portal", "fine,refusing", "--output", "json")
        self.assert_exit(run, 75)
        ends = {each["run"]["portal"]: each["summary"] for each in run.json()["portals"]}
        self.assertEqual(ends["fine"]["end"], "locked")
        self.assertIn("is being worked on by run", ends["fine"]["end_reason"])
        self.assertEqual(ends["refusing"]["end"], "complete")
        self.assertEqual(self.other.totals()["writes"], 3)
        self.assert_exit(self.end_of(first), 0)

    def test_or_is_waited_for_while_the_others_are_done(self):
        bench = self.bench()
        first = self.hold_fine(bench)
        run = bench.muster("apply", "--portal", "fine,refusing", "--lock-timeout", "10m", "--threads", "1", "--output", "json")
        self.assert_exit(run, 0)
        self.assertEqual(run.err.count("Waiting up to 10 m 00 s for portal fine, held by run "), 1)
        ended = {each["run"]["portal"]: each["summary"] for each in run.json()["portals"]}
        self.assert_users(ended["fine"], unchanged=4)
        self.assert_users(ended["refusing"], changed=3)
        self.assertLess(ended["refusing"]["finished"], ended["fine"]["finished"])
        self.assert_exit(self.end_of(first), 0)

    def test_a_signal_ends_the_waiting(self):
        bench = self.bench()
        self.hold_fine(bench)
        process = bench.start("apply", "--portal", "fine,refusing", "--lock-timeout", "10m")
        self.addCleanup(programs.end, process)
        programs.read_line(process.stderr)
        process.send_signal(signal.SIGTERM)
        self.assert_exit(self.end_of(process), 143)

    def refuse_writes(self):
        self.other.control(faults=[{"kind": "error", "level": "command", "method": "calendar.user.settings.set",
                                    "code": "ERROR_NOT_FOUND", "probability": 1}])

    def test_too_many_failures_end_the_run_on_their_portal(self):
        bench = self.bench(limits=", connections: 1")
        self.refuse_writes()
        run = bench.muster("apply", "--portal", "fine,refusing", "--max-fail", "0", "--on-error", "stop-portal")
        self.assert_exit(run, 6)
        self.assertEqual(self.ends(bench), {"fine": "complete", "refusing": "too-many-failures"})
        self.assertEqual(self.portal.totals()["writes"], 4)

    def test_or_on_all_portals_where_that_is_asked_for(self):
        for threads in ("1", "2"):
            with self.subTest(threads=threads):
                self.portal.control(faults=[{"kind": "slow", "ms": 1500, "probability": 1}])
                bench = self.bench(limits=", connections: 1")
                self.refuse_writes()
                run = bench.muster("apply", "--portal", "fine,refusing", "--max-fail", "0", "--on-error", "stop-run",
                                   "--threads", threads)
                self.assert_exit(run, 6)
                self.assertEqual(self.ends(bench), {"fine": "too-many-failures", "refusing": "too-many-failures"})
                self.assertEqual(bench.journal("SELECT count(*) FROM job WHERE overall IS NULL"), [(0,)])
                self.assertIn("stopped   portal refusing: 1 user failed, and none may", run.out)
                self.portal.control(clear_faults=True)

    def test_a_deadline_ends_the_runs_of_all_portals(self):
        for threads in ("1", "2"):
            with self.subTest(threads=threads):
                bench = self.bench(limits=", connections: 1")
                for portal in (self.portal, self.other):
                    portal.control(faults=[{"kind": "slow", "ms": 700, "probability": 1}])
                run = bench.muster("apply", "--portal", "fine,refusing", "--deadline", "2s", "--threads", threads)
                self.assert_exit(run, 75)
                self.assertEqual(self.ends(bench), {"fine": "deadline", "refusing": "deadline"})
                self.assertEqual(bench.journal("SELECT count(*) FROM job WHERE overall IS NULL"), [(0,)])
                for portal in (self.portal, self.other):
                    portal.control(clear_faults=True)

    def test_validate_checks_several_portals(self):
        bench = self.bench()
        run = bench.muster("validate", "--portal", "all")
        self.assert_exit(run, 0)
        self.assertRegex(run.out, r"^Valid: 3 portals, .*11 users listed, 11 selected, 0 without")
        document = bench.muster("validate", "--portal", "all", "--output", "json").json()
        self.assertEqual((document["format_version"], document["valid"]), (1, True))
        self.assertEqual([each["portal"] for each in document["portals"]], ["fine", "dead", "refusing"])
        for what, count in document["users"].items():
            self.assertEqual(count, sum(each["users"][what] for each in document["portals"]), what)
        bench.write("other/roster.csv", "id,email\nx,nobody\n")
        wrong = bench.muster("validate", "--portal", "all", "--output", "jsonl")
        self.assert_exit(wrong, 78)
        lines = [json.loads(line) for line in wrong.out.splitlines()]
        self.assertIn(2, [line["line"] for line in lines if line["type"] == "problem"])
        self.assertFalse(lines[-1]["valid"])
        self.assert_nothing_sent()

    def test_an_offline_plan_of_several_portals_adds_up(self):
        bench = self.bench()
        run = bench.muster("plan", "--offline", "--portal", "fine,refusing")
        self.assert_exit(run, 0)
        self.assertRegex(run.out, r"(?ms)^ALL 2 PORTALS$.*^  selected +7$.*^  requests +7 where all is right, at most 14$")
        document = bench.muster("plan", "--offline", "--portal", "fine,refusing", "--output", "json").json()
        self.assertEqual(document["format_version"], 1)
        self.assertEqual([each["portal"] for each in document["portals"]], ["fine", "refusing"])
        for what in ("planned", "blocked", "selected", "unmatched"):
            self.assertEqual(document["summary"][what], sum(each[what] for each in document["portals"]), what)
        self.assertEqual(document["summary"]["requests"], {"least": 7, "most": 14})
        self.assert_nothing_sent()

    def test_a_command_about_one_portal_says_so(self):
        bench = self.bench()
        run = bench.muster("roster", "list", "--portal", "fine,dead")
        self.assert_exit(run, 78)
        self.assertIn("this command is about one portal", run.err)


if __name__ == "__main__":
    case.main()
