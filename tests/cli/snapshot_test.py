#!/usr/bin/env python3
"""What everybody has, written down: whole, the same bytes for the same state, and nothing of it guessed."""
import gzip
import json
import signal
import stat

from support import case, programs


def lines_of(file):
    with gzip.open(file, "rt", encoding="utf-8") as packed:
        return [json.loads(line) for line in packed]


def entries_of(file):
    return {each["user"]: each for each in lines_of(file)[1:-1]}


class Taking(case.Case):
    users = 12

    def setUp(self):
        super().setUp()
        self.bench = self.workbench()

    def take(self, *flags, code=0, out="state.gz"):
        run = self.bench.muster("snapshot", "--out", out, *flags)
        self.assert_exit(run, code)
        return self.bench.path(out)

    def test_everybody_costs_one_request_and_nothing_is_written(self):
        self.take()
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 1))
        totals = self.portal.totals()
        self.assertEqual((totals["writes"], totals["requests"]), (0, 12))

    def test_it_holds_what_the_portal_answers_with_every_key(self):
        who = self.portal.users[0]
        mine = self.portal.webhooks[who]
        self.portal.call(mine, "calendar.user.settings.set", {"settings": {
            "view": "day", "syncPeriodPast": 6, "defaultSections": {f"user{who}": "77"}, "crmSection": "5"}})
        self.portal.call(mine, "calendar.section.add", {"type": "user", "name": "Встречи", "color": "#9CBEEE"})
        entries = entries_of(self.take())
        self.assertEqual(list(entries), sorted(self.portal.users))
        mails = {int(row["id"]): row["email"] for row in self.portal.roster}
        for user, each in entries.items():
            with self.subTest(user=user):
                self.assertEqual(each["email"], mails[user])
                settings = self.portal.call(self.portal.webhooks[user], "calendar.user.settings.get")
                self.assertEqual(each["state"]["calendar.user.settings"], settings)
                self.assertIn("timezoneName", settings)
                rows = self.portal.call(self.portal.webhooks[user], "calendar.section.get",
                                        {"type": "user", "ownerId": user})
                self.assertEqual(
                    each["state"]["calendar.section"],
                    [{key: row[key] for key in ("ID", "NAME", "DESCRIPTION", "COLOR", "TEXT_COLOR")} for row in rows])
        self.assertEqual([each["NAME"] for each in entries[who]["state"]["calendar.section"]][-1], "Встречи")

    def test_the_first_line_says_what_it_is_of_and_the_last_that_it_is_whole(self):
        first, *entries, last = lines_of(self.take())
        self.assertEqual(first, {
            "format_version": 1, "kind": "muster.snapshot", "portal": "demo", "url": self.portal.url,
            "resources": ["calendar.section", "calendar.user.settings"], "users": 12, "unread": 0})
        self.assertEqual((last["end"], last["entries"]), (True, len(entries)))

    def test_two_of_the_same_state_are_the_same_bytes(self):
        one = self.take(out="one.gz")
        reversed_roster = self.bench.path("portal/roster.csv").read_text().splitlines(keepends=True)
        self.bench.write("backwards.csv", "".join([reversed_roster[0], *reversed_roster[:0:-1]]))
        other = self.take("--roster", "backwards.csv", out="other.gz")
        self.assertEqual(one.read_bytes(), other.read_bytes())
        self.portal.call(self.portal.webhooks[self.portal.users[3]], "calendar.user.settings.set",
                         {"settings": {"view": "list"}})
        self.assertNotEqual(one.read_bytes(), self.take(out="third.gz").read_bytes())

    def test_it_is_its_owners_alone(self):
        self.assertEqual(stat.S_IMODE(self.take().stat().st_mode), 0o600)

    def test_no_secret_is_in_it(self):
        text = gzip.decompress(self.take().read_bytes()).decode()
        for code in self.portal.codes():
            self.assertNotIn(code, text)

    def test_without_a_name_it_goes_into_the_state_directory_under_its_runs_id(self):
        run = self.bench.muster("snapshot")
        self.assert_exit(run, 0)
        ((name,),) = self.bench.journal("SELECT id FROM run")
        file = self.bench.path(f"state/muster/snapshots/demo/{name}.jsonl.gz")
        self.assertEqual(len(entries_of(file)), 12)
        self.assertIn(str(file), run.out)
        self.assertRegex(run.out, r"(?m)^snapshot on demo .*: complete in ")
        self.assertRegex(run.out, r"(?m)^  read +12$")
        self.assertRegex(run.out, r"(?m)^  changed +0$")

    def test_who_could_not_be_read_is_listed_as_such(self):
        first, second, third = self.portal.users[:3]
        hooks = [line for line in self.bench.path("portal/webhooks.csv").read_text().splitlines(keepends=True)
                 if not line.startswith(f"{first},")]
        self.bench.write("portal/webhooks.csv", "".join(hooks))
        self.portal.control(move_webhook={"user": second, "to": 1})
        self.portal.control(remove_scope={"scope": "calendar", "user": third})
        self.addCleanup(self.portal.control, add_scope={"scope": "calendar", "user": third})
        self.addCleanup(self.portal.control, move_webhook={"user": second, "to": second})
        file = self.take(code=4)
        first_line, *_ = lines_of(file)
        self.assertEqual((first_line["users"], first_line["unread"]), (12, 3))
        entries = entries_of(file)
        self.assertEqual([entries[who]["unread"] for who in (first, second, third)],
                         ["no credential", "wrong identity", "unreadable"])
        for who in (first, second, third):
            self.assertNotIn("state", entries[who])
            self.assertTrue(entries[who]["why"])
        shown = self.bench.muster("snapshot", "show", "state.gz")
        self.assert_exit(shown, 0)
        self.assertRegex(shown.out, r"(?m)^  read +9$")
        self.assertRegex(shown.out, rf"(?m)^  {second} .*: wrong identity, the credential belongs to user 1")

    def test_fewer_users_and_other_resources_can_be_asked_for(self):
        chosen = self.portal.users[2]
        first, entry, _ = lines_of(self.take("--limit", str(chosen), "--resource", "user"))
        self.assertEqual((first["resources"], entry["user"]), (["user"], chosen))
        self.assertEqual(entry["state"]["user"]["ID"], str(chosen))
        self.assertEqual(self.portal.requests_by_user()[chosen], 0, "the administrator's credential reads that")
        self.portal.reset()
        everything = lines_of(self.take("--limit", str(chosen), "--resource", "all"))[0]["resources"]
        self.assertEqual(everything, ["calendar.section", "calendar.user.settings", "user"])

    def test_a_resource_that_there_is_not_is_refused(self):
        run = self.bench.muster("snapshot", "--resource", "calendar.user.setting")
        self.assert_exit(run, 78)
        self.assertIn("did you mean 'calendar.user.settings'?", run.err)
        self.assert_nothing_sent()

    def test_a_name_that_cannot_be_written_is_found_before_anything_is_sent(self):
        run = self.bench.muster("snapshot", "--out", "nowhere/state.gz")
        self.assert_exit(run, 73)
        self.assertIn("nowhere/state.gz", run.err)
        self.assert_nothing_sent()

    def test_where_nobody_can_be_read_an_older_one_stays(self):
        before = self.take().read_bytes()
        self.portal.control(remove_scope={"scope": "calendar"})
        self.addCleanup(self.portal.control, add_scope={"scope": "calendar"})
        run = self.bench.muster("snapshot", "--out", "state.gz")
        self.assertNotEqual(run.code, 0)
        self.assertIn("no snapshot was written", run.err)
        self.assertEqual(self.bench.path("state.gz").read_bytes(), before)

    def test_results_as_json_name_the_file_on_stderr(self):
        run = self.bench.muster("snapshot", "--out", "state.gz", "--output", "json")
        self.assert_exit(run, 0)
        self.assert_users(run.json()["summary"], unchanged=12)
        self.assertIn("Snapshot: state.gz\n", run.err)


