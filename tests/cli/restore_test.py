#!/usr/bin/env python3
"""What a snapshot had is put back, and two snapshots are compared."""
from support import case, variety


class Snapshots(case.Case):
    users = 12

    def setUp(self):
        super().setUp()
        self.bench = self.workbench()
        variety.settle(self.portal, seed=5)
        self.before = self.take("before.gz")
        self.portal.reset()

    def take(self, name):
        self.assert_exit(self.bench.muster("snapshot", "--out", name), 0)
        return self.bench.path(name).read_bytes()

    def spoil(self, users):
        for who in users:
            self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set", {"settings": {
                "view": "list", "showTasks": "N", "syncPeriodPast": "9", "sendFromEmail": "x@acme.example",
                "defaultReminders": {"withTime": [], "fullDay": []}, "meetSection": "4711"}})


class Restoring(Snapshots):
    def test_everybody_has_again_what_he_had_to_the_byte(self):
        changed = self.portal.users[:7]
        self.spoil(changed)
        self.assertNotEqual(self.take("spoilt.gz"), self.before)
        run = self.bench.muster("restore", "before.gz", "--json-into", "restored.json")
        self.assert_exit(run, 0)
        self.assert_users(self.bench.results("restored.json")["summary"], changed=7, unchanged=5)
        self.assertEqual(self.take("after.gz"), self.before)

    def test_again_nothing_is_written(self):
        run = self.bench.muster("restore", "before.gz", "--json-into", "restored.json")
        self.assert_exit(run, 0)
        self.assert_users(self.bench.results("restored.json")["summary"], unchanged=12)
        self.assertEqual(self.portal.totals()["writes"], 0)

    def test_a_dry_run_shows_it_and_writes_nothing(self):
        self.spoil(self.portal.users[:2])
        self.portal.reset()
        run = self.bench.muster("restore", "before.gz", "--dry-run", "--detailed-exitcode")
        self.assert_exit(run, 2)
        self.assertRegex(run.out, r"(?m)^restore for demo ")
        self.assertRegex(run.out, r"(?m)^  change +2$")
        self.assertRegex(run.out, r"(?m)^  unchanged +10$")
        self.assertIn("nothing was written", run.out)
        self.assertEqual(self.portal.totals()["writes"], 0)
        self.assert_exit(self.bench.muster("restore", "before.gz"), 0)
        self.assert_exit(self.bench.muster("restore", "before.gz", "--dry-run", "--detailed-exitcode"), 0)

    def test_a_dry_run_is_not_the_last_run_that_can_be_taken_back(self):
        self.spoil(self.portal.users[:3])
        spoilt = self.take("spoilt.gz")
        self.assert_exit(self.bench.muster("restore", "before.gz"), 0)
        self.assert_exit(self.bench.muster("restore", "spoilt.gz", "--dry-run"), 0)
        self.assertEqual(self.bench.journal("SELECT command FROM run ORDER BY number DESC LIMIT 1"), [("restore --dry-run",)])
        self.assert_exit(self.bench.muster("rollback", "last"), 0)
        self.assertEqual(self.take("taken-back.gz"), spoilt)

    def test_who_could_not_be_restored_is_restored_by_the_next_line(self):
        self.bench.write("portal/webhooks.csv", "".join(
            line for line in self.bench.path("portal/webhooks.csv").read_text().splitlines(True)
            if not line.startswith(f"{self.portal.users[0]},")))
        run = self.bench.muster("restore", "before.gz")
        self.assert_exit(run, 4)
        self.assertRegex(run.out, r"(?m)^ +next +muster restore before\.gz ")
        self.assertNotIn("muster apply", run.out + run.err)

    def test_it_is_stopped_as_any_run_that_writes(self):
        self.spoil(self.portal.users)
        self.portal.control(faults=[{"kind": "slow", "ms": 800, "probability": 1}])
        late = self.bench.muster("restore", "before.gz", "--deadline", "1s")
        self.assert_exit(late, 75)
        self.assertRegex(late.out, r"(?m)^ +go on +muster restore before\.gz .*--deadline 1s")
        self.portal.reset()
        self.spoil(self.portal.users)
        self.portal.control(clear_faults=True, faults=[
            {"kind": "error", "code": "ERROR_NOT_FOUND", "level": "command", "method": "calendar.user.settings.set",
             "user": self.portal.users[0]}])
        gate = self.bench.muster("restore", "before.gz", "--serial", "1,100%", "--max-fail", "0")
        self.assert_exit(gate, 6)
        self.portal.control(clear_faults=True)
        self.assert_exit(self.bench.muster("restore", "before.gz", "--serial", "1,100%", "--max-fail", "0"), 0)
        self.assertEqual(self.take("after.gz"), self.before)

    def test_fewer_users_can_be_asked_for(self):
        self.spoil(self.portal.users[:3])
        chosen = self.portal.users[1]
        run = self.bench.muster("restore", "before.gz", "--limit", str(chosen), "--json-into", "restored.json")
        self.assert_exit(run, 0)
        self.assert_users(self.bench.results("restored.json")["summary"], changed=1)

    def test_another_portal_is_refused_unless_it_is_meant(self):
        self.bench.configure(self.bench.portal_lines(url=self.portal.url.replace("localhost", "127.0.0.1")))
        for name in ("portal/webhooks.csv", "portal/admin.webhook"):
            self.bench.write(name, self.bench.path(name).read_text().replace("localhost", "127.0.0.1"))
        run = self.bench.muster("restore", "before.gz")
        self.assert_exit(run, 78)
        self.assertIn("this is a snapshot of demo", run.err)
        self.assert_nothing_sent()
        self.assert_exit(self.bench.muster("restore", "before.gz", "--other-portal"), 0)

    def test_a_damaged_snapshot_is_refused(self):
        self.bench.path("cut.gz").write_bytes(self.before[:-30])
        for command in (["restore", "cut.gz"], ["diff", "before.gz", "cut.gz"]):
            run = self.bench.muster(*command)
            self.assert_exit(run, 78)
            self.assertIn("cut short", run.err)
        self.assert_nothing_sent()


