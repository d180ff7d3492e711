#!/usr/bin/env python3
"""A saved plan: applied, and nothing else; gone stale for some; altered, or of another portal."""
import json

from support import case, programs
from support.portal import Portal
from support.workbench import settings_policy

ONBOARDING = (programs.TEMPLATES / "onboarding-office.yaml").read_text(encoding="utf-8")


class SavedPlans(case.Case):
    users = 12

    def setUp(self):
        super().setUp()
        for who in self.portal.users:
            self.set_settings(who, False)
        self.portal.reset()

    def set_settings(self, who, settings):
        self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set", {"settings": settings})

    def settings(self):
        return {each["id"]: each["settings"] for each in self.portal.state()["by_user"]
                if each["id"] in self.portal.webhooks}

    def planned(self, *given, policy=None):
        bench = self.workbench(policy or settings_policy())
        self.assert_exit(bench.muster("plan", "--out", "plan.jsonl", *given), 0)
        self.portal.reset()
        return bench


class Applied(SavedPlans):
    def test_everybody_who_needs_it_is_written_and_read_back_in_one_request(self):
        bench = self.planned()
        run = bench.muster("apply", "plan.jsonl", "--json-into", "results.json")
        self.assert_exit(run, 0)
        self.assert_users(bench.results("results.json")["summary"], changed=12)
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 1))
        self.assertEqual(self.portal.totals()["wrong_user_writes"], 0)
        for who, settings in self.settings().items():
            self.assertEqual(settings["view"], "week", who)
        self.assertRegex(run.out, r"(?m)^apply plan.jsonl on demo ")
        self.assertRegex(run.out, r"(?m)^  plan +plan.jsonl, made 20\S+; of 12 users it changes 12, and 0 are not touched$")

    def test_whoever_was_right_when_it_was_made_is_not_asked_anything(self):
        bench = self.workbench()
        self.assert_exit(bench.muster("apply"), 0)
        self.set_settings(4, {"view": "day"})
        self.assert_exit(bench.muster("plan", "--out", "plan.jsonl"), 0)
        self.portal.reset()
        self.assert_exit(bench.muster("apply", "plan.jsonl"), 0)
        self.assertEqual({who for who, count in self.portal.requests_by_user().items() if count}, {4})
        self.assertEqual(self.portal.totals()["requests"], 1)

    def test_it_needs_neither_policies_nor_roster(self):
        bench = self.planned()
        bench.write("policy.yaml", settings_policy("day"))
        bench.remove("portal/roster.csv")
        self.assert_exit(bench.muster("apply", "plan.jsonl"), 0)
        self.assertEqual({settings["view"] for settings in self.settings().values()}, {"week"})

    def test_only_what_differed_is_sent(self):
        bench = self.workbench()
        self.assert_exit(bench.muster("apply"), 0)
        self.set_settings(4, {"view": "day"})
        self.assert_exit(bench.muster("plan", "--out", "plan.jsonl"), 0)
        self.assert_exit(bench.muster("apply", "plan.jsonl", "--output", "jsonl"), 0)
        changes = bench.journal("SELECT changes FROM evidence JOIN step ON step.evidence = evidence.number "
                                "WHERE step.run = (SELECT max(number) FROM run)")
        self.assertEqual([[each["key"] for each in json.loads(changes)] for (changes,) in changes], [["view"]])

    def test_applied_twice_it_finds_everybody_right(self):
        bench = self.planned()
        self.assert_exit(bench.muster("apply", "plan.jsonl"), 0)
        again = bench.muster("apply", "plan.jsonl", "--output", "json")
        self.assert_exit(again, 0)
        self.assert_users(again.json()["summary"], unchanged=12)

    def test_flags_that_say_something_else_are_refused(self):
        bench = self.planned()
        for flags in (["--policy", "policy.yaml"], ["--limit", "4"], ["--exclude", "4"], ["--roster", "portal/roster.csv"],
                      ["--var", "a=b"]):
            with self.subTest(flags=flags):
                run = bench.muster("apply", "plan.jsonl", *flags)
                self.assert_exit(run, 64)
                self.assertIn(f"{flags[0]} cannot be had with a saved plan", run.err)
        self.assert_nothing_sent()


class WithCalendars(SavedPlans):
    def test_what_has_to_be_made_is_looked_at_first_and_made_once(self):
        bench = self.planned(policy=ONBOARDING)
        self.assert_exit(bench.muster("apply", "plan.jsonl"), 0)
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 2))
        self.assert_exit(bench.muster("apply", "plan.jsonl"), 0)
        for each in self.portal.state()["by_user"]:
            if each["id"] in self.portal.webhooks:
                self.assertEqual([section["name"] for section in each["sections"]].count("Meetings"), 1)
                self.assertEqual(len(each["notifications"]), 1, "once per user, in two applies")
        self.assert_exit(bench.muster("plan", "--detailed-exitcode"), 0)


