#!/usr/bin/env python3
"""What is not done without a person's word: thresholds, protected users, portals that are only looked at, approval."""
import re

from support import case, programs, terminal
from support.portal import Portal

ONBOARDING = (programs.TEMPLATES / "onboarding-office.yaml").read_text(encoding="utf-8")


class Safety(case.Case):
    users = 12

    def setUp(self):
        super().setUp()
        for who in self.portal.users:
            self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set", {"settings": False})
        self.portal.reset()

    def guarded(self, safety, policy=None, **portal):
        bench = self.workbench(policy)
        bench.configure(portals=bench.portal_lines(**portal) if portal else None,
                        more=f"safety: {safety}\n" if safety else "")
        return bench

    def drift(self, bench, *users):
        """Everybody as the policy says, but these."""
        self.assert_exit(bench.muster("apply", "--accept", self.name_of(bench)), 0)
        for who in users:
            self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set", {"settings": {"view": "day"}})
        self.portal.reset()

    def name_of(self, bench):
        return bench.muster("plan", "--output", "json").json()["plan"]["sha256"]

    def assert_nothing_written(self):
        self.assertEqual(self.portal.totals()["writes"], 0)

    def assert_refused(self, run, *words):
        self.assert_exit(run, 5)
        self.assertIn("refused, nothing was changed", run.err)
        for word in words:
            self.assertIn(word, run.err)
        self.assert_nothing_written()


