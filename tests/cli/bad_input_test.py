#!/usr/bin/env python3
"""Whatever is wrong with what a person wrote is told in words that say what, where and what to do, and nothing is sent.

The words are in tests/golden/cli/. Each was read as somebody reads it who sees this program for the first time.
"""
from support import case, golden

USAGE = 64
INVALID = 78

SETTINGS = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: calendar }
spec:
  steps:
    - ensure: calendar.user.settings
      with:
        showWeekNumbers: Y
        %s
"""


class Badly(case.Case):
    """One portal for all of them; none of them may reach it."""

    users = 6

    def workbench(self):
        return super().workbench(SETTINGS % "showTasks: Y")

    def check(self, name, code, *arguments, bench, env=None):
        run = bench.muster(*(arguments or ["apply"]), env=env)
        with self.subTest(name):
            self.assert_exit(run, code)
            self.assertEqual(run.out, "")
            golden.check(self, name, golden.normalised(run.err, bench))
        self.assert_nothing_sent()
        self.assertFalse(bench.path("state").exists(), "a run that never began leaves no state")


class APolicy(Badly):
    def policy(self, text):
        bench = self.workbench()
        bench.write("policy.yaml", text)
        return bench

    def with_key(self, line):
        return self.policy(SETTINGS % line)

    def test_that_does_not_parse(self):
        self.check("policy-yaml", INVALID, bench=self.with_key('sendFromEmail: "it-desk@acme.example'))

    def test_with_an_unknown_key(self):
        self.check("policy-unknown-key", INVALID, bench=self.policy(
            SETTINGS % "showTasks: Y" + "      severty: { showTasks: critical }\n"))

    def test_with_a_setting_misspelt(self):
        self.check("policy-misspelt-setting", INVALID, bench=self.with_key("showDecline: true"))

    def test_with_a_setting_that_nobody_could_have_meant(self):
        self.check("policy-no-such-setting", INVALID, bench=self.with_key("favouriteColour: blue"))

    def test_with_a_value_that_is_not_one_of_those_allowed(self):
        self.check("policy-wrong-enum", INVALID, bench=self.with_key("view: weekly"))

    def test_with_a_yes_or_no_that_is_neither(self):
        self.check("policy-ambiguous-flag", INVALID, bench=self.with_key("showTasks: on"))

    def test_indented_with_a_tab(self):
        self.check("policy-tab", INVALID, bench=self.policy(SETTINGS % "showTasks: Y" + "\tseverity: {}\n"))

    def test_with_a_key_twice(self):
        self.check("policy-duplicate-key", INVALID, bench=self.with_key("showWeekNumbers: N"))

    def test_with_an_unknown_target(self):
        self.check("policy-unknown-target", INVALID, bench=self.policy(
            (SETTINGS % "showTasks: Y").replace("calendar.user.settings", "calendar.user.setings")))

    def test_that_matches_nobody(self):
        self.check("policy-matches-nobody", INVALID, bench=self.policy(
            (SETTINGS % "showTasks: Y").replace("spec:\n", "spec:\n  match: { department: [Moonbase] }\n")))

    def test_that_asks_the_administrator_to_change_what_only_its_owner_can(self):
        self.check("policy-settings-as-admin", INVALID, bench=self.policy(
            (SETTINGS % "showTasks: Y").replace("settings\n", "settings\n      as: admin\n")))

    def test_with_a_placeholder_that_names_a_column_which_is_not_there(self):
        self.check("policy-unknown-column", INVALID, bench=self.with_key("sendFromEmail: ${user.e_mail}"))

    def test_with_a_placeholder_that_names_a_variable_which_is_not_there(self):
        self.check("policy-unknown-variable", INVALID, bench=self.with_key("sendFromEmail: ${vars.sender}"))

    def test_that_is_no_policy_at_all(self):
        self.check("policy-other-kind", INVALID, bench=self.policy("apiVersion: muster/v1\nkind: Config\n"))

    def test_that_is_empty(self):
        self.check("policy-empty", INVALID, bench=self.policy(""))

    def test_that_is_not_there(self):
        bench = self.workbench()
        bench.remove("policy.yaml")
        self.check("policy-missing", INVALID, bench=bench)

    def test_that_needs_the_administrator_where_there_is_none(self):
        bench = self.policy(
            "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: welcome }\nspec:\n  steps:\n"
            "    - call: im.notify.system.add\n      as: admin\n      once: true\n"
            '      with: { USER_ID: "${user.id}", MESSAGE: Welcome, CLIENT_ID: muster }\n')
        bench.configure(bench.portal_lines(admin=None))
        self.check("policy-admin-missing", INVALID, bench=bench)


class ARoster(Badly):
    def roster(self, text):
        bench = self.workbench()
        bench.write("people.csv", text)
        bench.configure(roster="people.csv")
        return bench

    def test_without_the_column_that_says_who_it_is(self):
        self.check("roster-no-id-column", INVALID, bench=self.roster("name,email\nAnn,ann@acme.example\n"))

    def test_without_a_column_that_the_policy_needs(self):
        bench = self.roster("id,name\n2,Ann\n3,Bob\n")
        bench.write("policy.yaml", SETTINGS % "sendFromEmail: ${user.email}")
        self.check("roster-no-email-column", INVALID, bench=bench)

    def test_with_somebody_twice(self):
        self.check("roster-duplicate-user", INVALID, bench=self.roster(
            "id,email\n2,ann@acme.example\n3,bob@acme.example\n2,ann.b@acme.example\n"))

    def test_with_an_id_that_is_no_number(self):
        self.check("roster-bad-id", INVALID, bench=self.roster("id,email\n2,ann@acme.example\nbob,bob@acme.example\n"))

    def test_with_a_row_of_too_many_cells(self):
        self.check("roster-long-row", INVALID, bench=self.roster("id,name\n2,Ann, Sales\n"))

    def test_that_lists_nobody(self):
        self.check("roster-empty", INVALID, bench=self.roster("id,email\n"))

    def test_that_is_not_there(self):
        bench = self.workbench()
        bench.configure(roster="people.csv")
        self.check("roster-missing", INVALID, bench=bench)

    def test_that_nobody_named(self):
        bench = self.workbench()
        bench.configure(roster=None)
        self.check("roster-not-named", INVALID, bench=bench)


class AConfiguration(Badly):
    def test_that_is_not_there(self):
        bench = self.workbench()
        bench.remove("muster.yaml")
        self.check("config-missing", INVALID, bench=bench)

    def test_that_is_named_and_not_there(self):
        self.check("config-named-missing", INVALID, "apply", "--config", "other.yaml", bench=self.workbench())

    def test_with_unknown_keys(self):
        bench = self.workbench()
        bench.configure(bench.portal_lines(ca_fil="portal/ca.pem", ca_file=None), more="polices: [policy.yaml]\n")
        self.check("config-unknown-key", INVALID, bench=bench)

    def test_without_a_policy(self):
        bench = self.workbench()
        bench.configure(policies=None)
        self.check("config-no-policy", INVALID, bench=bench)

    def test_with_an_unknown_plan(self):
        bench = self.workbench()
        bench.configure(bench.portal_lines(plan="gold", burst=None, rate=None))
        self.check("config-unknown-plan", INVALID, bench=bench)

    def test_with_several_portals_and_none_chosen(self):
        bench = self.workbench()
        bench.configure(bench.portal_lines("east") + bench.portal_lines("west"))
        self.check("config-which-portal", INVALID, bench=bench)

    def test_without_the_portal_that_is_asked_for(self):
        self.check("config-no-such-portal", INVALID, "apply", "--portal", "acme", bench=self.workbench())

    def test_with_a_ca_file_that_is_not_there(self):
        bench = self.workbench()
        bench.configure(bench.portal_lines(ca_file="other-ca.pem"))
        self.check("config-ca-missing", INVALID, bench=bench)

    def test_with_a_ca_file_that_holds_no_certificate(self):
        bench = self.workbench()
        bench.write("other-ca.pem", "hello\n")
        bench.configure(bench.portal_lines(ca_file="other-ca.pem"))
        self.check("config-ca-empty", INVALID, bench=bench)


class ACredential(Badly):
    def test_that_stands_in_the_configuration(self):
        bench = self.workbench()
        bench.configure(bench.portal_lines(admin='{ webhook: "https://acme.bitrix24.com/rest/1/n0tAr34lC0de5xyz/" }'))
        self.check("webhook-in-config", INVALID, bench=bench)
        self.assertNotIn("n0tAr34lC0de5xyz", golden.FOLDER.joinpath("webhook-in-config.txt").read_text())

    def test_that_stands_where_the_portals_address_belongs(self):
        bench = self.workbench()
        bench.configure(bench.portal_lines(url='"https://acme.bitrix24.com/rest/1/n0tAr34lC0de5xyz/"'))
        self.check("webhook-as-url", INVALID, bench=bench)
        self.assertNotIn("n0tAr34lC0de5xyz", golden.FOLDER.joinpath("webhook-as-url.txt").read_text())

    def test_that_others_may_read(self):
        bench = self.workbench()
        bench.path("portal/admin.webhook").chmod(0o644)
        self.check("secret-readable-by-others", INVALID, bench=bench)

    def test_whose_file_is_not_there(self):
        bench = self.workbench()
        bench.remove("portal/webhooks.csv")
        self.check("secret-missing", INVALID, bench=bench)

    def test_of_another_portal(self):
        bench = self.workbench()
        bench.write("portal/admin.webhook", "https://other.bitrix24.com/rest/1/n0tAr34lC0de5xyz/\n")
        self.check("webhook-of-another-host", INVALID, bench=bench)

    def test_of_somebody_else_and_other_mistakes_in_the_table(self):
        bench = self.workbench()
        url = f"{bench.portal.url}/rest"
        bench.write("portal/webhooks.csv",
                    "user_id,webhook\n"
                    f"2,{url}/3/n0tAr34lC0de5xyz/\n"
                    "3,n0tAr34lC0de5xyz\n"
                    f"x,{url}/4/n0tAr34lC0de5xyz/\n"
                    f"4,{url}/4/n0tAr34lC0de5xyz/\n"
                    f"4,{url}/4/n0tAr34lC0de5xyz/\n")
        self.check("webhook-table", INVALID, bench=bench)

    def test_table_without_its_first_line(self):
        bench = self.workbench()
        bench.write("portal/webhooks.csv", f"2,{bench.portal.url}/rest/2/n0tAr34lC0de5xyz/\n")
        self.check("webhook-table-no-header", INVALID, bench=bench)


class ACommandLine(Badly):
    def usage(self, name, *arguments):
        bench = self.workbench()
        run = bench.muster(*arguments)
        self.assert_exit(run, USAGE)
        self.assertEqual(run.out, "")
        golden.check(self, name, golden.normalised(run.err, bench))
        self.assert_nothing_sent()

    def test_without_a_command(self):
        self.usage("usage-no-command")

    def test_with_an_unknown_command(self):
        self.usage("usage-unknown-command", "aply")

    def test_with_an_unknown_flag(self):
        self.usage("usage-unknown-flag", "apply", "--singel-pass")

    def test_with_a_word_too_many(self):
        self.usage("usage-extra-word", "validate", "policy.yaml")

    def test_with_a_flag_whose_value_is_missing(self):
        self.usage("usage-no-value", "apply", "--config")

    def test_with_an_unknown_form_of_output(self):
        self.usage("usage-output", "apply", "--output", "xml")

    def test_with_a_share_of_two(self):
        self.usage("usage-share", "apply", "--share", "2")

    def test_with_a_rate_that_is_no_number(self):
        self.usage("usage-rps", "apply", "--rps", "fast")

    def test_with_a_burst_of_nothing(self):
        self.usage("usage-burst", "apply", "--burst", "0")

    def test_a_plan_from_the_files_alone_that_is_to_be_saved(self):
        self.usage("usage-plan-offline", "plan", "--offline", "--out", "plan.jsonl")


class EmptyTexts(case.Case):
    # As a script passes them whose variable is empty: done without the option, everybody would be changed.
    def test_an_option_by_an_empty_text_is_refused(self):
        bench = self.workbench()
        for words in (["apply", "--retry-failed", ""], ["apply", "--limit", ""], ["apply", "--limit="], ["apply", ""],
                      ["apply", "--portal", ""], ["rollback", ""], ["run", "show", ""], ["resume", ""], ["apply", "--accept", ""]):
            with self.subTest(words):
                run = bench.muster(*words)
                self.assert_exit(run, 64)
                self.assertRegex(run.err, "takes a value, not an empty text|needs a value|takes the 64 hex")
        self.assert_nothing_sent()


if __name__ == "__main__":
    case.main()
