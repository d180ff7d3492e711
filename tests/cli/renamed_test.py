#!/usr/bin/env python3
"""A portal that has got another name: the old address answers 302."""
import json

from support import case
from support.portal import Portal


class ARenamedPortal(case.Case):
    users = 6

    @classmethod
    def setUpClass(cls):
        """Every test has a portal of its own."""

    def setUp(self):
        self.portal = Portal(self.users)
        self.addCleanup(self.portal.stop)
        self.renamed = f"https://127.0.0.1:{self.portal.port}"
        self.portal.control(redirect=self.renamed)

    def apply(self, bench, *arguments):
        return bench.muster("apply", "--json-into", "results.json", *arguments)

    def test_the_run_goes_on_at_the_new_name_and_says_so_once(self):
        bench = self.workbench()
        run = self.apply(bench)
        self.assert_exit(run, 0)
        self.assert_users(bench.results("results.json")["summary"], changed=6)
        self.assertEqual(run.err.count("has moved to"), 1, run.err)
        self.assertIn(f"the portal has moved to {self.renamed}", run.err)
        self.assertIn("Change its url in the configuration", run.err)
        self.assertIn(f"the portal is at {self.renamed} now: change the url of portals.demo", run.out)
        # Twelve requests arrived; each that had left for the old address before the new one was known went again, once.
        resent = self.portal.totals()["requests"] - 12
        self.assertTrue(1 <= resent <= 8, resent)
        events = [json.loads(line) for line in (bench.reports()[0] / "events.jsonl").read_text().splitlines()]
        self.assertIn(f"127.0.0.1:{self.portal.port}", {event.get("moved_to") for event in events})

    def test_nothing_is_done_twice(self):
        bench = self.workbench()
        self.apply(bench)
        for user in self.portal.users:
            self.assertEqual(self.portal.state(user)["writes"], 1)

    def test_a_circle_ends_the_run_before_anything_is_written(self):
        other = Portal(1)
        self.addCleanup(other.stop)
        bench = self.workbench()
        bench.write("portal/ca.pem", self.portal.ca_file.read_text() + other.ca_file.read_text())
        self.portal.control(redirect=other.url)
        other.control(redirect=self.portal.url)
        run = self.apply(bench)
        self.assert_exit(run, 69)
        self.assertIn("redirects in turn: refused", run.out)
        self.assertEqual(self.portal.totals()["writes"], 0)
        self.assertLess(self.portal.totals()["requests"] + other.totals()["requests"], 20)

    def test_off_https_is_refused(self):
        bench = self.workbench()
        self.portal.control(redirect=f"http://127.0.0.1:{self.portal.port}")
        run = self.apply(bench)
        self.assert_exit(run, 69)
        self.assertIn("redirects to an address that is not https; refused", run.out)
        self.assertEqual(self.portal.totals()["commands"], 0)

    def test_a_new_address_with_a_certificate_of_somebody_else_is_shown_nothing(self):
        stranger = Portal(1)
        self.addCleanup(stranger.stop)
        bench = self.workbench()
        self.portal.control(redirect=stranger.url)
        run = self.apply(bench)
        self.assert_exit(run, 69)
        self.assertEqual(stranger.totals()["requests"], 0)
        self.assertIn("not trusted", run.out)


if __name__ == "__main__":
    case.main()