class Comparing(Snapshots):
    def test_the_same_state_has_no_difference(self):
        self.take("again.gz")
        run = self.bench.muster("diff", "before.gz", "again.gz", "--detailed-exitcode")
        self.assert_exit(run, 0)
        self.assertIn("nothing differs", run.out)

    def test_what_differs_is_collapsed_with_counts_and_samples(self):
        for who in self.portal.users:
            self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set", {"settings": {"syncTasks": "Y"}})
        self.take("after.gz")
        run = self.bench.muster("diff", "before.gz", "after.gz", "--detailed-exitcode")
        self.assert_exit(run, 2)
        self.assertRegex(run.out, r"(?m)^#1  12 users: 2 ")
        self.assertRegex(run.out, r"syncTasks +N -> Y")
        self.assert_exit(self.bench.muster("diff", "before.gz", "after.gz"), 0)
        told = self.bench.muster("diff", "before.gz", "after.gz", "--output", "json")
        self.assert_exit(told, 0)
        self.assertIn("syncTasks", told.out)

    def test_types_alone_are_no_difference(self):
        who = self.portal.users[0]
        kept = self.portal.call(self.portal.webhooks[who], "calendar.user.settings.get")["syncPeriodFuture"]
        self.portal.call(self.portal.webhooks[who], "calendar.user.settings.set",
                         {"settings": {"syncPeriodFuture": str(kept)}})
        self.assertNotEqual(self.take("after.gz"), self.before)
        run = self.bench.muster("diff", "before.gz", "after.gz", "--detailed-exitcode")
        self.assert_exit(run, 0)

    def test_users_of_one_alone_are_counted(self):
        self.assert_exit(self.bench.muster("snapshot", "--out", "few.gz", "--limit", str(self.portal.users[0])), 0)
        run = self.bench.muster("diff", "before.gz", "few.gz", "--detailed-exitcode")
        self.assert_exit(run, 2)
        self.assertRegex(run.out, r"only in +before.gz: 11 users")


if __name__ == "__main__":
    case.main()
