#!/usr/bin/env python3
"""The main job: the shipped template and a roster provision a portal, and doing it again changes nothing."""
import csv
import html.parser
import json
import xml.etree.ElementTree as xml

from support import case, programs

TEMPLATE = (programs.TEMPLATES / "onboarding-office.yaml").read_text(encoding="utf-8")


class References(html.parser.HTMLParser):
    """Whatever a page would have to fetch from elsewhere."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("src", "href", "srcset", "action", "poster", "data") and not (value or "").startswith("#"):
                self.found.append(f"<{tag} {name}={value!r}>")


def reminders(stored):
    """A portal's own default holds single objects where `set` documents lists; both mean the same."""
    return {kind: each if isinstance(each, list) else [each] for kind, each in json.loads(stored).items()}


class ApplyTheShippedTemplate(case.Case):
    """Two runs of one workbench; the tests look at what they left."""

    users = 40

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bench = case.Workbench(cls.portal, TEMPLATE)
        cls.addClassCleanup(cls.bench.clean_up)
        cls.first = cls.bench.muster("apply", "--json-into", "first.json", "--reason", "CHG-1042")
        cls.seen_first = cls.portal.state()
        cls.second = cls.bench.muster("apply", "--json-into", "second.json")
        cls.seen_both = cls.portal.state()

    def setUp(self):
        """Nothing is forgotten between these tests."""

    def test_everybody_is_changed_at_two_requests_each_and_the_admins_share_of_batches(self):
        self.assert_exit(self.first, 0)
        self.assert_users(self.bench.results("first.json")["summary"], changed=40)
        by_user = {each["id"]: each["requests"] for each in self.seen_first["by_user"]}
        self.assertEqual({who: by_user[who] for who in self.portal.users}, dict.fromkeys(self.portal.users, 2))
        self.assertEqual(by_user[1], 1, "40 notifications fit one batch")
        self.assertEqual(self.seen_first["totals"]["requests"], 81)

    def test_the_second_time_nobody_is_changed_at_one_request_each(self):
        self.assert_exit(self.second, 0)
        self.assert_users(self.bench.results("second.json")["summary"], unchanged=40)
        before = {each["id"]: each for each in self.seen_first["by_user"]}
        for each in self.seen_both["by_user"]:
            with self.subTest(user=each["id"]):
                spent = each["requests"] - before[each["id"]]["requests"]
                self.assertEqual(spent, 0 if each["id"] == 1 else 1)
                self.assertEqual(each["writes"], before[each["id"]]["writes"])

    def test_the_portal_never_had_to_refuse_anything(self):
        for count in ("rate_rejections_provoked", "operating_rejections", "wrong_user_writes", "secrets_in_user_agent"):
            self.assertEqual(self.seen_both["totals"][count], 0, count)

    def test_the_portal_holds_what_the_policy_says(self):
        for person in self.portal.roster:
            seen = self.portal.state(person["id"])
            with self.subTest(user=person["id"]):
                # Everybody has a calendar of his own already; it stays as it is.
                theirs, made = seen["sections"]
                self.assertNotEqual(theirs["name"], "Meetings")
                self.assertEqual((made["name"], made["color"]), ("Meetings", "#9cbe1c"))
                kept = seen["settings"]
                self.assertEqual(str(kept["meetSection"]), str(made["id"]))
                self.assertEqual(kept["sendFromEmail"], person["email"])
                self.assertIn(kept["denyBusyInvitation"], (True, "1"))
                self.assertIn(kept["showDeclined"], (False, "0"))
                self.assertEqual(
                    [kept[key] for key in ("collapseOffHours", "showWeekNumbers", "showTasks", "showCompletedTasks")],
                    ["Y", "Y", "Y", "N"])
                self.assertEqual([str(kept["syncPeriodPast"]), str(kept["syncPeriodFuture"])], ["3", "12"])
                self.assertEqual(reminders(kept["defaultReminders"]), {
                    "fullDay": [{"type": "daybefore", "before": 0, "time": 480}],
                    "withTime": [{"type": "min", "count": 15}],
                })
                self.assertEqual(kept["view"], "month", "a key that the policy does not name stays as it was")

    def test_everybody_is_notified_once_in_two_runs(self):
        for each in self.seen_both["by_user"]:
            with self.subTest(user=each["id"]):
                tags = [message["tag"] for message in each["notifications"]]
                self.assertEqual(tags, [] if each["id"] == 1 else ["muster-onboarding"])

    def test_the_summary_is_on_stdout_and_says_where_everything_is(self):
        for run, outcome in ((self.first, "changed"), (self.second, "unchanged")):
            self.assertRegex(run.out, r"(?m)^apply on demo \(https://localhost:\d+\): complete in ")
            self.assertRegex(run.out, rf"(?m)^  {outcome} +40$")
            self.assertRegex(run.out, r"(?m)^  selected +40$")
            self.assertIn(str(self.bench.journal_file), run.out)
        self.assertIn("reason: CHG-1042", self.first.out)
        first, second = self.bench.reports()
        self.assertIn(str(first / "index.html"), self.first.out)
        self.assertIn(str(second / "index.html"), self.second.out)

    def test_the_journal_holds_runs_jobs_steps_and_requests_that_add_up(self):
        runs = self.bench.journal("SELECT number, portal, command, reason, end, totals FROM run ORDER BY number")
        self.assertEqual([run[1:5] for run in runs],
                         [("demo", "apply", "CHG-1042", "complete"), ("demo", "apply", "", "complete")])
        for (number, *_, totals), outcome, sent in zip(runs, ("changed", "unchanged"), (81, 40)):
            with self.subTest(run=number):
                self.assertEqual(self.bench.journal(
                    "SELECT overall, count(*) FROM job WHERE run = ? GROUP BY overall", number), [(outcome, 40)])
                self.assertEqual(self.bench.journal(
                    "SELECT user FROM job WHERE run = ? ORDER BY number", number), [(who,) for who in self.portal.users])
                self.assertEqual(self.bench.journal(
                    "SELECT count(*) FROM request WHERE run = ? AND answered IS NOT NULL AND http_status = 200",
                    number), [(sent,)])
                steps = dict(self.bench.journal(
                    "SELECT outcome, count(*) FROM step WHERE run = ? GROUP BY outcome", number))
                self.assertEqual(sum(steps.values()), 120)
                told = json.loads(totals)
                self.assertEqual(told["users"], {outcome: 40})
                self.assertEqual(told["steps"], steps)
        self.assertEqual(
            self.bench.journal("SELECT count(*) FROM attempt"), [(self.seen_both["totals"]["commands"],)])

    def test_the_journal_holds_what_was_there_before_and_is_there_now(self):
        images = self.bench.journal(
            "SELECT before, after FROM step JOIN evidence ON evidence.number = step.evidence"
            " WHERE run = 1 AND target = 'calendar.user.settings'")
        self.assertEqual(len(images), 40)
        for before, after in images:
            self.assertEqual(json.loads(before)["showWeekNumbers"], "N")
            self.assertEqual(json.loads(after)["showWeekNumbers"], "Y")

    def test_the_report_folder_holds_every_file(self):
        for folder in self.bench.reports():
            self.assertEqual(
                sorted(file.name for file in folder.iterdir()),
                ["events.jsonl", "failed.txt", "index.html", "junit.xml", "results.csv", "summary.json", "summary.md"])
        self.assertEqual(len(self.bench.reports()), 2)

    def test_the_page_of_the_report_needs_no_other_file(self):
        for folder in self.bench.reports():
            page = (folder / "index.html").read_text(encoding="utf-8")
            self.assertEqual(References(page).found, [])
            for word in ("url(", "@import", "fetch(", "XMLHttpRequest", "import("):
                self.assertNotIn(word, page)
            for who in self.portal.roster:
                self.assertIn(who["email"], page)

    def test_the_files_of_the_report_can_be_read_and_agree(self):
        folder = self.bench.reports()[0]
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual(summary["format_version"], 1)
        self.assertEqual(summary["summary"], self.bench.results("first.json")["summary"])
        suite = xml.parse(folder / "junit.xml").getroot()
        self.assertEqual(len(suite.findall(".//testcase")), 40)
        self.assertEqual(suite.findall(".//failure"), [])
        with open(folder / "results.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual({row["user_id"] for row in rows}, {str(who) for who in self.portal.users})
        events = [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]
        closed = [event["user"] for event in events if event["event"] == "job-closed"]
        self.assertEqual(sorted(closed), self.portal.users)
        self.assertEqual((folder / "failed.txt").read_text(), "")


AWKWARD_POLICY = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: awkward }
spec:
  steps:
    - ensure: calendar.section
      id: own
      with: { name: "50 % & 1+1=2 #x; Встречи 🎉 [a]=b?c", color: "#9cbe1c" }
    - ensure: calendar.user.settings
      with:
        showDeclined: false
        denyBusyInvitation: true
        defaultSections: {}
        defaultReminders: { withTime: [{ type: hour, count: 2 }], fullDay: [] }
    - call: im.notify.system.add
      as: admin
      with: { USER_ID: "${user.id}", MESSAGE: "costs $result[j0][x] & $error[y]: +5 % für alle 🎉", CLIENT_ID: muster }