class Thresholds(Safety):
    def test_too_large_a_part_is_refused_with_the_numbers_before_anything_is_written(self):
        bench = self.guarded("{ max_change_percent: 30 }")
        run = bench.muster("apply")
        self.assert_refused(run, "12 of 12 users (100 %) would be changed, and safety.max_change_percent is 30 %",
                            "--accept ", "muster plan --config ")
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 1))
        self.assertEqual(bench.journal("SELECT command, end FROM run"), [("plan", "complete")])

    def test_a_part_that_is_small_enough_is_applied_with_no_request_more(self):
        bench = self.guarded("{ max_change_percent: 30 }")
        self.drift(bench, 4, 5, 6)
        run = bench.muster("apply", "--output", "json")
        self.assert_exit(run, 0)
        self.assert_users(run.json()["summary"], unchanged=9, changed=3)
        self.assertEqual(self.portal.requests_by_user(),
                         {who: 2 if who in (4, 5, 6) else 1 for who in self.portal.users})

    def test_of_few_users_no_percentage_is_taken(self):
        bench = self.guarded("{ max_change_percent: 30 }")
        self.assert_exit(bench.muster("apply", "--limit", "2:3:4"), 0)
        self.portal.reset()
        bench = self.guarded("{ max_change_percent: 30, min_population: 2 }")
        self.assert_refused(bench.muster("apply", "--limit", "5:6:7"), "3 of 3 users (100 %)")

    def test_too_many_are_refused(self):
        bench = self.guarded("{ max_changes: 11 }")
        self.assert_refused(bench.muster("apply"), "12 users would be changed, and safety.max_changes is 11")
        self.assert_exit(bench.muster("apply", "--exclude", "4"), 0)

    def test_protected_users_by_id_address_and_group(self):
        address = self.portal.roster[1]["email"]
        for named, who in (("5", "5 "), (address, f"3 {address}"), ("bosses", "7 ")):
            with self.subTest(named=named):
                bench = self.guarded(f"{{ protected: [{named}] }}")
                bench.write("groups.yaml", "apiVersion: muster/v1\nkind: Roster\ngroups: { bosses: { members: [7] } }\n"
                                           "users: []\n")
                bench.configure(roster="[portal/roster.csv, groups.yaml]",
                                more=f"safety: {{ protected: [{named}] }}\n")
                self.assert_refused(bench.muster("apply"), "1 user under safety.protected would be changed: " + who)

    def test_without_the_protected_the_others_are_changed(self):
        bench = self.guarded("{ protected: [5] }")
        run = bench.muster("apply", "--exclude", "5", "--output", "json")
        self.assert_exit(run, 0)
        self.assert_users(run.json()["summary"], changed=11)

    def test_a_portal_that_is_only_looked_at(self):
        bench = self.guarded(None, plan_only="true")
        self.assert_refused(bench.muster("apply"), "the portal is plan_only, and 12 users would be changed")
        self.assert_exit(bench.muster("plan"), 0)

    def test_nor_is_anything_put_back_there(self):
        bench = self.guarded(None)
        self.assert_exit(bench.muster("snapshot", "--out", "before.gz"), 0)
        self.assert_exit(bench.muster("apply"), 0)
        bench.configure(portals=bench.portal_lines(plan_only="true"))
        for words in (("restore", "before.gz"), ("rollback", "last")):
            with self.subTest(words[0]):
                self.portal.reset()
                self.assert_refused(bench.muster(*words), "portal demo is plan_only", "--dry-run")
                self.assert_nothing_sent()
                self.assert_exit(bench.muster(*words, "--dry-run"), 0)
                self.assert_nothing_written()

    def test_what_a_snapshot_had_is_held_to_them_as_well(self):
        bench = self.guarded(None)
        self.assert_exit(bench.muster("snapshot", "--out", "before.gz"), 0)
        self.assert_exit(bench.muster("apply"), 0)
        bench.write("groups.yaml", "apiVersion: muster/v1\nkind: Roster\ngroups: { bosses: { members: [7] } }\n"
                                   "users: []\n")
        for safety, words in (("{ max_changes: 11 }", "12 users would be changed, and safety.max_changes is 11"),
                              ("{ protected: [5] }", "1 user under safety.protected would be changed: 5 "),
                              ("{ protected: [bosses] }", "1 user under safety.protected would be changed: 7 ")):
            with self.subTest(safety):
                bench.configure(roster="[portal/roster.csv, groups.yaml]", more=f"safety: {safety}\n")
                self.portal.reset()
                refused = bench.muster("restore", "before.gz", "--resource", "calendar.user.settings")
                self.assert_refused(refused, words)
                self.assertRegex(refused.err, r"see it: muster restore before.gz --resource calendar.user.settings .* --dry-run")
                self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 1))
                told = bench.muster("restore", "before.gz", "--dry-run")
                self.assertIn("restoring it is refused: " + words, told.out)
        again = re.search(r"let exactly this through: muster (.*)", refused.err)[1].replace('"WHY"', "asked-for")
        self.assert_exit(bench.muster(*again.split()), 0)
        bench.configure()
        self.assert_exit(bench.muster("snapshot", "--out", "after.gz"), 0)
        self.assertEqual(bench.path("after.gz").read_bytes(), bench.path("before.gz").read_bytes())
        self.assertIn("asked-for", bench.journal("SELECT reason FROM run WHERE command = 'restore'")[0][0])

    def test_a_plan_tells_that_it_would_be_refused(self):
        bench = self.guarded("{ max_changes: 11, protected: [5] }")
        run = bench.muster("plan")
        self.assert_exit(run, 0)
        self.assertRegex(run.out, r"(?m)refused +applying it is refused: 12 users would be changed, and safety.max_changes is 11$")
        self.assertRegex(run.out, r"(?m)refused +applying it is refused: 1 user under safety.protected would be changed: 5 ")

    def test_an_entry_that_protects_nobody_is_told(self):
        for entry, level, code in (("bosess", "error", 78), ("gone@acme.example", "warning", 0), ("4711", "warning", 0)):
            with self.subTest(entry):
                bench = self.guarded(f"{{ protected: [{entry}] }}")
                words = f"{level}: safety.protected: '{entry}' fits nobody on the roster of portal demo"
                for command in (["validate"], ["plan", "--limit", "4"]):
                    run = bench.muster(*command)
                    self.assert_exit(run, code)
                    self.assertRegex(run.err, r"muster.yaml:\d+:\d+: " + words)

    def test_a_saved_plan_is_held_to_them_as_well(self):
        bench = self.guarded("{ max_changes: 5, protected: [bosses] }")
        bench.write("groups.yaml", "apiVersion: muster/v1\nkind: Roster\ngroups: { bosses: { members: [7] } }\nusers: []\n")
        bench.configure(roster="[portal/roster.csv, groups.yaml]", more="safety: { max_changes: 5, protected: [bosses] }\n")
        self.assert_exit(bench.muster("plan", "--out", "plan.jsonl"), 0)
        self.portal.reset()
        self.assert_refused(bench.muster("apply", "plan.jsonl"), "safety.max_changes is 5",
                            "1 user under safety.protected would be changed: 7 ", "muster plan show plan.jsonl")
        self.assert_nothing_sent()