class Interrupted(case.Case):
    users = 30

    def test_a_run_that_ended_early_leaves_none(self):
        bench = self.workbench()
        self.portal.control(faults=[{"kind": "slow", "method": "*", "ms": 100}])
        process = bench.start("snapshot", "--out", "state.gz")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] > 3, "the run is under way")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=programs.DEADLINE)
        self.assertEqual(process.returncode, 130, out + err)
        self.assertIn(b"no snapshot was written", err)
        self.assertRegex(out.decode(), r"(?m)^ +go on +muster snapshot .* --out state.gz$")
        self.assertEqual([each.name for each in bench.folder.glob("state.gz*")], [])

    def test_an_export_that_ended_early_is_come_back_to_as_it_was_asked_for(self):
        bench = self.workbench()
        self.portal.control(faults=[{"kind": "slow", "method": "*", "ms": 100}])
        process = bench.start("export", "--out", "moved", "--mode", "lite")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["requests"] > 3, "the run is under way")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=programs.DEADLINE)
        self.assertEqual(process.returncode, 130, out + err)
        self.assertRegex(out.decode(), r"(?m)^ +go on +muster export .* --out moved --mode lite$")
        self.assertFalse(bench.path("moved").exists())


class Showing(case.Case):
    users = 3

    def setUp(self):
        super().setUp()
        self.bench = self.workbench()
        self.assert_exit(self.bench.muster("snapshot", "--out", "state.gz"), 0)
        self.whole = self.bench.path("state.gz").read_bytes()

    def refused(self, data, words):
        self.bench.path("spoilt.gz").write_bytes(data)
        run = self.bench.muster("snapshot", "show", "spoilt.gz")
        self.assert_exit(run, 78)
        self.assertIn(words, run.err)
        self.assertEqual(run.out, "")

    def test_one_that_is_not_as_it_was_written_is_refused_with_the_reason(self):
        text = gzip.decompress(self.whole).decode()
        self.refused(self.whole[:-30], "cut short")
        self.refused(gzip.compress(text.replace('"month"', '"week"').encode()), "its checksum does not fit")
        self.refused(gzip.compress(text.replace('version":1', 'version":2').encode()), "newer version of muster")
        self.refused(b"portals: {}\n", "this is no snapshot")

    def test_as_json(self):
        run = self.bench.muster("snapshot", "show", "state.gz", "--output", "json")
        self.assert_exit(run, 0)
        told = run.json()
        self.assertEqual((told["portal"], told["users"], told["read"], told["unread"]), ("demo", 3, 3, []))
        self.assertEqual(told["items"], {"calendar.section": 3})


if __name__ == "__main__":
    case.main()