"""


class WhatABatchCouldSpoil(case.Case):
    users = 3

    def test_booleans_empty_maps_and_any_text_arrive_as_they_were_written(self):
        for who in self.portal.users:  # so that `false` has something to change
            self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set",
                             {"settings": {"showDeclined": True, "defaultSections": {f"user{who}": "77"}}})
        self.portal.reset()
        bench = self.workbench(AWKWARD_POLICY)
        self.assert_exit(bench.muster("apply"), 0)
        for who in self.portal.users:
            seen = self.portal.state(who)
            with self.subTest(user=who):
                section = seen["sections"][-1]
                self.assertEqual(section["name"], "50 % & 1+1=2 #x; Встречи 🎉 [a]=b?c")
                self.assertEqual(section["color"], "#9cbe1c")
                self.assertEqual(seen["notifications"][0]["message"], "costs $result[j0][x] & $error[y]: +5 % für alle 🎉")
                now = self.portal.call(self.portal.webhooks[who], "calendar.user.settings.get")
                self.assertEqual((now["showDeclined"], now["denyBusyInvitation"]), (False, True))
                self.assertEqual(now["defaultSections"], [], "PHP's empty map")
                self.assertEqual(now["defaultReminders"], {"withTime": [{"type": "hour", "count": 2}], "fullDay": []})
        again = bench.muster("apply", "--output", "json")
        self.assert_exit(again, 0)
        steps = [each["outcome"] for user in again.json()["users"] for each in user["steps"]]
        self.assertEqual(steps, ["unchanged", "unchanged", "changed"] * 3, "a call without `once` is made every time")


if __name__ == "__main__":
    case.main()
