"""muster rollback: what a run changed is put back, bit for bit, unless somebody changed it since."""
import json

from support import trouble
from support.case import Case, main
from support.workbench import settings_policy

# What people may have set before, with the types that their programs sent.
BEFORE = [
    {},
    {"view": "day", "sendFromEmail": "me@acme.example"},
    {"syncPeriodPast": 6, "syncPeriodFuture": "24", "view": "list"},
    {"showWeekNumbers": "N", "denyBusyInvitation": False, "meetSection": "17"},
    {"sendFromEmail": "", "meetSection": False, "showDeclined": True},
    {"sendFromEmail": False, "lastUsedSection": "false", "defaultSections": {"user2": "5"}},
    {"defaultReminders": {"fullDay": [], "withTime": [{"type": "hour", "count": 2}]}, "syncPeriodPast": 0},
]

EVERYTHING = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: everything }
spec:
  steps:
    - ensure: calendar.user.settings
      with:
        view: week
        showWeekNumbers: Y
        denyBusyInvitation: true
        showDeclined: false
        meetSection: 4711
        crmSection: 4712
        sendFromEmail: ${user.email}
        syncPeriodPast: 7
        syncPeriodFuture: 9
        defaultSections: { user77: 88 }
        defaultReminders: { withTime: [{ type: min, count: 45 }] }
"""

ONBOARDING = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: onboarding }
spec:
  steps:
    - ensure: calendar.section
      id: meetings
      with: { name: "Meetings", color: "#9cbe1c" }
    - ensure: calendar.user.settings
      with: { view: week, meetSection: "${steps.meetings.id}" }
    - call: im.notify.system.add
      as: admin
      once: true
      with: { USER_ID: "${user.id}", MESSAGE: Welcome, CLIENT_ID: muster }
"""


class RollbackCase(Case):
    def stored(self):
        """What the portal keeps of everybody, as it keeps it."""
        return {each["id"]: each["settings"] for each in self.portal.state()["by_user"] if each["id"] in self.portal.webhooks}

    def answered(self, user):
        return self.portal.call(self.portal.webhooks[user], "calendar.user.settings.get")

    def set(self, user, **settings):
        self.portal.call(self.portal.webhooks[user], "calendar.user.settings.set", {"settings": settings})

    def run_id(self, bench, place=-1):
        return bench.journal("SELECT id FROM run ORDER BY number")[place][0]

    def apply(self, bench):
        applied = bench.muster("apply", "--output", "json")
        self.assert_exit(applied, 0)
        return self.run_id(bench)

    def groups(self, result):
        """Users by code; the same code may stand for several reasons."""
        counted = {}
        for each in result.json()["summary"]["left"]:
            counted[each["code"]] = counted.get(each["code"], 0) + each["users"]
        return counted


