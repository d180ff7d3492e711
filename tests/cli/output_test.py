#!/usr/bin/env python3
"""What is printed where, and in which form."""
import fcntl
import json
import os
import pty
import re
import struct
import termios

from support import case, programs

COMMON = {"--help", "--help-all"}
FILES = {"--config", "--portal", "--policy", "--roster"}
LIMITS = {"--rps", "--burst", "--share"}
OUTPUT = {"--output", "--color"}
FLAGS = {
    "apply": COMMON | FILES | LIMITS | OUTPUT | {
        "--single-pass", "--threads", "--reason", "--ca-file", "--seed", "--json-into", "--report-dir", "--progress", "--quiet",
        "--verbose"},
    "plan": COMMON | FILES | LIMITS | OUTPUT | {"--offline"},
    "validate": COMMON | FILES | OUTPUT,
    "version": COMMON,
}

ESCAPE = "\x1b"


def flags_in(text):
    """Long flags at the beginning of a line of a help text."""
    return set(re.findall(r"(?m)^ +(?:-\w,)?(--[a-z][a-z-]*)", text))


class Help(case.Case):
    users = 1

    def test_every_command_is_named_and_every_flag_of_it_explained(self):
        bench = self.workbench()
        whole = bench.muster("--help")
        self.assert_exit(whole, 0)
        self.assertEqual(whole.err, "")
        self.assertEqual(set(FLAGS) - set(re.findall(r"(?m)^  ([a-z]+)  +[A-Z]", whole.out)), set())
        for command, flags in FLAGS.items():
            with self.subTest(command):
                run = bench.muster(command, "--help")
                self.assert_exit(run, 0)
                self.assertEqual(run.err, "")
                self.assertEqual(flags - flags_in(run.out), set())

    def test_every_flag_that_is_explained_exists(self):
        bench = self.workbench()
        for command in FLAGS:
            for flag in flags_in(bench.muster(command, "--help").out) - COMMON:
                with self.subTest(f"{command} {flag}"):
                    # Together with a flag that does not exist, so that nothing is run.
                    run = bench.muster(command, flag, "1", "--no-such-flag")
                    self.assert_exit(run, 64)
                    self.assertNotIn(f"there is no flag '{flag}'", run.err)
        self.assertIn("there is no flag '--no-such-flag'", bench.muster("apply", "--no-such-flag").err)
        self.assert_nothing_sent()

    def test_apply_says_what_it_ends_with(self):
        out = self.workbench().muster("apply", "--help").out
        for code in ("0", "3", "4", "69", "73", "77", "78", "130", "143"):
            self.assertRegex(out, rf"\b{code}\b")

    def test_version(self):
        run = self.workbench().muster("version")
        self.assert_exit(run, 0)
        self.assertRegex(run.out, r"^muster \d+\.\d+\.\d+\n$")
        self.assertEqual(run.err, "")


class ResultsAsJson(case.Case):
    users = 5

    def some_blocked(self):
        bench = self.workbench()
        lines = bench.path("portal/webhooks.csv").read_text().splitlines(keepends=True)
        bench.write("portal/webhooks.csv", "".join(line for line in lines if not line.startswith("4,")))
        return bench

    def check_document(self, document, outcomes):
        self.assertEqual(document["format_version"], 1)
        self.assertEqual(sorted(user["id"] for user in document["users"]), self.portal.users)
        counted = {}
        for user in document["users"]:
            counted[user["outcome"]] = counted.get(user["outcome"], 0) + 1
        self.assertEqual(counted, outcomes)
        self.assert_users(document["summary"], **outcomes)
        self.assertEqual(document["summary"]["selected"], len(self.portal.users))
        steps = [step["outcome"] for user in document["users"] for step in user["steps"]]
        self.assertEqual({outcome: count for outcome, count in document["summary"]["steps"].items() if count},
                         {outcome: steps.count(outcome) for outcome in set(steps)})

    def test_one_document_on_stdout_whose_totals_add_up_to_the_roster(self):
        run = self.some_blocked().muster("apply", "--output", "json")
        self.assert_exit(run, 4)
        self.check_document(run.json(), {"changed": 4, "blocked": 1})

    def test_one_object_per_line_the_last_of_which_is_the_summary(self):
        bench = self.some_blocked()
        self.assert_exit(bench.muster("apply"), 4)
        run = bench.muster("apply", "--output", "jsonl")
        self.assert_exit(run, 4)
        lines = [json.loads(line) for line in run.out.splitlines()]
        self.assertEqual({line["format_version"] for line in lines}, {1})
        self.assertEqual([line["type"] for line in lines], ["user"] * 5 + ["summary"])
        self.check_document({**lines[-1], "users": lines[:-1]}, {"unchanged": 4, "blocked": 1})

    def test_into_a_file_beside_the_text(self):
        bench = self.some_blocked()
        run = bench.muster("apply", "--json-into", "results.json")
        self.assert_exit(run, 4)
        self.assertRegex(run.out, r"(?m)^  changed +4$")
        self.check_document(bench.results("results.json"), {"changed": 4, "blocked": 1})

    def test_what_was_changed_is_told_with_old_and_new(self):
        run = self.workbench().muster("apply", "--output", "json")
        by_key = {change["key"]: change for change in run.json()["users"][0]["steps"][0]["changes"]}
        self.assertEqual((by_key["view"]["before"], by_key["view"]["wanted"], by_key["view"]["after"]),
                         ("month", "week", "week"))

    def setUp(self):
        super().setUp()
        for webhook in self.portal.webhooks.values():  # to the portal's defaults, so that there is something to change
            self.portal.call(webhook, "calendar.user.settings.set", {"settings": False})
        self.portal.reset()


