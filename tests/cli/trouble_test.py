#!/usr/bin/env python3
"""Users who cannot be worked on, portals that cannot be reached, places that cannot be written."""
from support import case, programs
from support.portal import Portal
from support.trouble import at_another_address, refused_port
from support.workbench import settings_policy


# How long an ailing portal is waited for hangs on backoff_cap; the tests have no minutes.
QUICK = "{ share: 1, backoff_cap: 200ms }"


class UsersWhoCannotBeWorkedOn(case.Case):
    """What is done to a credential stays done, so every test has a portal of its own."""

    users = 6

    @classmethod
    def setUpClass(cls):
        """No portal for all."""

    def setUp(self):
        self.portal = Portal(self.users)
        self.addCleanup(self.portal.stop)

    def settings_of(self, user):
        return self.portal.state(user)["settings"]

    def outcomes(self, results):
        return {user["id"]: user["outcome"] for user in results["users"]}

    def test_a_user_without_a_credential_is_blocked_and_the_others_are_done(self):
        bench = self.workbench()
        lines = bench.path("portal/webhooks.csv").read_text().splitlines(keepends=True)
        bench.write("portal/webhooks.csv", "".join(line for line in lines if not line.startswith("4,")))
        run = bench.muster("apply", "--json-into", "results.json")
        self.assert_exit(run, 4)
        results = bench.results("results.json")
        self.assert_users(results["summary"], changed=5, blocked=1)
        self.assertEqual(self.outcomes(results)[4], "blocked")
        self.assertEqual(self.portal.state(4)["requests"], 0)
        self.assertIsNone(self.settings_of(4))
        self.assertEqual(bench.journal("SELECT user, overall, blocked FROM job WHERE overall <> 'changed'"),
                         [(4, "blocked", "no-credential")])
        # What to do about it is in the summary.
        self.assertIn("BLOCKED BY REASON", run.out)
        self.assertRegex(run.out, r"no-credential +1 user")
        self.assertRegex(run.out, r"users +4 ")
        self.assertRegex(run.out, r"advice +Add the user's webhook")
        self.assertEqual((bench.reports()[0] / "failed.txt").read_text(), "4\n")

    def test_a_webhook_that_was_moved_to_somebody_else_is_found_out_and_writes_nothing(self):
        self.portal.control(move_webhook={"user": 3, "to": 1})
        bench = self.workbench()
        run = bench.muster("apply", "--json-into", "results.json")
        self.assert_exit(run, 4)
        results = bench.results("results.json")
        self.assert_users(results["summary"], changed=5, blocked=1)
        self.assertEqual(self.outcomes(results)[3], "blocked")
        self.assertIn("wrong-identity", run.out)
        self.assertEqual(self.portal.totals()["wrong_user_writes"], 0)
        self.assertIsNone(self.settings_of(1), "whoever has the webhook now keeps his settings")

    def test_a_proven_webhook_that_was_moved_since_is_found_out_in_a_single_pass_and_puts_back_what_it_wrote(self):
        bench = self.workbench()
        self.assert_exit(bench.muster("apply"), 0)
        bench.write("policy.yaml", bench.path("policy.yaml").read_text().replace("view: week", "view: list"))
        before = self.portal.call(self.portal.admin_webhook, "calendar.user.settings.get")
        self.portal.control(move_webhook={"user": 3, "to": 1})
        run = bench.muster("apply", "--single-pass", "--json-into", "results.json")
        self.assert_exit(run, 4)
        results = bench.results("results.json")
        self.assert_users(results["summary"], changed=5, blocked=1)
        self.assertEqual(self.outcomes(results)[3], "blocked")
        self.assertEqual(self.portal.call(self.portal.admin_webhook, "calendar.user.settings.get"), before)
        self.assertEqual(self.settings_of(3)["view"], "week")
        self.assertIn("have been put back", run.out)

    def test_a_webhook_that_is_not_valid_any_more_blocks_its_user_alone(self):
        bench = self.workbench()
        self.portal.control(expire_webhook=3)
        run = bench.muster("apply", "--json-into", "results.json")
        self.assert_exit(run, 4)
        results = bench.results("results.json")
        self.assert_users(results["summary"], changed=5, blocked=1)
        self.assertEqual(self.outcomes(results)[3], "blocked")
        self.assertIn("INVALID_CREDENTIALS", run.out)

    def test_an_administrator_who_is_refused_is_not_tried_again_for_every_batch(self):
        bench = self.workbench()
        policy = bench.path("policy.yaml")
        policy.write_text(policy.read_text() + """\
    - call: im.notify.system.add
      as: admin
      with: { USER_ID: "${user.id}", MESSAGE: hello, CLIENT_ID: muster }
""")
        bench.configure(limits="{ share: 1, connections: 1 }", more="batch: { max_commands: 2 }\n")
        self.portal.control(expire_webhook=1)
        run = bench.muster("apply", "--json-into", "results.json")
        self.assert_exit(run, 3)
        results = bench.results("results.json")
        self.assert_users(results["summary"], failed=6)
        admin = [each for each in self.portal.state()["by_user"] if each["id"] == 1]
        self.assertEqual([each["requests"] for each in admin], [1])
        self.assertIn("not sent: the portal refused this credential before", str(results))