class GoneStale(SavedPlans):
    """Three of twelve are changed by somebody else after the plan was made; one of them to what the plan wants."""

    def stale(self):
        bench = self.planned()
        self.set_settings(4, {"view": "day"})
        self.set_settings(5, {"view": "day", "showTasks": "N"})
        self.set_settings(6, {"view": "week"})
        self.portal.reset()
        return bench

    def views(self):
        return {who: settings["view"] for who, settings in self.settings().items()}

    def test_they_are_left_as_they_are_and_told_and_the_others_are_changed(self):
        bench = self.stale()
        before = self.settings()
        run = bench.muster("apply", "plan.jsonl", "--json-into", "results.json")
        self.assert_exit(run, 5)
        results = bench.results("results.json")
        self.assert_users(results["summary"], changed=10, skipped=2)
        skipped = {user["id"]: user for user in results["users"] if user["outcome"] == "skipped"}
        self.assertEqual(set(skipped), {4, 5})
        for user in skipped.values():
            self.assertEqual(user["steps"][0]["code"], "stale")
            self.assertIn('view: was "month", is "day" now', user["steps"][0]["reason"])
        after = self.settings()
        for who in (4, 5):
            self.assertEqual(after[who], before[who], "put back with the very values and types")
        self.assertEqual({who for who, view in self.views().items() if view != "week"}, {4, 5})
        self.assertRegex(run.out, r"(?m)^  stale +2 users ")

    def test_or_fail_where_that_is_asked_for(self):
        bench = self.stale()
        run = bench.muster("apply", "plan.jsonl", "--stale", "fail", "--output", "json")
        self.assert_exit(run, 3)
        self.assert_users(run.json()["summary"], changed=10, failed=2)
        self.assertEqual({who for who, view in self.views().items() if view != "week"}, {4, 5})

    def test_or_are_written_all_the_same(self):
        bench = self.stale()
        run = bench.muster("apply", "plan.jsonl", "--stale", "reapply", "--output", "json")
        self.assert_exit(run, 0)
        self.assert_users(run.json()["summary"], changed=12)
        self.assertEqual(set(self.views().values()), {"week"})

    def test_nobody_is_asked_twice_but_who_is_put_back(self):
        bench = self.stale()
        bench.muster("apply", "plan.jsonl")
        counts = self.portal.requests_by_user()
        self.assertEqual({who for who, count in counts.items() if count == 1}, set(self.portal.users) - {4, 5})


class ACredentialThatChangedHands(SavedPlans):
    def test_what_was_written_into_somebody_elses_settings_is_put_back_and_told(self):
        bench = self.planned()
        admins = self.portal.state(1)["settings"]
        self.portal.control(move_webhook={"user": 3, "to": 1})
        self.addCleanup(self.portal.control, move_webhook={"user": 3, "to": 3})
        run = bench.muster("apply", "plan.jsonl", "--output", "json")
        self.assert_exit(run, 4)
        blocked = [user for user in run.json()["users"] if user["id"] == 3]
        self.assertEqual(blocked[0]["blocked"], "wrong-identity")
        self.assertIn("his settings were changed, and have been put back", blocked[0]["reason"])
        now = self.portal.call(self.portal.admin_webhook, "calendar.user.settings.get")
        self.assertEqual(now["view"], (admins or {}).get("view", "month"))


class Refused(SavedPlans):
    def setUp(self):
        super().setUp()
        self.bench = self.planned()
        self.text = self.bench.path("plan.jsonl").read_text(encoding="utf-8")

    def assert_refused(self, text, *words, code=78):
        self.bench.write("plan.jsonl", text)
        run = self.bench.muster("apply", "plan.jsonl")
        self.assert_exit(run, code)
        for word in words:
            self.assertIn(word, run.err)
        self.assert_nothing_sent()

    def test_a_plan_edited_by_hand(self):
        self.assert_refused(self.text.replace('"wanted":"week"', '"wanted":"day"', 1), "altered after it was made")

    def test_a_plan_that_is_cut_off(self):
        self.assert_refused(self.text[:-200], "cut off")
        self.assert_refused("".join(self.text.splitlines(keepends=True)[:-1]), "its last line is missing")

    def test_a_plan_of_a_newer_format(self):
        self.assert_refused(self.text.replace('"format_version":1', '"format_version":7', 1), "a newer Muster has made it")

    def test_a_file_that_is_no_plan(self):
        self.assert_refused("portals: {}\n", "this is not a plan")
        self.assert_refused("", "this file is empty")

    def test_a_plan_of_another_portal(self):
        other = Portal(2)
        self.addCleanup(other.stop)
        bench = case.Workbench(other)
        self.addCleanup(bench.clean_up)
        bench.write("plan.jsonl", self.text)
        run = bench.muster("apply", "plan.jsonl")
        self.assert_exit(run, 78)
        self.assertIn(f"this plan is of portal demo at {self.portal.url}, and not of demo at {other.url}", run.err)
        self.assertEqual(other.totals()["requests"], 0)

    def test_a_plan_that_is_not_there(self):
        run = self.bench.muster("apply", "no-such-plan.jsonl")
        self.assert_exit(run, 78)
        self.assertIn("no-such-plan.jsonl", run.err)
        self.assertIn("No such file", run.err)


