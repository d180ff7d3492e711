#!/usr/bin/env python3
"""Policies and a roster made of what everybody has: right, readable, and never in place of what is there."""
import json
import re
import stat

from support import case, programs, variety

MAPPING = "apiVersion: muster/v1\nkind: Mapping\n"


class Exporting(case.Case):
    users = 30

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        variety.settle(cls.portal, seed=3)
        cls.first, cls.second = cls.portal.users[:2]

    def setUp(self):
        super().setUp()
        self.bench = self.workbench()

    def export(self, out="moving", *flags, code=0):
        run = self.bench.muster("export", "--out", out, *flags)
        self.assert_exit(run, code)
        return run

    def policies(self, out="moving"):
        return sorted(map(str, self.bench.path(out).glob("policies/*.yaml")))

    def plan(self, out="moving", *flags):
        return self.bench.muster("plan", "--policy", *self.policies(out), "--roster", f"{out}/roster.yaml",
                                 "--detailed-exitcode", *flags)

    def roster(self, out="moving"):
        run = self.bench.muster("roster", "list", "--roster", f"{out}/roster.yaml", "--output", "json")
        self.assert_exit(run, 0)
        return {each["id"]: each["attributes"] for each in run.json()["list"]}

    def test_what_was_exported_is_valid_and_changes_nothing(self):
        for mode in ("full", "lite"):
            with self.subTest(mode):
                self.export(mode, "--mode", mode)
                valid = self.bench.muster("validate", "--strict", "--policy", *self.policies(mode),
                                          "--roster", f"{mode}/roster.yaml")
                self.assert_exit(valid, 0)
                planned = self.plan(mode)
                self.assert_exit(planned, 0)
                self.assertIn("Nothing to change", planned.out)
        self.assertEqual(self.portal.totals()["writes"], 0)

    def test_it_reads_everybody_once_and_keeps_what_it_read(self):
        run = self.export()
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 1))
        snapshot = re.search(r"(?m)^  snapshot +(.*)$", run.out)[1]
        self.portal.reset()
        self.export("again", "--snapshot", snapshot)
        self.assert_nothing_sent()
        for each in ("policies", "schema", "."):
            for file in self.bench.path("moving").glob(f"{each}/*"):
                if file.is_file():
                    with self.subTest(file.name):
                        other = self.bench.path("again") / file.relative_to(self.bench.path("moving"))
                        self.assertEqual(file.read_bytes(), other.read_bytes())

    def test_a_key_that_somebody_changes_is_seen_by_the_policies(self):
        self.export()
        settings = self.portal.call(self.portal.webhooks[self.second], "calendar.user.settings.get")
        other = "N" if settings["showTasks"] == "Y" else "Y"
        self.portal.call(self.portal.webhooks[self.second], "calendar.user.settings.set",
                         {"settings": {"showTasks": other}})
        self.addCleanup(self.portal.call, self.portal.webhooks[self.second], "calendar.user.settings.set",
                        {"settings": {"showTasks": settings["showTasks"]}})
        planned = self.plan()
        self.assert_exit(planned, 2)
        self.assertRegex(planned.out, r"(?m)^  change +1$")

    def test_most_values_stand_in_the_policy_and_the_others_in_the_roster(self):
        self.export()
        text = (self.bench.path("moving/policies/demo-calendar-user-settings.yaml")).read_text(encoding="utf-8")
        self.assertIn("showTasks: Y\n", text)
        self.assertIn("view: ${user.view ?? vars.view}\n", text)
        self.assertRegex(text, r"(?m)^    view: month +# \d+ of 30 have it$")
        roster = self.roster()
        self.assertEqual(set(roster), set(self.portal.users))
        for who, row in roster.items():
            settings = self.portal.call(self.portal.webhooks[who], "calendar.user.settings.get")
            self.assertEqual(row["view"], None if settings["view"] == "month" else settings["view"])
        self.assertLess(len(self.policies()), 12)

    def test_lite_speaks_only_of_what_is_no_default(self):
        self.export("lite", "--mode", "lite")
        said = "".join(file.read_text(encoding="utf-8") for file in self.bench.path("lite").glob("policies/*"))
        for key in ("collapseOffHours", "syncTasks", "syncPeriodFuture", "lastUsedSection", "showDeclined"):
            self.assertNotIn(key, said)
        roster = self.roster("lite")
        for who, row in roster.items():
            settings = self.portal.call(self.portal.webhooks[who], "calendar.user.settings.get")
            self.assertEqual("view" in row and row["view"] is not None, settings["view"] != "month", who)

    def test_every_file_names_its_schema_which_lies_beside_it(self):
        self.export()
        for file in [*map(self.bench.path, self.policies()), self.bench.path("moving/roster.yaml")]:
            first = file.read_text(encoding="utf-8").splitlines()[0]
            schema = (file.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
            self.assertEqual(json.loads(schema.read_text())["$schema"], "http://json-schema.org/draft-07/schema#")

    def test_nothing_is_overwritten(self):
        self.bench.write("taken/policies/mine.yaml", "mine\n")
        run = self.export("taken", code=73)
        self.assertIn("taken, where nothing may be overwritten", run.err)
        self.assert_nothing_sent()
        self.bench.write("file", "mine\n")
        self.export("file", code=73)
        self.bench.path("empty").mkdir()
        self.export("empty")
        self.assertEqual(self.bench.path("taken/policies/mine.yaml").read_text(), "mine\n")

    def test_an_export_that_fails_leaves_nothing(self):
        self.portal.control(remove_scope={"scope": "calendar"})
        self.addCleanup(self.portal.control, add_scope={"scope": "calendar"})
        run = self.bench.muster("export", "--out", "moving")
        self.assertNotEqual(run.code, 0)
        self.assertIn("nothing was exported", run.err)
        self.assertEqual([each.name for each in self.bench.folder.glob("moving*")], [])

    def test_it_is_its_owners_alone(self):
        self.export()
        self.assertEqual(stat.S_IMODE(self.bench.path("moving").stat().st_mode), 0o700)

    def test_who_could_not_be_read_is_not_on_the_roster_and_it_is_told(self):
        self.portal.control(move_webhook={"user": self.first, "to": 1})
        self.addCleanup(self.portal.control, move_webhook={"user": self.first, "to": self.first})
        run = self.export(code=4)
        self.assertRegex(run.out, r"(?m)^ +1 user   the user: could not be read$")
        self.assertNotIn(self.first, self.roster())

    def test_what_means_nothing_is_left_alone_and_listed(self):
        variety.means_nothing(self.portal, self.first, view="fortnight", crmSection="4711")
        self.addCleanup(variety.means_nothing, self.portal, self.first, view="month", crmSection=False)
        run = self.export()
        self.assertIn("calendar.user.settings.view: a value that no policy may have", run.out)
        self.assertIn("calendar.user.settings.crmSection: a calendar that is none of the user's own", run.out)
        listed = self.bench.path("moving/left-out.csv").read_text(encoding="utf-8")
        self.assertRegex(listed, rf"(?m)^{self.first},.*,calendar.user.settings.view,fortnight,")
        planned = self.plan()
        self.assert_exit(planned, 0)

    def test_fewer_users_can_be_asked_for(self):
        self.export("moving", "--limit", f"{self.first}:{self.second}")
        self.assertEqual(set(self.roster()), {self.first, self.second})
        self.portal.reset()
        snapshot = next(self.bench.path("state/muster/snapshots/demo").iterdir())
        self.export("one", "--snapshot", snapshot, "--limit", str(self.second))
        self.assertEqual(set(self.roster("one")), {self.second})
        self.assert_nothing_sent()

    def test_as_json(self):
        run = self.export("moving", "--output", "json")
        told = run.json()
        self.assertEqual((told["users"], told["policies"], told["left_out"]), (30, len(self.policies()), []))
        self.assertIn("moving/roster.yaml", told["files"])

    def test_a_snapshot_that_is_damaged_or_of_another_portal_is_refused(self):
        self.assert_exit(self.bench.muster("snapshot", "--out", "state.gz"), 0)
        whole = self.bench.path("state.gz").read_bytes()
        self.bench.path("cut.gz").write_bytes(whole[:-20])
        run = self.export("moving", "--snapshot", "cut.gz", code=78)
        self.assertIn("cut short", run.err)
        self.bench.configure(self.bench.portal_lines() + self.bench.portal_lines("other"))
        run = self.export("moving", "--snapshot", "state.gz", "--portal", "other", code=78)
        self.assertIn("state.gz is a snapshot of 'demo'", run.err)
        self.assertFalse(self.bench.path("moving").exists())


class Mapping(case.Case):
    """Of one portal onto itself: who is who is a matter of the mapping alone."""

    users = 6

    def setUp(self):
        super().setUp()
        self.bench = self.workbench()
        self.bench.configure(self.bench.portal_lines() + self.bench.portal_lines("new", roster="new.csv"))
        self.mails = {int(row["id"]): row["email"] for row in self.portal.roster}
        self.there({who: mail for who, mail in self.mails.items()})
        self.assert_exit(self.bench.muster("snapshot", "--portal", "demo", "--out", "state.gz"), 0)

    def there(self, people):
        self.bench.write("new.csv", "id,email\n" + "".join(f"{who},{mail}\n" for who, mail in people.items()))

    def export(self, mapping=None, code=0, out="moved"):
        flags = []
        if mapping is not None:
            self.bench.write("mapping.yaml", MAPPING + mapping)
            flags = ["--mapping", "mapping.yaml"]
        run = self.bench.muster("export", "--snapshot", "state.gz", "--to", "new", "--out", out, *flags)
        self.assert_exit(run, code)
        return run

    def ids(self, out="moved"):
        return list(map(int, re.findall(r"(?m)^  - \{ id: (\d+)", self.bench.path(f"{out}/roster.yaml").read_text())))

    def test_addresses_tell_who_is_who(self):
        self.there({who + 100: mail.upper() for who, mail in self.mails.items()})
        self.export()
        self.assertEqual(self.ids(), [who + 100 for who in self.portal.users])
        self.assertFalse(self.bench.path("moved/mapping.yaml").exists())

    def test_entries_say_it_otherwise_and_warn_where_they_are_idle(self):
        first, second, third = self.portal.users[:3]
        self.there({200: "x@acme.example", 201: "y@acme.example"})
        run = self.export(f"users:\n  {first}: 200\n  {self.mails[second]}: y@acme.example\n  {third}: stays\n"
                          f"  99: stays\n", code=4)
        self.assertEqual(self.ids(), [200, 201])
        self.assertIn("  1 stay, as the mapping says", run.out)
        self.assertIn("mapping.yaml:7:3: warning: '99' is nobody of those who are exported", run.err)
        drafted = self.bench.path("moved/mapping.yaml").read_text()
        self.assertEqual(re.findall(r"(?m)^  (\d+): stays", drafted), [str(who) for who in self.portal.users[3:]])

    def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written(self):
        first, second = self.portal.users[:2]
        cases = {
            f"users: {{ {first}: 999 }}\n": "mapping.yaml:3:10: error: the roster of new has no user 999",
            f"users: {{ {first}: {second} }}\n": f"would both become user {second}",
            "users: { ann: 5 }\n": "mapping.yaml:3:10: error: expected the id or the e-mail address of a user, not 'ann'",
            "people: {}\n": "mapping.yaml:3:1: error: the key 'people' is not known here",
            "calendars: { A: [ }\n": "mapping.yaml:3:",
        }
        for text, words in cases.items():
            with self.subTest(text):
                run = self.export(text, code=78)
                self.assertIn(words, run.err)
                self.assertEqual(run.out, "")
                self.assertFalse(self.bench.path("moved").exists())
        run = self.bench.muster("export", "--snapshot", "state.gz", "--to", "new", "--out", "moved",
                                "--mapping", "nowhere.yaml")
        self.assert_exit(run, 78)
        self.assertIn("nowhere.yaml", run.err)

    def test_calendars_get_other_names_and_ids_of_nobodys_are_translated(self):
        who = self.portal.users[0]
        webhook = self.portal.webhooks[who]
        mine = self.portal.call(webhook, "calendar.section.add", {"type": "user", "name": "Besprechungen"})
        self.portal.call(webhook, "calendar.user.settings.set", {"settings": {
            "meetSection": str(mine), "crmSection": "501", "defaultSections": {"group4": "501"}}})
        self.assert_exit(self.bench.muster("snapshot", "--portal", "demo", "--out", "state.gz"), 0)
        self.export("calendars: { Besprechungen: Meetings }\nsections: { 501: 1207 }\ngroups: { 4: 9 }\n")
        line = next(each for each in self.bench.path("moved/roster.yaml").read_text().splitlines() if f"id: {who}," in each)
        self.assertIn("meetSection_calendar: Meetings", line)
        self.assertIn("calendar_2: Meetings", line)
        self.assertIn('crmSection: "1207"', line)
        self.assertIn('defaultSections: { group9: "1207" }', line)
        self.assertNotIn("501", self.bench.path("moved/roster.yaml").read_text())

    def test_where_nobody_is_found_there_is_a_mapping_to_fill_in_and_nothing_to_apply(self):
        self.there({900: "nobody@acme.example"})
        run = self.export(code=4)
        self.assertRegex(run.out, r"(?m)^  next +nobody was found on \S+: say in moved/mapping.yaml who they are there")
        self.assertNotIn("muster plan", run.out)
        draft = self.bench.path("moved/mapping.yaml").read_text()
        self.assertEqual(draft.count(": stays"), len(self.portal.users))
        self.assertTrue(self.bench.path("moved/left-out.csv").exists())
        self.assertFalse(self.bench.path("moved/roster.yaml").exists())
        self.assertFalse(self.bench.path("moved/policies").exists())

    def test_where_nobody_moves_there_is_nothing_to_export(self):
        everybody = "".join(f"  {who}: stays\n" for who in self.portal.users)
        run = self.export("users:\n" + everybody, code=78)
        self.assertIn("nobody is left to be exported", run.err)
        self.assertFalse(self.bench.path("moved").exists())

    def test_a_portal_that_there_is_not_is_told(self):
        run = self.bench.muster("export", "--snapshot", "state.gz", "--to", "nev", "--out", "moved")
        self.assert_exit(run, 78)
        self.assertIn("'nev'", run.err)


if __name__ == "__main__":
    case.main()
