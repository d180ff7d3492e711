#!/usr/bin/env python3
"""A webhook's code is nowhere but in the file that holds it: in no output, report, journal or result, whatever goes wrong."""
import urllib.parse

from support import case, programs
from support.trouble import at_another_address, refused_port
from support.portal import Portal


def disguises(code):
    """The ways in which a code may be written down."""
    yield code
    yield urllib.parse.quote(code, safe="")
    for hexadecimal in ("%{:02x}", "%{:02X}"):
        yield "".join(hexadecimal.format(byte) for byte in code.encode())


class Codes(case.Case):
    users = 5

    def places_of(self, bench, *runs):
        """Where a code was found: in what was printed, or in a file of the workbench."""
        texts = {f"stdout of run {number}": run.out.encode() for number, run in enumerate(runs)}
        texts |= {f"stderr of run {number}": run.err.encode() for number, run in enumerate(runs)}
        texts |= {str(file.relative_to(bench.folder)): file.read_bytes()
                  for file in bench.folder.rglob("*") if file.is_file()}
        wanted = [each.encode() for code in bench.portal.codes() for each in set(disguises(code))]
        return {place for place, text in texts.items() if any(code in text for code in wanted)}

    def assert_hidden(self, bench, *runs, known=("portal/webhooks.csv", "portal/admin.webhook")):
        # The files that hold them are found, so the search does find.
        self.assertEqual(self.places_of(bench, *runs), set(known))


class WhereAllIsWell(Codes):
    def test_two_runs_and_a_plan_that_tell_everything_tell_no_code(self):
        bench = self.workbench((programs.TEMPLATES / "onboarding-office.yaml").read_text(encoding="utf-8"))
        first = bench.muster("apply", "-v", "--json-into", "results.json")
        self.assert_exit(first, 0)
        self.assertIn("request 0 as user 2", first.err, "the log is worth reading")
        second = bench.muster("apply", "--output", "json", "--single-pass")
        lines = bench.muster("apply", "--output", "jsonl", "-v")
        plan = bench.muster("plan", "--offline")
        valid = bench.muster("validate")
        for run in (second, lines, plan, valid):
            self.assert_exit(run, 0)
        self.assert_hidden(bench, first, second, lines, plan, valid)

    def test_a_journal_that_was_left_in_mid_run_with_its_log_of_writes_holds_no_code(self):
        self.portal.control(faults=[{"kind": "slow", "ms": 200, "probability": 1}])
        bench = self.workbench()
        process = bench.start("apply", "-v")
        self.addCleanup(programs.end, process)
        programs.wait_until(lambda: self.portal.totals()["writes"] > 0, "something is written")
        process.kill()
        process.wait()
        self.assertTrue(bench.path("state/muster/journal.sqlite-wal").stat().st_size > 0)
        self.assert_hidden(bench)


class WhereSomethingFails(Codes):
    def failing(self, bench, code, *arguments):
        run = bench.muster("apply", "-v", "--json-into", "results.json", *arguments)
        self.assert_exit(run, code)
        return run

    def test_a_host_that_does_not_exist(self):
        bench = self.workbench()
        at_another_address(bench, "https://portal.invalid")
        self.assert_hidden(bench, self.failing(bench, 69))

    def test_a_certificate_that_is_not_trusted(self):
        other = Portal(1)
        self.addCleanup(other.stop)
        bench = self.workbench()
        bench.write("portal/ca.pem", other.ca_file.read_text())
        self.assert_hidden(bench, self.failing(bench, 69))

    def test_a_connection_that_is_refused(self):
        bench = self.workbench()
        with refused_port() as port:
            at_another_address(bench, f"https://localhost:{port}")
            self.assert_hidden(bench, self.failing(bench, 69))

    def test_credentials_that_are_not_valid_any_more(self):
        portal = Portal(3)
        self.addCleanup(portal.stop)
        for user in portal.users:
            portal.control(expire_webhook=user)
        bench = case.Workbench(portal)
        self.addCleanup(bench.clean_up)
        self.assert_hidden(bench, self.failing(bench, 4))

    def test_a_webhook_that_is_somebody_elses(self):
        portal = Portal(3)
        self.addCleanup(portal.stop)
        portal.control(move_webhook={"user": 3, "to": 1})
        bench = case.Workbench(portal)
        self.addCleanup(bench.clean_up)
        self.assert_hidden(bench, self.failing(bench, 4))

    def test_a_portal_that_sends_elsewhere(self):
        portal = Portal(3)
        self.addCleanup(portal.stop)
        bench = case.Workbench(portal)
        self.addCleanup(bench.clean_up)
        with refused_port() as port:
            portal.control(redirect=f"https://localhost:{port}")
            run = bench.muster("apply", "-v", "--json-into", "results.json")
        self.assertNotEqual(run.code, 0, str(run))
        self.assert_hidden(bench, run)

    def test_pages_broken_answers_and_cut_connections(self):
        for kind in ("html", "malformed_json", "cut_before", "cut_after"):
            with self.subTest(kind):
                self.portal.reset()
                self.portal.control(faults=[{"kind": kind, "count": 3}])
                bench = self.workbench()
                self.assert_hidden(bench, self.failing(bench, 0))

    def test_a_report_that_cannot_be_written(self):
        bench = self.workbench()
        bench.write("file", "")
        self.assert_hidden(bench, self.failing(bench, 73, "--report-dir", "file/report"))


