#!/usr/bin/env python3
"""Looking before changing: what `muster plan` and `muster drift` say of a portal, and that they change nothing."""
import json
import signal
import stat

from support import case, programs
from support.trouble import at_another_address, refused_port
from support.workbench import settings_policy

ONBOARDING = (programs.TEMPLATES / "onboarding-office.yaml").read_text(encoding="utf-8")

EXCEPTIONS = """\
apiVersion: muster/v1
kind: Exceptions
exceptions:
  - user: {user}
    key: calendar.user.settings.view
    accepted: month
    reason: works by the month
    owner: it-desk@acme.example
    until: 2099-12-31
"""


def plan_of(result):
    return result.json()["plan"]


class Plans(case.Case):
    users = 12

    def setUp(self):
        super().setUp()
        for who in self.portal.users:
            self.set_settings_to_nothing(who)
        self.portal.reset()

    def set_settings_to_nothing(self, who):
        """As they were before anybody wrote them."""
        self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set", {"settings": False})

    def set_settings(self, who, **settings):
        self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set", {"settings": settings})

    def everybody_as_the_policy_says(self, bench):
        self.assert_exit(bench.muster("apply"), 0)
        self.portal.reset()

    def assert_nothing_written(self):
        self.assertEqual(self.portal.totals()["writes"], 0)