class PortalsThatCannotBeReached(case.Case):
    users = 3

    def assert_unavailable(self, bench, run):
        self.assert_exit(run, 69)
        self.assert_nothing_sent()
        # Nobody is forgotten, and nobody is said to have been changed.
        self.assertEqual(bench.journal("SELECT DISTINCT overall FROM job WHERE overall IS NULL OR overall = 'changed'"),
                         [])
        self.assertEqual(bench.journal("SELECT count(*) FROM job"), [(3,)])
        self.assertEqual(bench.journal("SELECT end FROM run"), [("unavailable",)])
        self.assertRegex(run.out, r"(?m)^  go on +muster apply --config ")

    def test_a_certificate_of_an_authority_that_is_not_trusted_ends_the_run_before_anything_is_said(self):
        other = Portal(1)
        self.addCleanup(other.stop)
        bench = self.workbench()
        bench.write("portal/ca.pem", other.ca_file.read_text())
        run = bench.muster("apply")
        self.assert_unavailable(bench, run)
        self.assertIn("certificate", run.out)
        self.assertNotRegex(run.out, r"(?m)^  changed +[1-9]")

    def test_the_flag_for_the_authorities_goes_before_the_configuration(self):
        bench = self.workbench()
        bench.configure(bench.portal_lines(ca_file=None))
        self.assert_unavailable(bench, bench.muster("apply"))
        self.assert_exit(bench.muster("apply", "--ca-file", bench.path("portal/ca.pem")), 0)

    def test_a_portal_that_refuses_connections_is_given_up_within_seconds(self):
        with refused_port() as port:
            bench = self.workbench()
            at_another_address(bench, f"https://localhost:{port}")
            run = bench.muster("apply")
        self.assert_unavailable(bench, run)
        self.assertIn("Connection refused", run.out)
        self.assertLess(run.took, 15)

    def test_a_portal_that_goes_away_in_mid_run_ends_it_with_an_outcome_for_everybody(self):
        portal = Portal(40)
        self.addCleanup(portal.stop)
        portal.control(faults=[{"kind": "slow", "ms": 50, "probability": 1}])
        bench = case.Workbench(portal)
        self.addCleanup(bench.clean_up)
        bench.configure(limits=QUICK)
        process = bench.start("apply")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: portal.totals()["requests"] >= 10, "the run is under way")
        portal.stop()
        out, err = process.communicate(timeout=programs.DEADLINE)
        self.assertEqual(process.returncode, 69, out + err)
        self.assertEqual(bench.journal("SELECT count(*) FROM job WHERE overall IS NOT NULL"), [(40,)])
        self.assertEqual(bench.journal("SELECT end FROM run"), [("unavailable",)])