class LetThrough(Safety):
    def test_exactly_that_plan_is_let_through_and_the_word_is_recorded(self):
        bench = self.guarded("{ max_change_percent: 30 }")
        refused = bench.muster("apply")
        accept = refused.err.split("--accept ")[1].split()[0]
        self.assertEqual(accept, self.name_of(bench))
        run = bench.muster("apply", "--accept", accept, "--reason", "CHG-1042")
        self.assert_exit(run, 0)
        self.assertIn("let through by --accept", run.err)
        self.assertIn("(100 %)", run.err)
        self.assertEqual(bench.journal("SELECT reason FROM run ORDER BY number DESC LIMIT 1"),
                         [(f"accepted plan {accept}: CHG-1042",)])
        self.assertIn(f"reason: accepted plan {accept}: CHG-1042", run.out)

    def test_another_plan_is_not(self):
        bench = self.guarded("{ max_change_percent: 30 }")
        accept = self.name_of(bench)
        self.portal.call(self.portal.webhooks[4], "calendar.user.settings.set", {"settings": {"view": "day"}})
        self.portal.reset()
        self.assert_refused(bench.muster("apply", "--accept", accept), "this is not the plan that --accept lets through")

    def test_a_saved_plan_is_let_through_by_its_name(self):
        bench = self.guarded("{ max_changes: 5 }")
        made = bench.muster("plan", "--out", "plan.jsonl", "--output", "json").json()["plan"]["sha256"]
        self.assert_exit(bench.muster("apply", "plan.jsonl", "--accept", made, "--reason", "CHG-1042"), 0)

    def test_what_is_no_name_of_a_plan_is_a_mistake_of_the_command_line(self):
        bench = self.guarded("{ max_changes: 5 }")
        run = bench.muster("apply", "--accept", "yes")
        self.assert_exit(run, 64)
        self.assertIn("the 64 hexadecimal digits that a plan shows", run.err)
        self.assert_nothing_sent()


class Approval(Safety):
    def test_on_a_terminal_the_plan_is_shown_and_only_yes_is_a_yes(self):
        bench = self.guarded(None)
        for answer in ("no", "y", "", None):
            with self.subTest(answer=answer):
                run = terminal.run(bench, "apply", answer=answer)
                self.assertTrue(run.asked, str(run))
                self.assert_refused(run, "not approved")
                self.assertIn("#1  12 users: ", run.err)
                self.assertIn("Change 12 users of demo?", run.err)
        run = terminal.run(bench, "apply", answer="yes")
        self.assertTrue(run.asked)
        self.assert_exit(run, 0)
        self.assertRegex(run.out, r"(?m)^  changed +12$")

    def test_approved_it_takes_no_request_more(self):
        bench = self.guarded(None)
        self.assert_exit(terminal.run(bench, "apply", answer="yes"), 0)
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 2))

    def test_nothing_is_asked_where_nothing_would_be_changed(self):
        bench = self.guarded(None)
        self.assert_exit(bench.muster("apply"), 0)
        run = terminal.run(bench, "apply")
        self.assertFalse(run.asked)
        self.assert_exit(run, 0)
        self.assertRegex(run.out, r"(?m)^  unchanged +12$")

    def test_nothing_is_asked_with_auto_approve(self):
        bench = self.guarded(None)
        run = terminal.run(bench, "apply", "--auto-approve")
        self.assertFalse(run.asked)
        self.assert_exit(run, 0)

    def test_what_was_is_put_back_with_a_persons_word(self):
        bench = self.guarded(None)
        self.assert_exit(bench.muster("snapshot", "--out", "before.gz"), 0)
        self.assert_exit(bench.muster("apply"), 0)
        for words in (("restore", "before.gz"), ("rollback", "last")):
            with self.subTest(words[0]):
                self.portal.reset()
                run = terminal.run(bench, *words, answer="no")
                self.assertTrue(run.asked, str(run))
                self.assert_refused(run, "not approved", "Change 12 users of demo?")
                self.assert_refused(bench.muster(*words, "--no-input"), "nobody can be asked", "--auto-approve")
                self.assertFalse(terminal.run(bench, *words, "--dry-run").asked)
        self.assert_exit(terminal.run(bench, "rollback", "last", answer="yes"), 0)
        self.assert_exit(bench.muster("apply", "--auto-approve"), 0)
        run = terminal.run(bench, "restore", "before.gz", answer="yes")
        self.assertTrue(run.asked)
        self.assert_exit(run, 0)
        self.assert_exit(bench.muster("snapshot", "--out", "after.gz"), 0)
        self.assertEqual(bench.path("after.gz").read_bytes(), bench.path("before.gz").read_bytes())

    def test_without_a_terminal_the_command_is_the_word(self):
        bench = self.guarded(None)
        self.assert_exit(bench.muster("apply"), 0)

    def test_no_input_without_auto_approve_is_refused_when_there_is_something_to_approve(self):
        bench = self.guarded(None)
        self.assert_refused(bench.muster("apply", "--no-input"), "nobody can be asked", "--auto-approve")
        self.assert_refused(terminal.run(bench, "apply", "--no-input"), "nobody can be asked")
        self.assert_exit(bench.muster("apply", "--no-input", "--auto-approve"), 0)
        self.assert_exit(bench.muster("apply", "--no-input"), 0)

    def test_what_was_approved_and_changed_meanwhile_is_left_alone(self):
        """As a saved plan that has gone stale: here the person takes his time, and somebody else does not."""
        bench = self.guarded(None)
        self.assert_exit(bench.muster("plan", "--out", "plan.jsonl"), 0)
        self.portal.call(self.portal.webhooks[4], "calendar.user.settings.set", {"settings": {"view": "day"}})
        run = bench.muster("apply", "plan.jsonl", "--no-input")
        self.assert_exit(run, 5)
        self.assertRegex(run.out, r"(?m)^  stale +1 user ")