class WhatAPlanSays(Plans):
    def test_everybody_is_read_with_one_request_and_nothing_is_written(self):
        bench = self.workbench(ONBOARDING)
        seen = bench.muster("plan")
        self.assert_exit(seen, 0)
        self.assert_nothing_written()
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 1))
        self.assertEqual(self.portal.totals()["requests"], 12, "nothing is asked of the administrator")

    def test_identical_changes_are_one_block_with_the_count_three_samples_and_both_values(self):
        bench = self.workbench(ONBOARDING)
        told = bench.muster("plan").out
        first, second, third = (f"{row['id']} {row['email']}" for row in self.portal.roster[:3])
        self.assertIn(f"#1  12 users: {first}, {second}, {third} and 9 more\n", told)
        self.assertNotIn("#2", told)
        for line in (r"  make meetings \(calendar.section\), as user",
                     r"      color  #9cbe1c",
                     r"  set calendar.user.settings, as user",
                     r"      showWeekNumbers     N -> Y",
                     r"      denyBusyInvitation  false -> true  \[critical\]  # rooms and people were booked twice",
                     r"      meetSection         false -> \$\{steps.meetings.id\}",
                     r"      sendFromEmail       by user: false -> \S+, .*",
                     r"  call im.notify.system.add, as admin, once per user"):
            self.assertRegex(told, f"(?m)^{line}$")
        self.assertNotIn("syncPeriodPast", told, "what is right already is not shown")

    def test_totals_add_up_and_forecast_scopes_and_name_are_told(self):
        bench = self.workbench(ONBOARDING)
        told = bench.muster("plan").out
        for line in ("  change       12", "  unchanged     0", "  blocked       0", "  selected     12"):
            self.assertRegex(told, f"(?m)^{line}$")
        self.assertRegex(told, r"(?m)^  forecast +25 requests, .* at 10000 requests/s after a burst of 100000; begun now,"
                               r" it ends by 20")
        self.assertRegex(told, r"(?m)^  scopes +users: calendar; administrator: im$")
        self.assertRegex(told, r"(?m)^  sha256 +[0-9a-f]{64}$")

    def test_the_run_can_be_played(self):
        bench = self.workbench(ONBOARDING)
        told = bench.muster("plan", "--simulate", "--rps", "5", "--burst", "10", "--share", "1")
        self.assert_exit(told, 0)
        self.assertRegex(told.out, r"(?m)^PLAYED with the configured limits, for those who change$")
        self.assertRegex(told.out, r"(?m)^    100% +[34]\.\d s +25$")
        plan = plan_of(bench.muster("plan", "--simulate", "--output", "json"))
        self.assertEqual([each["percent"] for each in plan["played"]], list(range(10, 101, 10)))
        self.assertEqual(plan["played"][-1]["requests"], plan["requests"])
        self.assertNotIn("played", plan_of(bench.muster("plan", "--output", "json")))
        self.assert_nothing_written()

    def test_whom_it_only_reads_is_in_the_played_run(self):
        bench = self.workbench(ONBOARDING)
        self.everybody_as_the_policy_says(bench)
        for who in list(self.portal.users)[:6]:
            self.set_settings(who, showWeekNumbers="N")
        plan = plan_of(bench.muster("plan", "--simulate", "--output", "json"))
        self.assertEqual(plan["users"]["change"], 6)
        self.assertEqual(plan["played"][-1]["requests"], plan["requests"])

    def test_the_plan_has_the_same_name_as_long_as_the_portal_is_the_same(self):
        bench = self.workbench()
        one = plan_of(bench.muster("plan", "--output", "json"))["sha256"]
        self.assertEqual(plan_of(bench.muster("plan", "--output", "json"))["sha256"], one)
        self.set_settings(3, view="day")
        self.assertNotEqual(plan_of(bench.muster("plan", "--output", "json"))["sha256"], one)

    def test_different_values_before_are_different_blocks(self):
        bench = self.workbench()
        self.everybody_as_the_policy_says(bench)
        for who in (3, 4):
            self.set_settings(who, view="day")
        self.set_settings(5, view="month", showWeekNumbers="N")
        self.portal.reset()
        plan = plan_of(bench.muster("plan", "--output", "json"))
        self.assertEqual([block["users"] for block in plan["blocks"]], [2, 1])
        keys = [[(key["key"], key["before"], key["wanted"]) for key in block["steps"][0]["keys"]]
                for block in plan["blocks"]]
        self.assertEqual(keys, [[("view", "day", "week")],
                                [("view", "month", "week"), ("showWeekNumbers", "N", "Y")]])
        self.assertEqual(plan["users"]["unchanged"], 9)
        self.assertEqual(plan["selected"], 12)

    def test_everybody_of_a_block_is_named_when_it_is_asked_for(self):
        bench = self.workbench()
        told = bench.muster("plan", "--expand", "1").out
        for row in self.portal.roster:
            self.assertIn(f"      {row['id']} {row['email']}\n", told)
        wrong = bench.muster("plan", "--expand", "first")
        self.assert_exit(wrong, 64)
        self.assertIn("--expand takes numbers of blocks, or all, not 'first'", wrong.err)

    def test_a_block_that_there_is_not_is_told(self):
        run = self.workbench().muster("plan", "--expand", "1,99")
        self.assert_exit(run, 0)
        self.assertIn("muster: warning: --expand 99: the plan has blocks 1 to 1\n", run.err)

    def test_exceptions_in_force_are_told_with_whom_and_why(self):
        bench = self.workbench()
        bench.write("exceptions.yaml", EXCEPTIONS.format(user=4))
        bench.configure(more="exceptions: exceptions.yaml\n")
        told = bench.muster("plan").out
        self.assertIn("EXCEPTIONS IN FORCE\n  calendar.user.settings.view stays month, until 2099-12-31\n", told)
        self.assertRegex(told, r"(?m)^    users   4 ")
        self.assertRegex(told, r"(?m)^    why     works by the month \(it-desk@acme.example\)$")

    def test_where_everything_is_right_it_says_so(self):
        bench = self.workbench()
        self.everybody_as_the_policy_says(bench)
        seen = bench.muster("plan")
        self.assert_exit(seen, 0)
        self.assertIn("Nothing to change: everything is as it should be.", seen.out)


class WhoCannotBeRead(Plans):
    def setUp(self):
        super().setUp()
        # What a form with an empty text makes of somebody's settings: reading them fails from then on.
        self.portal.call(self.portal.webhooks[5], "batch",
                         {"cmd": {"s": "calendar.user.settings.set?settings%5BdefaultSections%5D="}})
        self.portal.control(move_webhook={"user": 3, "to": 1})
        self.addCleanup(self.mend)
        self.portal.reset()
        self.bench = self.workbench()

    def mend(self):
        self.portal.control(move_webhook={"user": 3, "to": 3})
        self.set_settings_to_nothing(5)

    def test_he_is_blocked_with_the_reason_and_the_others_are_planned(self):
        seen = self.bench.muster("plan", "--output", "json")
        self.assert_exit(seen, 4)
        plan = plan_of(seen)
        self.assertEqual((plan["users"]["change"], plan["users"]["blocked"], plan["selected"]), (10, 2, 12))
        self.assertEqual({reason["code"]: reason["samples"][0].split()[0] for reason in plan["blocked_by_reason"]},
                         {"ERROR_ARGUMENT": "5", "wrong-identity": "3"})
        self.assertNotIn("5", {user.split()[0] for block in plan["blocks"] for user in block["samples"]})
        self.assert_nothing_written()

    def test_in_words(self):
        told = self.bench.muster("plan").out
        self.assertIn("BLOCKED BY REASON", told)
        self.assertRegex(told, r"(?m)^  wrong-identity +1 user +the credential belongs to user 1, not to user 3$")
        self.assertRegex(told, r"(?m)^  blocked +2   not written to$")