class WhereItStandsInTheWrongPlace(Codes):
    """Whoever puts a webhook where it does not belong has it told back to him without its code."""

    def refused(self, bench, *arguments, code=78, known=None):
        self.portal.reset()
        runs = [bench.muster(*(arguments or ("apply", "-v")))]
        if not arguments:
            runs += [bench.muster("validate"), bench.muster("validate", "--output", "json"),
                     bench.muster("plan", "--offline")]
        for run in runs:
            self.assert_exit(run, code)
        own = {"portal/webhooks.csv", "portal/admin.webhook"}
        self.assert_hidden(bench, *runs, known=own | set(known or ()))
        self.assert_nothing_sent()

    def test_in_the_configuration(self):
        for title, changes in {
            "as the administrator's": {"admin": '{ webhook: "WEBHOOK" }'},
            "as the administrator's, alone": {"admin": "WEBHOOK"},
            "as the users'": {"users": '{ webhooks: "WEBHOOK" }'},
            "as a key": {"users": '{ "WEBHOOK": 1 }'},
            "as the address": {"url": "WEBHOOK"},
            "as the plan": {"plan": "WEBHOOK"},
            "as the authorities": {"ca_file": "WEBHOOK"},
            "as a number": {"burst": "WEBHOOK"},
            "with the quote open": {"admin": '{ webhook: "WEBHOOK }'},
            "with the brace open": {"admin": "{ webhook: WEBHOOK"},
            "behind a tab": {"admin": "\n\twebhook: WEBHOOK"},
            "twice": {"admin": '{ webhook: "WEBHOOK", webhook: "WEBHOOK" }'},
            "under an unknown key": {"webhook": "WEBHOOK"},
        }.items():
            with self.subTest(title):
                bench = self.workbench()
                webhook = self.portal.webhooks[2]
                bench.configure(bench.portal_lines(
                    **{key: value.replace("WEBHOOK", webhook) for key, value in changes.items()}))
                self.refused(bench, known={"muster.yaml"})

    def test_elsewhere_in_the_configuration(self):
        webhook = self.portal.webhooks[2]
        for title, how in {
            "as a portal": {"portals": f"  demo: {webhook}\n"},
            "as a portal's name": {"portals": f"  \"{webhook}\": {{ url: https://acme.bitrix24.com }}\n"},
            "as the roster": {"roster": webhook},
            "as a policy": {"policies": f"[{webhook}]"},
            "as all policies": {"policies": webhook},
            "at the root": {"more": f"webhook: {webhook}\n"},
            "as a line": {"more": f"{webhook}\n"},
        }.items():
            with self.subTest(title):
                bench = self.workbench()
                bench.configure(**how)
                self.refused(bench, known={"muster.yaml"})

    def test_in_a_table_of_webhooks_that_is_not_written_as_it_should_be(self):
        url = self.portal.webhooks[2]
        for title, table in {
            "without its first line": f"2,{url}\n",
            "with the columns the other way round": f"user_id,webhook\n{url},2\n",
            "with a cell too many": f"user_id,webhook\n2,{url},{url}\n",
            "with a cell too few": f"user_id,webhook\n{url}\n",
            "with a quote that stays open": f'user_id,webhook\n2,"{url}\n',
            "with a quote in the middle": f'user_id,webhook\n2,{url}"x"\n',
            "with a method": f"user_id,webhook\n2,{url}profile\n",
            "over http": f"user_id,webhook\n2,{url.replace('https', 'http')}\n",
            "of another host": f"user_id,webhook\n2,{url.replace('localhost', 'other.example')}\n",
            "of another user": f"user_id,webhook\n3,{url}\n",
            "twice": f"user_id,webhook\n2,{url}\n2,{url}\n",
            "with its code alone": f"user_id,webhook\n2,{url.rstrip('/').rsplit('/', 1)[1]}\n",
            "with bytes that are no UTF-8": f"user_id,webhook\n2,{url}\udcff\n",
            "as YAML": f"2: {url}\n",
            "as JSON": f'{{"2": "{url}"}}\n',
        }.items():
            with self.subTest(title):
                bench = self.workbench()
                bench.path("portal/webhooks.csv").write_bytes(table.encode("utf-8", "surrogateescape"))
                self.refused(bench)

    def test_in_the_file_of_the_administrators(self):
        url = self.portal.admin_webhook
        for title, text in {
            "twice": f"{url}\n{url}\n",
            "with a name before it": f"webhook={url}\n",
            "of another host": url.replace("localhost", "other.example"),
            "without https": url.removeprefix("https://"),
        }.items():
            with self.subTest(title):
                bench = self.workbench()
                bench.write("portal/admin.webhook", text)
                self.refused(bench)

    def test_on_the_command_line(self):
        webhook = self.portal.webhooks[2]
        for code, arguments in (
            (78, ["apply", "--config", webhook]),
            (78, ["apply", "--portal", webhook]),
            (78, ["apply", "--roster", webhook]),
            (78, ["apply", "--policy", webhook]),
            (78, ["apply", "--ca-file", webhook]),
            (64, ["apply", "--output", webhook]),
            (64, ["apply", "--rps", webhook]),
            (64, ["apply", webhook]),
            (64, ["apply", "--reason", "see " + webhook]),
            (64, ["rollback", "last", "--reason", webhook]),
            (64, [webhook]),
            (64, ["apply", "--webhook=" + webhook]),
            (73, ["apply", "--json-into", webhook]),
        ):
            with self.subTest(arguments[-2] if len(arguments) > 2 else arguments):
                self.refused(self.workbench(), *arguments, code=code)

    def test_in_the_place_of_a_run(self):
        bench = self.workbench()
        self.assert_exit(bench.muster("apply"), 0)
        for command in (["rollback"], ["resume"], ["run", "show"], ["run", "report"]):
            with self.subTest(command):
                self.refused(bench, *command, self.portal.webhooks[2], code=64)


if __name__ == "__main__":
    case.main()
