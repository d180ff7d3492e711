#!/usr/bin/env python3
"""What a policy says arrives at the portal as it was said: value and type, over real HTTPS, with the real programs.

A batch carries everything as text in a query string that PHP takes apart, so each value here has a way of going
wrong. The second class goes those ways with requests written by hand: it shows that the stand-in is as harsh as the
portal, without which the first would prove nothing. tools/portal-sim/README.md shows the same with curl.

Usage: wire_fidelity_test.py MUSTER PORTAL_SIM. Needs nothing but the standard library.
"""
import json
import sys
import unittest

from stand_in import Bench, StandIn

MUSTER = ""
PORTAL_SIM = ""

# Every character that parse_url, parse_str or the portal's references would take for their own, and what is not ASCII.
AWKWARD = [
    "Release #1",
    "R&D",
    "1 + 1",
    "50 % = half",
    "already %23 encoded %2B",
    "Встречи отдела",
    "🗓 Standup 👩‍💻",
    "a[b].c d",
    "?x=1&y[]=2#z",
    "host:80/path?query",
    'a "quote" and a \\ backslash',
    "$result[x]",
    "costs $result[0][ID] & $error[c0]",
]

GET = "calendar.user.settings.get"
SET = "calendar.user.settings.set"
DEFAULT_COLOR = "#E6A469"  # of calendars made without one, or with one that is none


def quoted(text):
    """As a YAML scalar: JSON's quoting is one of YAML's."""
    return json.dumps(text, ensure_ascii=False)


def person(user, **more):
    """A row of a roster."""
    return {"id": user, "email": f"u{user}+calendar@acme.example", **more}


def policy(steps):
    return f"apiVersion: muster/v1\nkind: Policy\nmetadata: {{ name: fidelity }}\nspec:\n  steps:\n{steps}"


def settings_step(lines):
    return "    - ensure: calendar.user.settings\n      with:\n" + "".join(f"        {line}\n" for line in lines)


def section_step(name, color):
    return f"    - ensure: calendar.section\n      with: {{ name: {quoted(name)}, color: {quoted(color)} }}\n"


def notification_step(message):
    return ("    - call: im.notify.system.add\n      as: admin\n      once: true\n      with:\n"
            f"        USER_ID: ${{user.id}}\n        CLIENT_ID: muster\n        MESSAGE: {quoted(message)}\n")