class SavedPlans(Plans):
    def test_a_plan_is_saved_for_its_owner_alone_and_holds_no_secret(self):
        bench = self.workbench(ONBOARDING)
        seen = bench.muster("plan", "--out", "plan.jsonl")
        self.assert_exit(seen, 0)
        self.assertRegex(seen.out, r"(?m)^  saved +plan.jsonl$")
        file = bench.path("plan.jsonl")
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        text = file.read_text(encoding="utf-8")
        for code in self.portal.codes():
            self.assertNotIn(code, text)
        lines = [json.loads(line) for line in text.splitlines()]
        head, end = lines[0], lines[-1]
        self.assertEqual((head["format_version"], head["type"], head["portal"], head["portal_url"]),
                         (1, "muster-plan", "demo", self.portal.url))
        self.assertEqual(head["selected"], 12)
        self.assertEqual([line["user"] for line in lines if "user" in line], self.portal.users)
        self.assertEqual(end["end"]["users"], {"change": 12})
        self.assertIn(end["plan"], seen.out)
        self.assertFalse([each for each in bench.folder.glob("plan.jsonl.*")])

    def test_without_a_name_nothing_is_left(self):
        bench = self.workbench()
        self.assert_exit(bench.muster("plan"), 0)
        self.assertFalse(list(bench.path("state/muster").glob("plan*")))
        self.assertFalse(bench.path("reports").exists(), "a look leaves no report unless it is asked for")

    def test_a_folder_is_no_file_to_save_it_in_and_nothing_is_sent(self):
        bench = self.workbench()
        bench.path("there").mkdir()
        for command in (["plan"], ["snapshot"]):
            run = bench.muster(*command, "--out", "there")
            self.assert_exit(run, 73)
            self.assertIn("Is a directory", run.err)
        self.assert_nothing_sent()

    def test_where_it_cannot_be_written_nothing_is_sent(self):
        bench = self.workbench()
        seen = bench.muster("plan", "--out", "no/such/folder/plan.jsonl")
        self.assert_exit(seen, 73)
        self.assertIn("no/such/folder/plan.jsonl", seen.err)
        self.assert_nothing_sent()

    def test_a_look_that_was_interrupted_saves_nothing_and_says_so(self):
        self.portal.control(faults=[{"kind": "slow", "ms": 100, "probability": 1}])
        bench = self.workbench()
        bench.write("plan.jsonl", "the old one")
        process = bench.start("plan", "--out", "plan.jsonl")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] >= 8, "the look is under way")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=programs.DEADLINE)
        self.assertEqual(process.returncode, 130, err)
        self.assertEqual(bench.path("plan.jsonl").read_text(), "the old one")
        self.assertRegex(out.decode(), r"(?m)^  unseen +\d+   not looked at: this plan is not whole$")
        self.assertRegex(out.decode(), r"(?m)^  not whole +.*plan.jsonl was not written$")
        self.assertRegex(out.decode(), r"(?m)^  go on +muster plan .* --out plan.jsonl$")
        self.assertNotIn("sha256", out.decode())

    def test_the_plan_as_json_can_go_into_a_file_beside_the_text(self):
        bench = self.workbench()
        self.assert_exit(bench.muster("plan", "--json-into", "plan.json"), 0)
        self.assertEqual(bench.results("plan.json")["plan"]["users"]["change"], 12)