class Shown(SavedPlans):
    def test_a_saved_plan_is_shown_as_it_was_when_it_was_made_without_asking_the_portal(self):
        bench = self.workbench(ONBOARDING)
        made = bench.muster("plan", "--out", "plan.jsonl")
        self.portal.reset()
        shown = bench.muster("plan", "show", "plan.jsonl")
        self.assert_exit(shown, 0)
        self.assert_nothing_sent()

        def told(result):
            return [line for line in result.out.splitlines()
                    if line.split()[:1] not in (["forecast"], ["looked"], ["saved"], ["made"])]

        self.assertEqual(told(shown), told(made))
        self.assertRegex(shown.out, r"(?m)^  apply it +muster apply plan.jsonl$")

    def test_with_everybody_of_a_block(self):
        bench = self.planned()
        shown = bench.muster("plan", "show", "plan.jsonl", "--expand", "all").out
        for row in self.portal.roster:
            self.assertIn(f"      {row['id']} {row['email']}\n", shown)

    def test_an_altered_one_is_not_shown(self):
        bench = self.planned()
        text = bench.path("plan.jsonl").read_text(encoding="utf-8")
        bench.write("plan.jsonl", text.replace('"wanted":"week"', '"wanted":"day"', 1))
        shown = bench.muster("plan", "show", "plan.jsonl")
        self.assert_exit(shown, 78)
        self.assertEqual(shown.out, "")


class Compared(SavedPlans):
    def test_two_plans_of_the_same_state_say_the_same(self):
        bench = self.planned()
        self.assert_exit(bench.muster("plan", "--out", "later.jsonl"), 0)
        diff = bench.muster("diff", "plan.jsonl", "later.jsonl", "--detailed-exitcode")
        self.assert_exit(diff, 0)
        self.assertRegex(diff.out, r"(?m)^  same +12$")

    def test_what_changed_between_them_is_told_user_by_user(self):
        bench = self.planned()
        self.set_settings(4, {"view": "day"})
        self.set_settings(5, {"view": "week", "showWeekNumbers": "Y", "denyBusyInvitation": True,
                              "sendFromEmail": self.portal.roster[3]["email"]})
        self.assert_exit(bench.muster("plan", "--out", "later.jsonl", "--exclude", "6"), 0)
        diff = bench.muster("diff", "plan.jsonl", "later.jsonl")
        self.assert_exit(diff, 0)
        self.assert_exit(bench.muster("diff", "plan.jsonl", "later.jsonl", "--detailed-exitcode"), 2)
        self.assertRegex(diff.out, r"(?m)^  same +9$")
        self.assertRegex(diff.out, r"(?m)^  different +2   4 \S+, 5 \S+$")
        self.assertRegex(diff.out, r"(?m)^  only in first +1   6 ")
        self.assertIn("    calendar.user.settings.view\n      first   month -> week\n      second  day -> week\n", diff.out)
        self.assertIn("    change in the first, unchanged in the second\n", diff.out)
        as_json = bench.muster("diff", "plan.jsonl", "later.jsonl", "--output", "json").json()["diff"]
        self.assertEqual((as_json["same"], as_json["different"]["users"], as_json["only_in_first"]["users"]), (9, 2, 1))

    def test_a_plan_and_a_snapshot_are_not_compared(self):
        bench = self.workbench()
        self.assert_exit(bench.muster("plan", "--out", "plan.jsonl"), 0)
        self.assert_exit(bench.muster("snapshot", "--out", "before.gz"), 0)
        for words in (("plan.jsonl", "before.gz"), ("before.gz", "plan.jsonl")):
            run = bench.muster("diff", *words)
            self.assert_exit(run, 78)
            self.assertIn("before.gz: error: this is no plan, and plan.jsonl is one", run.err)
            self.assertIn("two plans are compared, or two snapshots", run.err)
            self.assertIn("1 error.", run.err)

    def test_plans_of_different_portals_are_not_compared(self):
        bench = self.planned()
        other = Portal(2)
        self.addCleanup(other.stop)
        second = case.Workbench(other)
        self.addCleanup(second.clean_up)
        self.assert_exit(second.muster("plan", "--out", "plan.jsonl"), 0)
        diff = bench.muster("diff", "plan.jsonl", second.path("plan.jsonl"))
        self.assert_exit(diff, 78)
        self.assertIn("these plans are of different portals", diff.err)


if __name__ == "__main__":
    case.main()