class Fidelity(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.portal = StandIn(PORTAL_SIM, users=8)
        cls.addClassCleanup(cls.portal.stop)

    def setUp(self):
        self.there_already = {section["id"] for user in self.portal.everybody() for section in user["sections"]}

    def ask(self, user, method, parameters=None):
        """A REST call under the user's own webhook; the administrator is user 1."""
        return self.portal.call(self.portal.webhooks.get(user, self.portal.admin_webhook), method, parameters)

    def batch(self, user, **commands):
        """Command strings, byte for byte as given."""
        return self.ask(user, "batch", {"cmd": commands})

    def settings(self, user):
        return self.ask(user, GET)

    def new_sections(self, user):
        """Name and colour of those made in this test; what the portal tells has to be what it keeps."""
        kept = {each["id"]: (each["name"], each["color"].upper()) for each in self.portal.user(user)["sections"]}
        rows = self.ask(user, "calendar.section.get", {"type": "user", "ownerId": user})
        self.assertEqual({int(row["ID"]): (row["NAME"], row["COLOR"].upper()) for row in rows}, kept)
        return [kept[id] for id in sorted(kept) if id not in self.there_already]

    def messages(self, user):
        return [each["message"] for each in self.portal.user(user)["notifications"]]

    def assert_not_poisoned(self, user):
        """A read and a write still work, and what is written is there."""
        self.assertIs(self.ask(user, SET, {"settings": {"view": "day"}}), True)
        self.assertEqual(self.settings(user)["view"], "day")

    def assert_poisoned(self, user):
        for method, parameters in ((GET, {}), (SET, {"settings": {"view": "day"}})):
            with self.assertRaisesRegex(AssertionError, "ERROR_ARGUMENT", msg=method):
                self.ask(user, method, parameters)


class MusterSays(Fidelity):
    """No two tests write the same of one user: nothing here takes back what another has written."""

    def apply(self, steps, *people):
        """Applies to these people, rows of a roster; gives the bench and what portal-sim counted meanwhile."""
        rows = [people[0].keys(), *(each.values() for each in people)]
        roster = "".join(",".join(map(str, row)) + "\n" for row in rows)
        bench = Bench(MUSTER, self.portal, policy(steps), roster)
        self.addCleanup(bench.clean_up)
        return bench, self.run_again(bench, changed=len(people))

    def run_again(self, bench, **expected):
        self.portal.reset()
        users = bench.apply()["summary"]["users"]
        self.assertEqual({outcome: count for outcome, count in users.items() if count}, expected)
        return self.portal.totals()

    def assert_settled(self, bench):
        """Muster takes what it reads for what it wrote: it has nothing to do a second time."""
        self.assertEqual(self.run_again(bench, unchanged=1)["writes"], 0)

    def test_false_and_true_in_a_batch_arrive_as_false_and_true(self):
        self.ask(2, SET, {"settings": {"showDeclined": True, "denyBusyInvitation": False, "showTasks": "Y"}})
        bench, seen = self.apply(
            settings_step(["showDeclined: false", "denyBusyInvitation: true", "showTasks: N"]), person(2))
        self.assertEqual(seen["requests"], seen["batches"], "all of it went in batches")
        said = self.settings(2)
        self.assertIs(said["showDeclined"], False)
        self.assertIs(said["denyBusyInvitation"], True)
        self.assertEqual(said["showTasks"], "N")
        self.assertEqual(self.portal.user(2)["settings"]["showDeclined"], "0", "the text that PHP takes for false")
        self.assert_settled(bench)
        self.assert_not_poisoned(2)

    def test_a_plus_in_an_address_arrives_as_a_plus(self):
        bench, seen = self.apply(settings_step(["sendFromEmail: ${user.email}"]), person(3))
        self.assertEqual(seen["requests"], seen["batches"])
        self.assertEqual(self.settings(3)["sendFromEmail"], "u3+calendar@acme.example")
        self.assert_settled(bench)

    def test_names_and_colours_arrive_unharmed(self):
        wanted = [(name, f"#9CBE{number:02X}") for number, name in enumerate(AWKWARD)]
        bench, _ = self.apply("".join(section_step(*each) for each in wanted), person(4))
        self.assertCountEqual(self.new_sections(4), wanted)
        self.assert_settled(bench)
        self.assertCountEqual(self.new_sections(4), wanted, "none was made again")

    def test_awkward_characters_need_encoding_and_not_a_request_each(self):
        names = [name for name in AWKWARD if "$" not in name]
        _, seen = self.apply("".join(section_step(name, "#9CBEEE") for name in names), person(5))
        self.assertEqual(seen["requests"], seen["batches"])
        self.assertCountEqual(self.new_sections(5), [(name, "#9CBEEE") for name in names])

    def test_text_from_the_roster_arrives_unharmed(self):
        team = "Продажи & Co + #1 🗓 $result[x]"
        bench, _ = self.apply(section_step("${user.team}", "#9CBEEE"), person(6, team=team))
        self.assertEqual(self.new_sections(6), [(team, "#9CBEEE")])
        self.assert_settled(bench)

    def test_an_empty_map_clears_and_does_not_poison(self):
        self.ask(7, SET, {"settings": {"defaultSections": {"user7": "77"}}})
        self.assertEqual(self.settings(7)["defaultSections"], {"user7": "77"})
        bench, seen = self.apply(settings_step(["defaultSections: {}"]), person(7))
        self.assertEqual(seen["requests"], seen["batches"])
        self.assertEqual(self.settings(7)["defaultSections"], [], "PHP's empty map")
        self.assertEqual(json.loads(self.portal.user(7)["settings"]["defaultSections"]), {})
        self.assert_settled(bench)
        self.assert_not_poisoned(7)

    def test_numbers_and_empty_lists_inside_a_map_keep_their_types(self):
        full_day = [{"type": "daybefore", "before": 0, "time": 480}]
        bench, seen = self.apply(
            settings_step([f"defaultReminders: {{ fullDay: {quoted(full_day)}, withTime: [] }}"]), person(8))
        self.assertEqual(seen["requests"], seen["batches"])
        said = self.settings(8)["defaultReminders"]
        self.assertEqual(quoted(said), quoted({"fullDay": full_day, "withTime": []}))
        self.assert_settled(bench)
        self.assert_not_poisoned(8)

    def test_text_that_looks_like_a_reference_arrives_as_text(self):
        # The administrator notifies all of them, which would be one batch for anything else.
        notes = {
            2: "plain", 3: "costs $5 [or 6] and is plain", 4: "# plain & +",
            5: "$result[j1]", 6: "$result[x][0][NAME] and $error[j2]", 7: "in capitals: $RESULT[0]",
        }
        bench, seen = self.apply(
            notification_step("${user.note}"), *(person(user, note=note) for user, note in notes.items()))
        self.assertEqual({user: self.messages(user) for user in notes}, {user: [note] for user, note in notes.items()})
        self.assertEqual(seen["requests"] - seen["batches"], 3, "such texts go singly, the others do not")
        self.run_again(bench, unchanged=len(notes))
        self.assertEqual([len(self.messages(user)) for user in notes], [1] * len(notes), "none was sent again")


class OthersSay(Fidelity):
    """What happens to whoever encodes less carefully."""

    def test_the_text_false_in_a_batch_turns_a_setting_on(self):
        self.assertIs(self.settings(2)["showDeclined"], False)
        self.batch(2, s="calendar.user.settings.set?settings%5BshowDeclined%5D=false")
        self.assertIs(self.settings(2)["showDeclined"], True)
        self.batch(2, s="calendar.user.settings.set?settings%5BshowDeclined%5D=0")
        self.assertIs(self.settings(2)["showDeclined"], False)

    def test_bare_characters_cut_and_change_a_value(self):
        add = "calendar.section.add?type=user&ownerId=3&name="
        for sent, arrives in (("C#", "C"), ("a+b", "a b"), ("R&D", "R"), ("100%25", "100%")):
            with self.subTest(sent=sent):
                self.batch(3, made=add + sent)
                self.assertEqual(self.new_sections(3)[-1][0], arrives)

    def test_a_bare_colour_is_lost_with_all_that_follows(self):
        add = "calendar.section.add?type=user&ownerId=4&name="
        self.batch(4, bare=add + "Red&color=#9CBEEE&description=all",
                   encoded=add + "Blue&color=%239CBEEE&description=all")
        red, blue = self.portal.user(4)["sections"][-2:]
        self.assertEqual((red["name"], red["color"], red["description"]), ("Red", DEFAULT_COLOR, ""))
        self.assertEqual((blue["name"], blue["color"], blue["description"]), ("Blue", "#9CBEEE", "all"))

    def test_an_empty_text_for_a_map_poisons_the_user(self):
        said = self.batch(5, s="calendar.user.settings.set?settings%5BdefaultSections%5D=")
        self.assertEqual(said["result"], {"s": True}, "and the portal says nothing of it")
        self.assert_poisoned(5)
        self.ask(5, SET, {"settings": False})  # the only cure, and it takes all other settings along
        self.assert_not_poisoned(5)

    def test_text_that_looks_like_a_reference_is_replaced(self):
        name = self.ask(6, "profile")["NAME"]
        notify = "im.notify.system.add?USER_ID=6&CLIENT_ID=x&MESSAGE="
        reference = "%24result%5Bwho%5D%5B0%5D%5BNAME%5D"
        said = self.batch(1, who="user.get?ID=6", whole=notify + reference, inside=notify + "Dear%20" + reference)
        self.assertEqual(said["result_error"], [])
        self.assertEqual(self.messages(6), [name, f"Dear {name}"], "encoding is no escape")


if __name__ == "__main__":
    PORTAL_SIM = sys.argv.pop(2)
    MUSTER = sys.argv.pop(1)
    unittest.main(verbosity=2)