class WithoutSending(case.Case):
    users = 5

    def test_an_offline_plan_prints_totals_and_sends_nothing(self):
        bench = self.workbench((programs.TEMPLATES / "onboarding-office.yaml").read_text(encoding="utf-8"))
        run = bench.muster("plan", "--offline")
        self.assert_exit(run, 0)
        self.assertEqual(run.err, "")
        self.assertIn("calendar.user.settings", run.out)
        self.assertRegex(run.out, r"(?m)^  planned +5$")
        self.assertRegex(run.out, r"(?m)^  selected +5$")
        self.assertRegex(run.out, r"(?m)^  requests +5 where all is right, at most 11$")
        self.assertRegex(run.out, r"(?m)^  forecast +at most 11 requests, under a second at 10000 requests/s after a burst")
        self.assert_nothing_sent()
        self.assertFalse(bench.path("state").exists())

    def test_a_plan_tells_when_the_run_would_end(self):
        run = self.workbench().muster("plan", "--offline", "--rps", "0.1", "--burst", "2", "--share", "1")
        self.assert_exit(run, 0)
        # Two requests a user; two at once, and one in ten seconds from then on.
        self.assertRegex(run.out, r"(?m)^  forecast +at most 10 requests, 1 m [234]\d s at 0.1 requests/s after a burst of 2; "
                                  r"begun now, it ends by 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d.000Z$")
        self.assertNotIn("PLAYED", run.out)

    def test_the_run_can_be_played(self):
        run = self.workbench().muster("plan", "--offline", "--simulate")
        self.assert_exit(run, 0)
        self.assertRegex(run.out, r"(?m)^PLAYED with the configured limits, where nothing is right yet$")
        self.assertRegex(run.out, r"(?m)^    100% +\S.* +10$")
        run = self.workbench().muster("plan", "--offline", "--simulate", "--output", "json")
        played = run.json()["plan"]["played"]
        self.assertEqual([each["percent"] for each in played], list(range(10, 101, 10)))
        self.assertEqual(played[-1]["requests"], 10)
        self.assert_nothing_sent()

    def test_an_offline_plan_as_json_adds_up(self):
        run = self.workbench().muster("plan", "--offline", "--output", "json")
        self.assert_exit(run, 0)
        document = run.json()
        self.assertEqual(document["format_version"], 1)
        plan = document["plan"]
        self.assertEqual((plan["planned"], plan["blocked"], plan["selected"], plan["unmatched"]), (5, 0, 5, 0))
        self.assertEqual(sum(block["users"] for block in plan["blocks"]), 5)
        self.assertEqual(plan["requests"], {"least": 5, "most": 10})
        self.assert_nothing_sent()

    def test_validate_tells_what_the_files_are_about(self):
        bench = self.workbench()
        run = bench.muster("validate")
        self.assert_exit(run, 0)
        self.assertRegex(run.out, r"^Valid: 1 policy, .*5 users listed, 5 selected, 0 without a credential")
        as_json = bench.muster("validate", "--output", "json")
        self.assert_exit(as_json, 0)
        document = as_json.json()
        self.assertEqual((document["format_version"], document["valid"]), (1, True))
        self.assertEqual(document["users"], {"listed": 5, "selected": 5, "without_credential": 0})
        self.assertNotIn("error", [each["severity"] for each in document["problems"]])
        self.assert_nothing_sent()

    def test_validate_gives_every_problem_with_its_place_as_json_too(self):
        bench = self.workbench()
        bench.write("policy.yaml", bench.path("policy.yaml").read_text().replace("view: week", "showDecline: true"))
        run = bench.muster("validate", "--output", "json")
        self.assert_exit(run, 78)
        self.assertEqual(run.err, "")
        document = run.json()
        self.assertFalse(document["valid"])
        (problem,) = [each for each in document["problems"] if each["severity"] == "error"]
        self.assertEqual(problem["file"], str(bench.path("policy.yaml")))
        self.assertEqual((problem["line"], problem["column"]), (8, 9))
        self.assertEqual(problem["path"], "spec.steps[0].with.showDecline")
        self.assertIn("showDeclined", problem["hint"])
        self.assert_exit(bench.muster("validate"), 78)

    def test_validate_finds_the_certificate_authorities_missing(self):
        bench = self.workbench()
        bench.remove("portal/ca.pem")
        self.assert_exit(bench.muster("validate"), 78)