class PortalsThatAil(case.Case):
    users = 60

    def setUp(self):
        super().setUp()
        self.bench = self.workbench()
        self.bench.configure(limits=QUICK)

    def test_one_that_answers_nothing_but_502_costs_a_few_requests_and_nobody_is_said_to_have_failed(self):
        self.assert_exit(self.bench.muster("apply"), 0)  # it was well once
        self.portal.reset()
        self.portal.control(faults=[{"kind": "html", "status": 502, "probability": 1}])
        run = self.bench.muster("apply", "--json-into", "results.json")
        self.assert_exit(run, 69)
        self.assertLessEqual(self.portal.totals()["requests"], 50)
        self.assert_users(self.bench.results("results.json")["summary"], skipped=60)
        self.assertIn("the portal does not answer, also after ", run.out)
        self.assertIn("HTTP 502", run.out)

    def test_one_that_is_well_again_in_time_is_worked_on_to_the_end(self):
        self.bench.write("policy.yaml", settings_policy("list"))
        self.portal.control(faults=[{"kind": "html", "status": 502, "count": 20}])
        run = self.bench.muster("apply", "--json-into", "results.json")
        self.assert_exit(run, 0)
        self.assert_users(self.bench.results("results.json")["summary"], changed=60)


class PortalsThatTakeWhatTheyDoNotKeep(case.Case):
    """The portal answers true to a setting it does not know, and drops it (portal-facts 5.1)."""

    CATALOG = """\
apiVersion: muster/v1
kind: Catalog
resources:
  acme.calendar:
    description: What Acme thinks that its portal can do.
    kind: settings
    as: user
    read: { method: calendar.user.settings.get, pick: whole }
    write: { method: calendar.user.settings.set, values_under: settings, keeps_types: true }
    fields:
      view: { type: choice, allowed: [day, week, month, list], default: month, description: The view. }
      hidesWeather: { type: boolean, default: false, description: Nothing that a portal knows. }
"""
    POLICY = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: weather }
spec:
  steps:
    - ensure: acme.calendar
      with: { view: week, hidesWeather: true }
"""

    def test_what_was_accepted_and_is_not_there_has_failed_with_both_values(self):
        bench = self.workbench(self.POLICY)
        bench.write("catalog/acme.yaml", self.CATALOG)
        bench.configure(more="catalog: catalog\n")
        run = bench.muster("apply", "--limit", "2", "--json-into", "results.json")
        self.assert_exit(run, 3)
        user, = bench.results("results.json")["users"]
        step, = user["steps"]
        self.assertEqual((step["outcome"], step["code"]), ("failed", "not-effective"))
        self.assertEqual(step["reason"], "hidesWeather: sent true, read back null")
        self.assertIn("not-effective", run.out)
        settings = self.portal.call(self.portal.webhooks[2], "calendar.user.settings.get")
        self.assertEqual(settings["view"], "week", "what the portal knows was written")


class PlacesThatCannotBeWritten(case.Case):
    users = 3

    def assert_lost(self, run):
        self.assert_exit(run, 73)
        self.assert_nothing_sent()

    def test_a_state_directory_below_a_file(self):
        bench = self.workbench()
        bench.write("file", "")
        run = bench.muster("apply", env={"XDG_STATE_HOME": str(bench.path("file"))})
        self.assert_lost(run)
        self.assertEqual(run.out, "")
        self.assertIn(f"{bench.path('file')}/muster", run.err)
        self.assertIn("Not a directory", run.err)

    def test_a_report_folder_below_a_file(self):
        bench = self.workbench()
        bench.write("file", "")
        run = bench.muster("apply", "--report-dir", "file/report", "--output", "json", "--json-into", "results.json")
        self.assert_lost(run)
        self.assertEqual(run.out, "", "no half of a document")
        self.assertEqual(list(bench.folder.glob("results.json*")), [])
        self.assertIn("file/report", run.err)

    def test_results_into_a_folder_that_is_not_there(self):
        bench = self.workbench()
        run = bench.muster("apply", "--json-into", "nowhere/results.json")
        self.assert_lost(run)
        self.assertIn("nowhere/results.json", run.err)

    def test_a_journal_that_is_none(self):
        bench = self.workbench()
        bench.write("state/muster/journal.sqlite", "this is no database, and nobody's to overwrite\n" * 50)
        run = bench.muster("apply")
        self.assert_lost(run)
        self.assertIn("journal.sqlite", run.err)
        self.assertIn("nobody's to overwrite", bench.journal_file.read_text())


if __name__ == "__main__":
    case.main()