class Rollback(RollbackCase):
    users = 40

    def setUp(self):
        super().setUp()
        for number, user in enumerate(self.portal.users):
            self.portal.call(self.portal.webhooks[user], "calendar.user.settings.set", {"settings": False})
            if BEFORE[number % len(BEFORE)]:
                self.set(user, **BEFORE[number % len(BEFORE)])

    def test_what_nobody_changed_since_comes_back_bit_for_bit(self):
        bench = self.workbench(EVERYTHING)
        stored = self.stored()
        answered = {user: self.answered(user) for user in self.portal.users}
        run = self.apply(bench)
        self.assertNotEqual(self.stored(), stored)
        others = self.portal.users[::10]  # a tenth, changed by somebody else in between
        for user in others:
            self.set(user, view="day", syncPeriodPast=11)
        back = bench.muster("rollback", run, "--output", "json")
        self.assert_exit(back, 4)
        now = self.stored()
        for user in self.portal.users:
            expected = dict(answered[user])
            if user in others:
                expected.update(view="day", syncPeriodPast=11)
            self.assertEqual(json.dumps(self.answered(user), sort_keys=True), json.dumps(expected, sort_keys=True), user)
            if user not in others and stored[user] is not None:
                self.assertEqual(json.dumps(now[user], sort_keys=True), json.dumps(stored[user], sort_keys=True), user)
        self.assertEqual(self.groups(back), {"changed-since": len(others)})
        for user in back.json()["users"]:
            left = sorted(change["key"] for step in user["steps"] for change in step["changes"] if change.get("left"))
            self.assertEqual(left, ["syncPeriodPast", "view"] if user["id"] in others else [], user["id"])

    def test_it_lists_them_in_the_summary_and_in_the_file(self):
        bench = self.workbench(settings_policy())
        run = self.apply(bench)
        user = self.portal.users[3]
        self.set(user, view="list")
        back = bench.muster("rollback", "last")
        self.assert_exit(back, 4)
        self.assertIn("LEFT AS IT IS", back.out)
        self.assertIn("changed-since", back.out)
        self.assertIn(f"users   {user} ", back.out)
        self.assertIn(f"undo      muster rollback {self.run_id(bench)}", back.out)
        rows = (bench.reports()[-1] / "results.csv").read_text(encoding="utf-8")
        left = [line for line in rows.splitlines() if ",left," in line]
        self.assertEqual(len(left), 1)
        self.assertTrue(left[0].startswith(f"{user},"), left)
        self.assertIn(run, back.err)

    def test_a_rollback_is_taken_back_like_any_run(self):
        bench = self.workbench(EVERYTHING)
        before = {user: self.answered(user) for user in self.portal.users}
        self.apply(bench)
        applied = {user: self.answered(user) for user in self.portal.users}
        self.assert_exit(bench.muster("rollback", "last"), 0)
        self.assertEqual({user: self.answered(user) for user in self.portal.users}, before)
        self.assert_exit(bench.muster("rollback", "last"), 0)
        self.assertEqual({user: self.answered(user) for user in self.portal.users}, applied)

    def test_a_rollback_that_was_ended_early_is_gone_on_with(self):
        bench = self.workbench(settings_policy())
        before = {user: self.answered(user) for user in self.portal.users}
        run = self.apply(bench)
        early = bench.muster("rollback", "last", "--burst", "10", "--rps", "10", "--deadline", "1s")
        self.assert_exit(early, 75)
        self.assertNotEqual({user: self.answered(user) for user in self.portal.users}, before)
        # By now "last" would be the rollback itself.
        bench.age_the_journal()
        on = bench.muster("resume", "last")
        self.assertIn(f"Taking back run {run}", on.err)
        self.assert_exit(on, 0)
        self.assertEqual({user: self.answered(user) for user in self.portal.users}, before)

    def test_one_in_which_somebody_failed_is_asked_for_again_and_never_applied(self):
        bench = self.workbench(settings_policy())
        run = self.apply(bench)
        self.portal.control(faults=[{"kind": "error", "code": "ERROR_NOT_FOUND", "level": "command",
                                     "method": "calendar.user.settings.set", "count": 1}])
        back = bench.muster("rollback", run)
        self.assert_exit(back, 3)
        mine = self.run_id(bench)
        told = bench.muster("run", "show", mine)
        self.assertRegex(told.out, rf"(?m)^  retry +muster rollback {run} --config \S+$")
        ended = bench.muster("resume", mine)
        self.assert_exit(ended, 0)
        self.assertIn(f"  muster rollback {run} --config ", ended.err)
        for each in (back, told, ended):
            self.assertNotIn("muster apply --", each.out + each.err)
        self.assert_exit(bench.muster("rollback", run), 0)

    def test_what_is_put_back_already_costs_a_look(self):
        bench = self.workbench(settings_policy())
        run = self.apply(bench)
        self.assert_exit(bench.muster("rollback", run), 0)
        again = bench.muster("rollback", run, "--output", "json")
        self.assert_exit(again, 0)
        self.assert_users(again.json()["summary"], unchanged=self.users)

    def test_a_dry_run_writes_nothing_and_tells_what_it_would(self):
        bench = self.workbench(settings_policy())
        run = self.apply(bench)
        self.set(self.portal.users[0], view="list")
        stored = self.stored()
        looked = bench.muster("rollback", run, "--dry-run", "--output", "json")
        self.assertEqual(self.stored(), stored)
        self.assertEqual(looked.json()["summary"]["users"]["differs"], self.users)
        self.assertEqual(self.groups(looked), {"changed-since": 1})
        left = [(user["id"], change["key"]) for user in looked.json()["users"] for step in user["steps"]
                for change in step["changes"] if change.get("left")]
        self.assertEqual(left, [(self.portal.users[0], "view")])

    def test_a_dry_run_shows_a_person_what_would_be_put_back(self):
        bench = self.workbench(settings_policy())
        run = self.apply(bench)
        self.set(self.portal.users[0], view="list")
        looked = bench.muster("rollback", run, "--dry-run")
        self.assertRegex(looked.out, r"(?m)^      view +week -> ")
        self.assertRegex(looked.out, r"(?m)^#\d+  \d+ users?: ")
        self.assertNotIn("list -> month", looked.out)

    def test_a_limit_takes_fewer(self):
        bench = self.workbench(settings_policy())
        before = self.stored()
        run = self.apply(bench)
        some = self.portal.users[5:8]
        back = bench.muster("rollback", run, "--limit", ":".join(map(str, some)), "--output", "json")
        self.assert_exit(back, 0)
        self.assert_users(back.json()["summary"], changed=len(some))
        self.assertEqual(sum(1 for user in self.portal.users if self.answered(user)["view"] == "week"), self.users - len(some))
        self.assertEqual(len(before), self.users)

    def test_no_policy_is_needed_any_more(self):
        bench = self.workbench(settings_policy())
        run = self.apply(bench)
        bench.remove("policy.yaml")
        self.assert_exit(bench.muster("rollback", run), 0)

    def test_the_summary_of_apply_says_how_to_take_it_back(self):
        bench = self.workbench(settings_policy())
        applied = bench.muster("apply")
        self.assertIn(f"undo      muster rollback {self.run_id(bench)}", applied.out)
        again = bench.muster("apply")
        self.assertNotIn("undo", again.out)
        nothing = bench.muster("rollback", "last")
        self.assert_exit(nothing, 0)
        self.assertIn("left nothing to take back", nothing.err)


