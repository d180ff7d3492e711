#!/usr/bin/env python3
"""Several portals in one process: a run for each, and an end that tells of all of them."""
import shutil

from support import case
from support.portal import Portal
from support.trouble import refused_port


class SeveralPortals(case.Case):
    """`fine` and `dead` are one portal, of which `dead` is looked for where nobody listens; `refusing` is another."""

    users = 4

    @classmethod
    def setUpClass(cls):
        """No portal for all: what is done to one stays done."""

    def setUp(self):
        self.portal = Portal(self.users, "--no-limit")
        self.addCleanup(self.portal.stop)
        self.other = Portal(3, "--no-limit", "--portal-name", "other")
        self.addCleanup(self.other.stop)

    def bench(self, more=""):
        bench = self.workbench()
        shutil.copytree(self.other.folder, bench.path("other"))
        closed = self.hold(refused_port())
        bench.configure(
            bench.portal_lines("fine")
            + bench.portal_lines("dead", connect_to=f'"127.0.0.1:{closed}"')
            + bench.portal_lines(
                "refusing", url=self.other.url, ca_file="other/ca.pem", roster="other/roster.csv",
                admin='{ webhook: "file:other/admin.webhook" }', users='{ webhooks: "file:other/webhooks.csv" }'),
            more=more)
        config = bench.path("muster.yaml")
        config.write_text(config.read_text().replace('"reports/{{run}}"', '"reports/{{portal}}"')
                          .replace("limits: { share: 1 }", "limits: { share: 1, retries: 0, backoff_cap: 100ms }"))
        return bench

    def hold(self, context):
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def ends(self, bench):
        return dict(bench.journal("SELECT portal, end FROM run"))

    def test_one_that_is_dead_and_one_that_refuses_cost_the_third_nothing(self):
        bench = self.bench()
        self.other.control(overload=True)
        run = bench.muster("apply", "--portal", "all")
        self.assert_exit(run, 69)
        self.assertEqual(self.portal.totals()["writes"], 4)
        self.assertEqual(self.other.totals()["writes"], 0)
        ends = self.ends(bench)
        self.assertEqual(sorted(ends), ["dead", "fine", "refusing"])
        self.assertEqual(ends["fine"], "complete")
        self.assertNotEqual(ends["dead"], "complete")
        self.assertNotEqual(ends["refusing"], "complete")
        self.assertRegex(run.out, r"(?m)^  fine +4 +0 +4 +0 +0 +8  complete$")
        self.assertRegex(run.out, r"(?m)^  all +11 +0 +4 ")
        self.assertIn("3 portals", run.out)
        self.assertRegex(run.out, r"(?m)^  go on +muster apply .*--portal dead")
        for portal in ends:
            self.assertTrue(bench.path(f"reports/{portal}/index.html").exists(), portal)

    def test_those_that_are_named_are_done_and_others_left_alone(self):
        bench = self.bench()
        run = bench.muster("apply", "--portal", "fine,refusing")
        self.assert_exit(run, 0)
        self.assertEqual(self.ends(bench), {"fine": "complete", "refusing": "complete"})
        self.assertEqual(self.portal.totals()["writes"], 4)
        self.assertEqual(self.other.totals()["writes"], 3)
        self.assertEqual(len(bench.journal("SELECT DISTINCT id FROM run")), 2)

    def test_a_fault_in_one_portals_files_sends_nothing_to_any(self):
        bench = self.bench()
        bench.write("other/roster.csv", "id,email\nx,nobody\n")
        run = bench.muster("apply", "--portal", "fine,refusing")
        self.assert_exit(run, 78)
        self.assertIn("other/roster.csv:2", run.err)
        self.assert_nothing_sent()
        self.assertEqual(self.other.totals()["requests"], 0)

    def test_a_command_about_one_portal_says_so(self):
        bench = self.bench()
        run = bench.muster("roster", "list", "--portal", "fine,dead")
        self.assert_exit(run, 78)
        self.assertIn("this command is about one portal", run.err)


if __name__ == "__main__":
    case.main()