class Streams(case.Case):
    users = 30

    def test_results_go_to_stdout_and_progress_to_stderr_without_escapes_where_nobody_looks(self):
        run = self.workbench().muster("apply")
        self.assert_exit(run, 0)
        self.assertRegex(run.out, r"(?m)^  selected +30$")
        self.assertNotIn("jobs (", run.out)
        self.assertRegex(run.err, r"(?m)^demo: 30/30 jobs \(100 %\)")
        for text in (run.out, run.err):
            self.assertNotIn(ESCAPE, text)
            self.assertNotIn("\r", text)

    def test_quiet_prints_nothing_but_the_results(self):
        run = self.workbench().muster("apply", "--quiet")
        self.assert_exit(run, 0)
        self.assertEqual(run.err, "")
        self.assertRegex(run.out, r"(?m)^  selected +30$")

    def test_progress_none_prints_no_progress(self):
        run = self.workbench().muster("apply", "--progress", "none")
        self.assert_exit(run, 0)
        self.assertNotIn("jobs (", run.err)

    def test_verbose_logs_every_request(self):
        run = self.workbench().muster("apply", "-v")
        self.assert_exit(run, 0)
        self.assertEqual(len(re.findall(r"(?m) request \d+ as user \d+: ", run.err)), self.portal.totals()["requests"])

    def test_colours_can_be_asked_for_where_nobody_looks(self):
        run = self.workbench().muster("apply", "--color", "always")
        self.assert_exit(run, 0)
        self.assertIn(ESCAPE, run.out)

    def on_a_terminal(self, *arguments, columns=120, **env):
        """What a person would have seen: stdout and stderr of a run on a terminal."""
        bench = self.workbench()
        self.portal.control(faults=[{"kind": "slow", "ms": 80, "probability": 1}])
        ours, theirs = pty.openpty()
        try:
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            process = bench.start(*arguments, env={"TERM": "xterm-256color", **env}, stdout=theirs, stderr=theirs)
            self.addCleanup(programs.end, process)
        finally:
            os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # how the end of a terminal reads
                break
            if not more:
                break
            shown += more
        os.close(ours)
        self.assertEqual(process.wait(programs.DEADLINE), 0)
        return shown.decode()

    def test_on_a_terminal_one_line_is_redrawn_and_wiped_and_the_summary_follows(self):
        shown = self.on_a_terminal("apply")
        progress, _, summary = shown.rpartition("\r" + ESCAPE + "[K")
        drawn = [part for part in re.split(r"\r(?!\n)", progress) if "/30" in part]
        self.assertGreater(len(drawn), 1)
        for part in drawn:
            self.assertLess(len(re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", part)), 120, "a line that wraps cannot be redrawn")
            self.assertNotIn("\n", part)
        self.assertRegex(summary, r"apply on demo")
        self.assertRegex(summary, r"selected +30")
        self.assertNotIn("/30", summary)
        self.assertIn(ESCAPE + "[", summary, "the summary is in colours")

    def test_no_color_leaves_colours_out_on_a_terminal(self):
        shown = self.on_a_terminal("apply", NO_COLOR="1")
        self.assertRegex(shown, r"selected +30")
        self.assertNotRegex(shown, r"\x1b\[[0-9;]*m")
        self.assertNotIn(ESCAPE, self.on_a_terminal("apply", "--progress", "none", NO_COLOR="1"))

    def test_a_dumb_terminal_gets_lines_and_no_escapes(self):
        shown = self.on_a_terminal("apply", TERM="dumb")
        self.assertNotIn(ESCAPE, shown)
        self.assertRegex(shown, r"demo: 30/30 jobs")


if __name__ == "__main__":
    case.main()