class Remedies(Safety):
    def test_drift_is_put_right_with_one_request_for_whoever_is_right_and_two_for_the_others(self):
        bench = self.guarded(None, policy=ONBOARDING)
        self.assert_exit(bench.muster("apply"), 0)
        for who in (4, 5):
            self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set", {"settings": {"showWeekNumbers": "N"}})
        self.portal.reset()
        run = bench.muster("drift", "--remediate", "--output", "json")
        self.assert_exit(run, 0)
        self.assert_users(run.json()["summary"], unchanged=10, changed=2)
        self.assertEqual(self.portal.requests_by_user(), {who: 2 if who in (4, 5) else 1 for who in self.portal.users})
        self.assertEqual(self.portal.totals()["requests"], 14, "no call is made")
        self.assert_exit(bench.muster("drift"), 0)

    def test_under_thresholds_as_well(self):
        bench = self.guarded("{ max_change_percent: 30 }")
        self.drift(bench, 4, 5)
        run = bench.muster("drift", "--remediate", "--output", "json")
        self.assert_exit(run, 0)
        self.assert_users(run.json()["summary"], unchanged=10, changed=2)
        self.assertEqual(self.portal.requests_by_user(), {who: 2 if who in (4, 5) else 1 for who in self.portal.users})
        self.assertEqual([command for (command,) in bench.journal("SELECT command FROM run ORDER BY number DESC LIMIT 2")],
                         ["drift --remediate", "drift"])

    def test_under_thresholds_with_a_calendar_that_is_right(self):
        bench = self.guarded("{ max_change_percent: 30 }", policy=ONBOARDING)
        self.drift(bench)
        for who in (4, 5):
            self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set",
                             {"settings": {"showWeekNumbers": "N"}})
        self.portal.reset()
        run = bench.muster("drift", "--remediate", "--output", "json")
        self.assert_exit(run, 0)
        self.assert_users(run.json()["summary"], unchanged=10, changed=2)
        self.assertEqual(self.portal.requests_by_user(), {who: 2 if who in (4, 5) else 1 for who in self.portal.users})

    def test_a_look_that_ended_early_is_come_back_to_with_its_remedy(self):
        bench = self.guarded("{ max_changes: 4 }")
        self.portal.control(faults=[{"kind": "slow", "ms": 1500, "probability": 1}])
        run = bench.muster("drift", "--remediate", "--deadline", "1s")
        self.assertNotEqual(run.code, 0)
        self.assertRegex(run.err, r"(?m)^ +go on +muster drift --remediate .*--deadline 1s$")
        self.assert_nothing_written()

    def test_too_much_of_it_is_refused(self):
        bench = self.guarded("{ max_changes: 1 }")
        self.drift(bench, 4, 5)
        self.assert_refused(bench.muster("drift", "--remediate"), "2 users would be changed, and safety.max_changes is 1")


if __name__ == "__main__":
    case.main()