class Refused(RollbackCase):
    def test_a_run_that_nobody_knows(self):
        bench = self.workbench()
        self.assert_exit(bench.muster("rollback", "last"), 1)
        self.apply(bench)
        unknown = bench.muster("rollback", "20200101T000000Z-abcdef")
        self.assert_exit(unknown, 64)
        self.assertIn("has no run '20200101T000000Z-abcdef'", unknown.err)

    def test_a_run_of_a_portal_that_the_configuration_does_not_name(self):
        bench = self.workbench()
        run = self.apply(bench)
        bench.configure(bench.portal_lines(name="other"))
        refused = bench.muster("rollback", run)
        self.assert_exit(refused, 78)
        self.assertIn("demo", refused.err)

    def test_a_portal_of_the_same_name_elsewhere(self):
        bench = self.workbench()
        run = self.apply(bench)
        trouble.at_another_address(bench, "https://elsewhere.example")
        self.portal.reset()
        refused = bench.muster("rollback", run)
        self.assert_exit(refused, 78)
        self.assertIn("say so: --portal demo", refused.err)
        self.assert_nothing_sent()

    def test_another_portal_than_the_runs(self):
        bench = self.workbench()
        run = self.apply(bench)
        self.assert_exit(bench.muster("rollback", run, "--portal", "other"), 64)


class Created(RollbackCase):
    users = 6

    def calendars(self, user):
        return [each["name"] for each in self.portal.state(user)["sections"]]

    def test_what_was_made_and_what_was_sent_is_listed(self):
        bench = self.workbench(ONBOARDING)
        run = self.apply(bench)
        back = bench.muster("rollback", run, "--output", "json")
        self.assert_exit(back, 0)
        self.assert_users(back.json()["summary"], changed=self.users)
        self.assertEqual(self.groups(back), {"made-and-kept": self.users, "cannot-take-back": self.users})
        for user in self.portal.users:
            self.assertIn("Meetings", self.calendars(user))
            self.assertFalse(self.answered(user)["meetSection"])

        self.portal.reset()
        used, renamed, pointed = self.portal.users[:3]
        made = {user: self.portal.state(user)["sections"][-1]["id"] for user in self.portal.users}
        self.portal.call(self.portal.webhooks[used], "calendar.event.add",
                         {"type": "user", "ownerId": used, "name": "Party", "section": made[used], "from": "2031-05-01",
                          "to": "2031-05-01"})
        self.portal.call(self.portal.webhooks[renamed], "calendar.section.update",
                         {"type": "user", "ownerId": renamed, "id": made[renamed], "name": "Mine"})
        self.set(pointed, meetSection=str(made[pointed]))
        gone = bench.muster("rollback", run, "--delete-created", "--output", "json")
        self.assert_exit(gone, 4)
        for user in self.portal.users[3:]:
            self.assertNotIn("Meetings", self.calendars(user))
        self.assertIn("Meetings", self.calendars(used))
        self.assertIn("Mine", self.calendars(renamed))
        # Whom it points to again: that is what the run had set, so it is put back and then deleted.
        self.assertNotIn("Meetings", self.calendars(pointed))
        self.assertEqual(self.groups(gone)["changed-since"], 2)


if __name__ == "__main__":
    main()
