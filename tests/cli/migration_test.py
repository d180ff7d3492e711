#!/usr/bin/env python3
"""Three hundred people move to another portal, by the commands of templates/migration.md and no others."""
import csv
import json
import random
import re
import shutil

from support import case, programs, variety
from support.portal import Portal
from support.workbench import Workbench

PAGE = programs.TEMPLATES / "migration.md"
USERS = 300
# Of those on the old portal, by their places in its roster.
MISSING = range(0, 6)      # left the company meanwhile: nobody on the new portal
RENAMED = range(6, 12)     # have another address there, and are told by the mapping
STAYING = range(12, 15)    # have another address there, and do not move
FOREIGN = range(20, 24)    # point to a group's calendar
ODD = range(24, 28)        # have a value that means nothing


def commands():
    """The page's commands, in order, by the number of their step."""
    text = PAGE.read_text(encoding="utf-8")
    steps = re.split(r"(?m)^\*\*(\d)\. ", text)
    found = {}
    for number, body in zip(steps[1::2], steps[2::2]):
        blocks = re.findall(r"(?ms)^```console\n(.*?)^```", body)
        found[int(number)] = [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return found


class Migration(case.Case):
    """The tests look at what one migration left, step by step."""

    users = USERS

    @classmethod
    def setUpClass(cls):
        cls.luck = random.Random(11)
        cls.old = cls.portal = Portal(USERS)
        cls.addClassCleanup(cls.old.stop)
        cls.new = Portal(USERS + 20, "--no-limit", "--seed", "99")
        cls.addClassCleanup(cls.new.stop)
        cls.past = variety.settle(cls.old)
        cls.people()
        cls.bench = Workbench(cls.old)
        cls.addClassCleanup(cls.bench.clean_up)
        cls.lay_out()
        cls.codes = {}
        cls.told = {}
        cls.steps = commands()
        for number, lines in cls.steps.items():
            for place, line in enumerate(lines):
                cls.before(number, place)
                cls.told[number, place] = cls.run_line(line)

    def setUp(self):
        """Nothing is forgotten between these tests."""

    @classmethod
    def people(cls):
        """Everybody's id is another one on the new portal; most addresses are the same."""
        mails = {int(row["id"]): row["email"] for row in cls.old.roster}
        order = list(cls.old.users)
        places = cls.luck.sample(cls.new.users, USERS)
        cls.there = dict(zip(order, places))  # old id -> new id
        cls.mails = {"old": mails, "new": {int(row["id"]): row["email"] for row in cls.new.roster}}
        at = [order[place] for place in range(USERS)]
        other = {at[place] for place in [*MISSING, *RENAMED, *STAYING]}
        changes = {}
        for old_id, new_id in cls.there.items():
            mail = mails[old_id]
            # Addresses are the same in whatever letters.
            changes[new_id] = f"other.{old_id}@acme.example" if old_id in other else mail.replace("a", "A", 1)
        for new_id, mail in changes.items():
            cls.new.call(cls.new.admin_webhook, "user.update", {"ID": new_id, "EMAIL": mail})
            cls.mails["new"][new_id] = mail
        cls.gone = {at[place] for place in MISSING}
        cls.renamed = {at[place] for place in RENAMED}
        cls.staying = {at[place] for place in STAYING}
        cls.foreign = [at[place] for place in FOREIGN]
        cls.odd = [at[place] for place in ODD]
        for who in cls.foreign:
            variety.means_nothing(cls.old, who, crmSection="987654", defaultSections={"group4": "987654"})
        for who in cls.odd:
            variety.means_nothing(cls.old, who, view="fortnight")

    @classmethod
    def lay_out(cls):
        """A folder as somebody has it who moves: muster.yaml, rosters, webhooks."""
        for name, portal in (("old", cls.old), ("new", cls.new)):
            shutil.copytree(portal.folder, cls.bench.path(name))
            with open(cls.bench.path(f"{name}-people.csv"), "w", newline="", encoding="utf-8") as file:
                rows = csv.writer(file)
                rows.writerow(["id", "email"])
                gone = {cls.there[who] for who in cls.gone} if name == "new" else set()
                rows.writerows([who, cls.mails[name][who]] for who in portal.users if who not in gone)
        portals = "".join(
            cls.bench.portal_lines(name, url=portal.url, ca_file=f"{name}/ca.pem", roster=f"{name}-people.csv",
                                   admin=f'{{ webhook: "file:{name}/admin.webhook" }}',
                                   users=f'{{ webhooks: "file:{name}/webhooks.csv" }}')
            for name, portal in (("old", cls.old), ("new", cls.new)))
        cls.bench.configure(portals, roster=None, policies=None)

    @classmethod
    def before(cls, number, place):
        """What a person does in between."""
        if (number, place) == (3, 2):
            file = cls.bench.path("mapping.yaml")
            text = file.read_text(encoding="utf-8")
            cls.drafted = text
            for who in cls.renamed:
                to = cls.there[who] if who % 2 else cls.mails["new"][cls.there[who]]
                text = re.sub(rf"(?m)^  {who}: stays", f"  {who}: {to}", text)
            file.write_text(text, encoding="utf-8")
        if number == 4 and place == 0:
            cls.new.reset()

    @classmethod
    def run_line(cls, line):
        """One command of the page, by the shell that expands its stars."""
        process = programs.start(
            ["/bin/sh", "-c", line.replace("muster ", f"{programs.MUSTER} ", 1) if line.startswith("muster ") else line],
            cwd=cls.bench.folder, env=cls.bench.environment(), stdout=programs.subprocess.PIPE,
            stderr=programs.subprocess.PIPE)
        try:
            out, err = process.communicate(timeout=programs.DEADLINE)
        finally:
            programs.end(process)
        return case.Result(process.returncode, out, err, 0)

    def file(self, name):
        return self.bench.path(name).read_text(encoding="utf-8")

    def test_the_page_has_the_commands_that_were_run(self):
        self.assertEqual({step: len(lines) for step, lines in self.steps.items()}, {1: 1, 2: 2, 3: 3, 4: 4})

    def test_every_command_ends_as_the_page_says(self):
        expected = {
            (1, 0): 0, (2, 0): 0, (2, 1): 0,
            (3, 0): 4,  # some were not found
            (3, 1): 0,
            (3, 2): 4 if self.gone else 0,
            (4, 0): 0, (4, 1): 0, (4, 2): 0, (4, 3): 0,
        }
        expected[3, 2] = 0  # the mapping says of all of them what becomes of them
        for which, code in expected.items():
            with self.subTest(self.steps[which[0]][which[1]]):
                self.assert_exit(self.told[which], code)

    def test_planned_against_their_own_portal_the_policies_change_nothing(self):
        self.assertIn("Nothing to change: everything is as it should be.", self.told[2, 1].out)
        self.assertRegex(self.told[2, 1].out, rf"(?m)^  unchanged +{USERS}$")

    def test_nothing_was_ever_written_to_the_old_portal(self):
        past = {who: len(made) + (1 if settings else 0) for who, (settings, made) in self.past.items()}
        for each in self.old.state()["by_user"]:
            who = each["id"]
            if who in past:
                more = 1 if who in [*self.foreign, *self.odd] else 0
                self.assertEqual(each["writes"], past[who] + more, who)

    def test_who_was_not_found_is_told_and_drafted(self):
        lost = self.gone | self.renamed | self.staying
        self.assertEqual(set(map(int, re.findall(r"(?m)^  (\d+): stays", self.drafted))), lost)
        self.assertRegex(self.told[3, 0].out, rf"(?m)^ +{len(lost)} users  the user: not found on the other portal$")
        with open(self.bench.path("draft/left-out.csv"), newline="", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["what"] == ""]
        self.assertEqual({int(row["user_id"]) for row in rows}, lost)

    def test_the_policies_are_the_same_for_both_portals(self):
        own = {each.name: each.read_text() for each in self.bench.path("moving/policies").iterdir()}
        other = {each.name: each.read_text() for each in self.bench.path("moved/policies").iterdir()}
        self.assertEqual(own, other)
        self.assertLess(len(own), 15, "few enough to be kept")

    def test_no_id_of_the_old_portals_calendars_travels(self):
        listed = self.bench.muster("roster", "list", "--portal", "new", "--roster", "moved/roster.yaml",
                                   "--output", "json")
        self.assert_exit(listed, 0)
        columns = set()
        for each in listed.json()["list"]:
            for column, value in each["attributes"].items():
                columns.add(column)
                if column.endswith(("_calendar", "Section", "Sections")) or re.fullmatch(r"calendar_\d+", column):
                    self.assertNotRegex(str(value), r"^\d+$", each)
                self.assertNotIn("987654", json.dumps(value))
        # Every other column holds a choice, a colour, a number of months, reminders or an address.
        self.assertEqual({each for each in columns if not re.match(r"calendar_\d", each)}, {
            "id", "email", "view", "showWeekNumbers", "denyBusyInvitation", "sendFromEmail", "syncPeriodPast",
            "defaultReminders", "meetSection_calendar", "crmSection_calendar", "defaultSections_calendar", "keeps"})
        for policy in self.bench.path("moved/policies").iterdir():
            text = policy.read_text(encoding="utf-8")
            self.assertNotRegex(text, r"(?i)timezone|work_time|987654")
            self.assertNotRegex(text, r"Sections?: [\"'{ ]*\d")

    def test_what_could_not_be_told_is_listed(self):
        with open(self.bench.path("moved/left-out.csv"), newline="", encoding="utf-8") as file:
            left = {(int(row["user_id"]), row["what"].rsplit(".", 1)[-1]) for row in csv.DictReader(file)}
        expected = {(who, "view") for who in self.odd}
        expected |= {(who, key) for who in self.foreign for key in ("crmSection", "defaultSections")}
        self.assertEqual(left, expected)

    def test_everybody_who_moves_has_on_the_new_portal_what_he_had(self):
        moved = [who for who in self.old.users if who not in self.gone | self.staying]
        self.assertEqual(len(moved), USERS - len(self.gone) - len(self.staying))
        for who in moved:
            with self.subTest(user=who):
                there = self.there[who]
                had = variety.meant_by(self.old, who, self.mails["old"][who])
                has = variety.meant_by(self.new, there, self.mails["new"][there])
                for key in ("crmSection", "defaultSections") if who in self.foreign else ("view",) if who in self.odd else ():
                    del had[key], has[key]
                self.assertEqual(has, had)
                missing = set(variety.calendars_of(self.old, who).values()) - set(
                    variety.calendars_of(self.new, there).values())
                self.assertEqual(missing, set())

    def test_calendars_look_as_they_did(self):
        def looks(portal, who):
            return {each["name"]: (each["color"].lower(), each["text_color"].lower(), each["description"])
                    for each in portal.state(who)["sections"]}

        for who in [each for each in self.old.users if each not in self.gone | self.staying][:60]:
            with self.subTest(user=who):
                had, has = looks(self.old, who), looks(self.new, self.there[who])
                self.assertEqual({name: has[name] for name in had}, had)

    def test_nobody_else_was_touched(self):
        moved = {self.there[who] for who in self.old.users if who not in self.gone | self.staying}
        for each in self.new.state()["by_user"]:
            if each["id"] not in moved:
                self.assertEqual(each["writes"], 0, each["id"])
        self.assertEqual(self.new.totals()["wrong_user_writes"], 0)

    def test_afterwards_nothing_is_left_to_be_done(self):
        self.assertRegex(self.told[4, 0].out, r"(?m)^  change +[1-9]")
        self.assertRegex(self.told[4, 3].out, r"(?m)^  change +0$")
        self.assertIn("Nothing to change: everything is as it should be.", self.told[4, 3].out)


if __name__ == "__main__":
    case.main()