class ExitCodes(Plans):
    def test_a_plan_tells_differences_by_its_code_only_when_asked(self):
        bench = self.workbench()
        self.assert_exit(bench.muster("plan"), 0)
        self.assert_exit(bench.muster("plan", "--detailed-exitcode"), 2)
        self.everybody_as_the_policy_says(bench)
        self.assert_exit(bench.muster("plan", "--detailed-exitcode"), 0)

    def test_drift_ends_with_two_as_soon_as_somebody_differs(self):
        bench = self.workbench()
        self.everybody_as_the_policy_says(bench)
        self.assert_exit(bench.muster("drift"), 0)
        self.set_settings(7, view="day")
        seen = bench.muster("drift")
        self.assert_exit(seen, 2)
        self.assertRegex(seen.out, r"(?m)^#1  1 user: 7 ")
        self.assertIn("view  day -> week", seen.out)

    def test_a_portal_that_is_away_is_no_difference(self):
        bench = self.workbench()
        with refused_port() as port:
            at_another_address(bench, f"https://localhost:{port}")
            bench.configure(bench.portal_lines(url=f"https://localhost:{port}"), limits="{ share: 1, retries: 0 }")
            for command in ("plan", "drift"):
                with self.subTest(command):
                    seen = bench.muster(command)
                    self.assert_exit(seen, 69)
                    self.assertNotIn("Nothing to change", seen.out)
                    self.assertRegex(seen.out, rf"(?m)^  go on +muster {command} --config ")
                    self.assertNotRegex(seen.out, r"[Rr]un(ning)? apply|muster apply", "nobody has seen what it would do")


class BesideAnApply(Plans):
    def test_the_forecast_is_what_the_apply_then_takes(self):
        bench = self.workbench(ONBOARDING)
        forecast = plan_of(bench.muster("plan", "--output", "json"))["requests"]
        self.portal.reset()
        self.assert_exit(bench.muster("apply"), 0)
        self.assertEqual(self.portal.totals()["requests"], forecast)

    def test_so_it_is_where_what_the_policy_makes_is_there_already(self):
        bench = self.workbench(ONBOARDING)
        self.everybody_as_the_policy_says(bench)
        for who in self.portal.users:
            self.set_settings(who, showWeekNumbers="N")
        looked = plan_of(bench.muster("plan", "--output", "json"))
        saved = plan_of(bench.muster("plan", "--out", "plan.jsonl", "--output", "json"))
        self.assertEqual((looked["users"]["change"], saved["users"]["change"]), (12, 12))
        self.portal.reset()
        self.assert_exit(bench.muster("apply", "plan.jsonl"), 0)
        self.assertEqual(self.portal.totals()["requests"], saved["requests"])
        for who in self.portal.users:
            self.set_settings(who, showWeekNumbers="N")
        self.portal.reset()
        self.assert_exit(bench.muster("apply"), 0)
        self.assertEqual(self.portal.totals()["requests"], looked["requests"])

    def test_of_a_saved_plan_it_is_what_applying_that_takes(self):
        bench = self.workbench()
        self.everybody_as_the_policy_says(bench)
        for who in (3, 4):
            self.set_settings(who, view="day")
        self.assertEqual(plan_of(bench.muster("plan", "--output", "json"))["requests"], 14)
        forecast = plan_of(bench.muster("plan", "--out", "plan.jsonl", "--output", "json"))["requests"]
        self.assertEqual(forecast, 2)
        self.portal.reset()
        self.assert_exit(bench.muster("apply", "plan.jsonl"), 0)
        self.assertEqual(self.portal.totals()["requests"], forecast)


class BesideCalls(Plans):
    def test_calls_are_no_drift(self):
        bench = self.workbench(ONBOARDING.replace("once: true", "once: false"))
        self.everybody_as_the_policy_says(bench)
        self.assert_exit(bench.muster("plan", "--detailed-exitcode"), 2)
        seen = bench.muster("drift")
        self.assert_exit(seen, 0)
        self.assertRegex(seen.out, r"(?m)^  calls +12   left out: a call has no state that could drift$")


class OfflinePlans(Plans):
    def test_they_know_nothing_of_what_is_there_and_cannot_be_saved(self):
        bench = self.workbench(settings_policy())
        self.assert_exit(bench.muster("plan", "--offline"), 0)
        refused = bench.muster("plan", "--offline", "--out", "plan.jsonl")
        self.assert_exit(refused, 64)
        self.assertIn("--offline", refused.err)
        self.assert_nothing_sent()


if __name__ == "__main__":
    case.main()
