#!/usr/bin/env python3
"""The roster is the portal's own directory: read, kept, asked for again, and never mistaken for nobody."""
import json
import re
import signal
import stat
import subprocess
import sys
import zlib

from support import programs, trouble
from support.case import Case, main

POLICY = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: sales }
spec:
  match: { department_and_above: [Sales] }
  steps:
    - ensure: calendar.user.settings
      with: { view: week, sendFromEmail: "${user.email}" }
"""

BY_DEPARTMENT = POLICY.replace("department_and_above", "department")


class Directory(Case):
    """320 employees in nested departments, 60 of them added here, beside guests and dismissed people."""

    users = 320

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ask = cls.portal.call
        admin = cls.portal.admin_webhook
        # Sales(2) > Sales EMEA(3) > Nordics > Oslo; and enough sisters for a second page of departments.
        cls.nordics = ask(admin, "department.add", {"NAME": "Nordics", "PARENT": 3})
        cls.oslo = ask(admin, "department.add", {"NAME": "Oslo", "PARENT": cls.nordics})
        for number in range(56):
            ask(admin, "department.add", {"NAME": f"Branch {number}", "PARENT": 1})
        cls.twin = ask(admin, "department.add", {"NAME": "Support", "PARENT": cls.oslo})
        cls.in_oslo = [11, 12, 13]
        for user in cls.in_oslo:
            ask(admin, "user.update", {"ID": user, "UF_DEPARTMENT": [cls.oslo]})
        cls.guest = ask(admin, "user.add", {"EMAIL": "guest@elsewhere.example", "EXTRANET": "Y", "SONET_GROUP_ID": [1]})
        cls.dismissed = 21
        cls.portal.control(dismiss=cls.dismissed)

    def setUp(self):
        super().setUp()
        self.addCleanup(self.restore_scopes)

    def restore_scopes(self):
        for scope in ("user", "user_basic", "user_brief", "department"):
            self.portal.control(add_scope={"scope": scope, "user": 1})

    def bench(self, directory="{}", policy=POLICY, more="", policies="[policy.yaml]", **how):
        made = self.workbench(policy, **how)
        made.configure(roster=f"{{ directory: {directory}{more} }}", policies=policies)
        return made

    def listed(self, bench, *flags):
        run = bench.muster("roster", "list", "--output", "json", *flags)
        self.assert_exit(run, 0)
        return {each["id"]: each["attributes"] for each in run.json()["list"]}

    def departments_of(self, *names):
        """Ids of the roster's users by the departments of portal-sim's own list."""
        return {int(row["id"]) for row in self.portal.roster if row["department"] in names} - {self.dismissed}

    def caches(self, bench):
        return sorted((bench.path("state") / "muster" / "directory").glob("*"))


class Reading(Directory):
    def test_everybody_who_is_active_and_employed_is_on_it(self):
        seen = self.listed(self.bench())
        expected = {1, *self.portal.users} - {self.dismissed}
        self.assertEqual(set(seen), expected)
        # whose webhook, two pages of 68 departments, seven of 320 users
        self.assertEqual(self.portal.totals()["requests"], 1 + 2 + 7)
        self.assertEqual(self.portal.totals()["rate_rejections_provoked"], 0)

    def test_a_user_has_the_attributes_that_policies_ask_for(self):
        who = self.listed(self.bench())[11]
        self.assertEqual(who["id"], 11)
        self.assertIs(who["active"], True)
        self.assertEqual(who["department"], ["Oslo"])
        self.assertEqual(who["department_and_above"], ["Oslo", "Nordics", "Sales EMEA", "Sales", "Company"])
        self.assertEqual(who["department_path"], ["Company/Sales/Sales EMEA/Nordics/Oslo"])
        self.assertEqual(who["department_id"], [self.oslo])
        row = next(each for each in self.portal.roster if each["id"] == "11")
        self.assertEqual((who["email"], who["name"], who["last_name"], who["position"], who["user_type"]),
                         (row["email"], row["name"], row["last_name"], row["position"], "employee"))
        self.assertIsNone(who["phone"])  # everybody has it, nobody has set it

    def test_a_department_is_meant_with_those_below_it(self):
        # Who sits in Oslo came from elsewhere.
        inside = (self.departments_of("Sales", "Sales EMEA") | set(self.in_oslo))
        for written in ("Sales", "company/sales", "2", "[Sales, 'Sales EMEA']"):
            with self.subTest(written):
                self.assertEqual(set(self.listed(self.bench(f"{{ departments: {written} }}"))), inside)
        self.assertEqual(set(self.listed(self.bench("{ departments: Sales EMEA/Nordics }"))), set(self.in_oslo))

    def test_a_department_that_is_not_clear_is_an_error_that_lists_what_may_be_meant(self):
        bench = self.bench("{ departments: [Support, Slaes, 999, Company/Nowhere] }")
        run = bench.muster("roster", "list")
        self.assert_exit(run, 78)
        column = len("roster: { directory: { departments: [") + 1
        self.assertIn(f"muster.yaml:13:{column}: error: 2 departments are called 'Support': "
                      f"Company/Support (id 6), Company/Sales/Sales EMEA/Nordics/Oslo/Support (id {self.twin})",
                      run.err)
        self.assertRegex(run.err, "the portal has no department 'Slaes' .*\n.*\n.*\n  did you mean 'Sales'[?]\n")
        self.assertIn("no department with the id 999", run.err)
        self.assertTrue(run.err.endswith("\n4 errors; nothing was changed.\n"), run.err)
        self.assertIn("no department 'Company/Nowhere'", run.err)
        self.assertEqual(run.out, "")
        self.assertEqual(self.caches(bench), [])

    def test_inactive_people_and_guests_come_only_when_they_are_asked_for(self):
        self.assertIn(self.dismissed, self.listed(self.bench("{ include: [inactive] }")))
        self.assertNotIn(self.guest, self.listed(self.bench("{ include: [inactive] }")))
        everybody = self.listed(self.bench("{ include: [inactive, extranet] }"))
        self.assertIs(everybody[self.dismissed]["active"], False)
        self.assertEqual(everybody[self.guest]["user_type"], "extranet")
        self.assertEqual(everybody[self.guest]["department"], [])

    def test_a_filter_takes_those_whose_field_has_one_of_the_values(self):
        interns = {int(each["id"]) for each in self.portal.roster if each["position"] == "intern"}
        leads = {int(each["id"]) for each in self.portal.roster if each["position"] == "Team lead"}
        seen = self.listed(self.bench("{ filter: { WORK_POSITION: [intern, 'team lead'] } }"))
        self.assertEqual(set(seen), (interns | leads) - {self.dismissed})
        self.assertEqual(set(self.listed(self.bench("{ filter: { ID: [5, 7, 9] } }"))), {5, 7, 9})

    def test_files_add_to_it(self):
        bench = self.bench(more=", files: [desks.csv, groups.yaml], key: email")
        mail = next(each["email"] for each in self.portal.roster if each["id"] == "30")
        bench.write("desks.csv", f"email,desk\n{mail},4-17\n")
        bench.write("groups.yaml", "apiVersion: muster/v1\nkind: Roster\n"
                                   "groups: { sales: { match: { department_and_above: [Sales] } } }\n")
        seen = self.listed(bench)
        self.assertEqual((seen[30]["desk"], seen[31]["desk"]), ("4-17", None))
        self.assertEqual(seen[11]["groups"], ["sales"])


class Keeping(Directory):
    def test_it_is_kept_for_its_owner_alone_and_its_age_is_told(self):
        bench = self.bench()
        first = bench.muster("roster", "check")
        self.assert_exit(first, 0)
        self.assertIn("Directory of demo: 320 users, read now with 10 requests.\n", first.err)
        (cache,) = self.caches(bench)
        self.assertEqual(stat.S_IMODE(cache.stat().st_mode), 0o600)
        self.portal.reset()
        again = bench.muster("roster", "check")
        self.assert_exit(again, 0)
        self.assertEqual(again.out, first.out)
        self.assertRegex(again.err, r"^Directory of demo: 320 users, read .* ago \(20.*Z\)\.\n$")
        self.assert_nothing_sent()

    def test_what_is_too_old_or_asked_for_is_read_again(self):
        bench = self.bench()
        self.assert_exit(bench.muster("roster", "check"), 0)
        self.portal.reset()
        self.assert_exit(bench.muster("roster", "check", "--refresh"), 0)
        self.assertEqual(self.portal.totals()["requests"], 10)
        self.age(bench, hours=13)
        self.portal.reset()
        self.assert_exit(bench.muster("roster", "check"), 0)
        self.assertEqual(self.portal.totals()["requests"], 10)
        self.age(bench, hours=-1)  # the machine's clock was set back
        self.portal.reset()
        self.assert_exit(bench.muster("roster", "check"), 0)
        self.assertEqual(self.portal.totals()["requests"], 10)

    def age(self, bench, hours):
        (cache,) = self.caches(bench)
        text = cache.read_text(encoding="utf-8")
        found = re.search(r'"read_at_ms":(\d+)', text)
        cache.write_text(text.replace(found[1], str(int(found[1]) - hours * 3600 * 1000), 1), encoding="utf-8")

    def test_another_question_is_another_directory(self):
        bench = self.bench()
        self.assert_exit(bench.muster("roster", "check"), 0)
        bench.configure(roster="{ directory: { departments: Sales } }")
        narrower = bench.muster("roster", "check")
        self.assert_exit(narrower, 0)
        self.assertIn("read now", narrower.err)
        self.assertEqual(len(self.caches(bench)), 2)

    def test_what_was_damaged_is_read_again_and_never_used(self):
        bench = self.bench()
        self.assert_exit(bench.muster("roster", "check"), 0)
        (cache,) = self.caches(bench)
        whole = cache.read_bytes()
        for damage in (whole[:-40], whole.replace(b'"id":30,', b'"id":31,'), b"", b"{}\n"):
            with self.subTest(damage[-30:]):
                cache.write_bytes(damage)
                offline = bench.muster("validate")
                self.assert_exit(offline, 78)
                self.assertIn("is damaged", offline.err)
                self.assertIn("muster roster check", offline.err)
                self.assert_exit(bench.muster("roster", "check"), 0)
                self.assertEqual(re.sub(rb"\A.*\n", b"", cache.read_bytes()), re.sub(rb"\A.*\n", b"", whole))

    def test_commands_that_ask_no_portal_use_what_is_kept_and_say_how_old_it_is(self):
        bench = self.bench()
        for command in (["validate"], ["plan", "--offline"], ["explain", "user", "11"]):
            with self.subTest(command=command, kept=False):
                run = bench.muster(*command)
                self.assert_exit(run, 78)
                self.assertIn("the portal's directory was not read yet, and this command asks no portal", run.err)
                self.assertIn("'muster roster check' reads the directory and keeps it", run.err)
        self.assert_nothing_sent()
        self.assert_exit(bench.muster("roster", "check"), 0)
        self.age(bench, hours=20)
        self.portal.reset()
        for command in (["validate"], ["plan", "--offline"], ["explain", "user", "11"]):
            with self.subTest(command=command, kept=True):
                run = bench.muster(*command)
                self.assert_exit(run, 0)
                self.assertIn("Directory of demo: 320 users, read 20 h 00 m ago", run.err)
                self.assertIn("warning: the directory of demo was read 20 h 00 m ago, which is more than its max_age",
                              run.err)
        self.assert_nothing_sent()

    def test_it_needs_no_policy(self):
        bench = self.bench(policies=None)
        self.assert_exit(bench.muster("roster", "check"), 0)
        bench.configure(policies=None)
        self.assertEqual(bench.muster("roster", "check").out.split(":")[0], "320 users")

    def test_apply_reads_it_and_reaches_those_whom_the_policy_means(self):
        bench = self.bench("{ departments: [Nordics] }")
        run = bench.muster("apply", "--output", "json")
        self.assert_exit(run, 0)
        self.assertEqual({each for each, requests in self.portal.requests_by_user().items() if requests},
                         set(self.in_oslo))
        self.assertIn("Directory of demo: 3 users, read now", run.err)
        (requests,) = bench.journal("SELECT count(*) FROM request WHERE run = 1")[0]
        self.assertEqual(requests, 4)  # so that a run after it knows what the portal still counts
        again = bench.muster("apply")
        self.assert_exit(again, 0)
        self.assertRegex(again.err, r"Directory of demo: 3 users, read .* ago")

    def test_a_policy_matches_by_the_name_of_a_department(self):
        bench = self.bench("{ departments: [Sales] }", BY_DEPARTMENT)
        self.assert_exit(bench.muster("roster", "check"), 0)
        plan = bench.muster("plan", "--offline", "--output", "json").json()["plan"]
        named = self.departments_of("Sales") - set(self.in_oslo)
        self.assertEqual(plan["selected"], len(named))

    def test_an_attribute_that_nobody_has_is_a_mistake_of_the_policy(self):
        bench = self.bench(policy=POLICY.replace("user.email", "user.emial"))
        self.assert_exit(bench.muster("roster", "check"), 0)
        run = bench.muster("validate")
        self.assert_exit(run, 78)
        self.assertIn("the roster has no attribute 'emial'", run.err)


# Run by an interpreter of its own: what a process took at most counts what its parent had taken when it was forked.
MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(status, used.ru_maxrss)
"""


class Many(Case):
    users = 1

    def most_memory(self, bench, users):
        """Kilobytes of `muster roster check` with so many users in the cache."""
        (cache,) = (bench.path("state") / "muster" / "directory").glob("*")
        head = json.loads(cache.read_text(encoding="utf-8").splitlines()[0])
        lines = "".join(f'{{"id":{each},"email":"u{each}@x.example","name":"Ann","department":["Sales"]}}\n'
                        for each in range(1, users + 1)).encode()
        head.update(users=users, bytes=len(lines), crc32=zlib.crc32(lines))
        cache.write_bytes(json.dumps(head).encode() + b"\n" + lines)
        said = subprocess.run(
            [sys.executable, "-c", MEASURE, programs.MUSTER, "roster", "check"], cwd=bench.folder, check=True,
            env=bench.environment(ASAN_OPTIONS="quarantine_size_mb=1"), capture_output=True, timeout=programs.DEADLINE)
        status, kilobytes = map(int, said.stdout.split())
        self.assertEqual(status, 0)
        return kilobytes

    def test_memory_does_not_grow_with_the_directory(self):
        bench = self.workbench()
        bench.configure(roster="{ directory: {} }", policies=None)
        self.assert_exit(bench.muster("roster", "check"), 0)
        few = self.most_memory(bench, 1_000)
        self.assertLess(self.most_memory(bench, 30_000) - few, 10_000)


class Failing(Directory):
    def failed(self, bench, code, *told, flags=("--refresh",)):
        run = bench.muster("roster", "list", *flags)
        self.assert_exit(run, code)
        self.assertEqual(run.out, "")
        for each in told:
            self.assertIn(each, run.err)
        return run

    def quick(self, directory="{}"):
        bench = self.bench(directory)
        text = bench.path("muster.yaml").read_text().replace(
            "limits: { share: 1 }", "limits: { share: 1, retries: 1, backoff_cap: 100ms }")
        bench.write("muster.yaml", text)
        return bench

    def test_it_stops_and_what_was_kept_is_neither_used_nor_lost(self):
        bench = self.quick()
        self.assert_exit(bench.muster("roster", "check"), 0)
        (cache,) = self.caches(bench)
        before = cache.read_bytes()
        self.portal.control(faults=[{"kind": "html", "status": 502, "method": "user.get"}])
        self.failed(bench, 69, "the directory of demo could not be read", "is not used in its place")
        self.assertEqual(self.caches(bench), [cache])
        self.assertEqual(cache.read_bytes(), before)

    def test_apply_goes_no_further(self):
        bench = self.quick()
        self.portal.control(faults=[{"kind": "html", "status": 502, "method": "department.get"}])
        run = bench.muster("apply")
        self.assert_exit(run, 69)
        self.assertEqual([each for each in self.portal.requests_by_user().values() if each], [])

    def test_a_portal_that_is_not_there(self):
        bench = self.quick()
        with trouble.refused_port() as port:
            lines = bench.portal_lines(url=f"https://localhost:{port}")
            text = bench.path("muster.yaml").read_text()
            bench.write("muster.yaml", text.replace(bench.portal_lines(), lines))
            for name in ("portal/webhooks.csv", "portal/admin.webhook"):
                bench.write(name, bench.path(name).read_text().replace(bench.portal.url, f"https://localhost:{port}"))
            self.failed(bench, 69, "could not be read")

    def test_a_scope_that_is_missing_is_named(self):
        for scope in ("department", "user"):
            with self.subTest(scope):
                if scope == "user":
                    for each in ("user_basic", "user_brief"):
                        self.portal.control(remove_scope={"scope": each, "user": 1})
                self.portal.control(remove_scope={"scope": scope, "user": 1})
                self.failed(self.quick(), 77, f"insufficient_scope: {scope}.get:",
                            "takes the scopes user and department")
                self.restore_scopes()

    def test_a_webhook_of_somebody_who_is_no_administrator_sees_too_little(self):
        bench = self.quick()
        bench.write("portal/admin.webhook", self.portal.webhooks[5] + "\n")
        self.failed(bench, 77, "belongs to user 5, who is no administrator")

    def test_a_webhook_that_is_wrong(self):
        bench = self.quick()
        bench.write("portal/admin.webhook", re.sub(r"/[^/]+/?$", "/abcdefgh12345678/", self.portal.admin_webhook))
        run = self.failed(bench, 77, "could not be read")
        self.assertNotIn("abcdefgh12345678", run.err)

    def test_no_administrator_at_all(self):
        bench = self.quick()
        text = bench.path("muster.yaml").read_text()
        bench.write("muster.yaml", re.sub(r"    admin: .*\n", "", text))
        self.failed(bench, 78, "takes an administrator's webhook")
        self.assert_nothing_sent()

    def test_nobody_is_never_an_answer(self):
        bench = self.quick("{ filter: { WORK_CITY: Atlantis } }")
        self.failed(bench, 78, "nobody on the portal is what 'directory' asks for", "muster.yaml:13:")
        self.assertEqual(self.caches(bench), [])

    def test_a_filter_that_the_portal_ignores_is_seen(self):
        # portal-sim has no fields of a company's own, and drops what it does not know, as portals do.
        bench = self.quick("{ filter: { UF_USR_SHOE_SIZE: 44 } }")
        self.failed(bench, 78, "the portal ignored the filter: it gave user 1, and his UF_USR_SHOE_SIZE is nothing")
        self.assertEqual(self.caches(bench), [])
        for scope in ("user", "user_basic"):
            self.portal.control(remove_scope={"scope": scope, "user": 1})
        self.failed(self.quick("{ filter: { EMAIL: admin@acme.example } }"), 78, "his EMAIL is nothing", "user_brief")

    def test_refusals_for_the_rate_and_lost_answers_are_waited_out(self):
        bench = self.bench()
        self.portal.control(faults=[{"kind": "rate_limit", "count": 1, "method": "user.get"},
                                    {"kind": "cut_after", "count": 1, "method": "user.get"}])
        run = bench.muster("roster", "check")
        self.assert_exit(run, 0)
        self.assertEqual(run.out.split(":")[0], "320 users")

    def test_a_portal_that_was_renamed_is_followed_and_told_of(self):
        bench = self.bench()
        self.portal.control(redirect=f"https://127.0.0.1:{self.portal.port}")
        self.addCleanup(self.portal.control, redirect="")
        run = bench.muster("roster", "check")
        self.assert_exit(run, 0)
        self.assertIn(f"warning: the portal has moved to https://127.0.0.1:{self.portal.port}; its directory is read "
                      "there.", run.err)

    def test_a_signal_ends_it_and_leaves_nothing_behind(self):
        bench = self.bench()
        self.portal.control(faults=[{"kind": "hang", "method": "user.get"}])
        process = bench.start("roster", "check")
        try:
            programs.wait_until(lambda: self.portal.totals()["requests"] >= 4, "it asks for users")
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=programs.DEADLINE)
        finally:
            programs.end(process)
        self.assertEqual(process.returncode, 130, err)
        self.assertEqual(self.caches(bench), [])


class Written(Directory):
    """Mistakes in muster.yaml are told before anything is sent."""

    def refused(self, directory, *told):
        run = self.bench(directory).muster("roster", "check")
        self.assert_exit(run, 78)
        for each in told:
            self.assertIn(each, run.err)
        self.assert_nothing_sent()

    def test_a_field_that_the_portal_does_not_know(self):
        column = len("roster: { directory: { filter: { ") + 1
        self.refused("{ filter: { WORK_POSTION: intern } }",
                     f"muster.yaml:13:{column}: error: the portal knows no field 'WORK_POSTION', and would select "
                     "everybody [roster.directory.filter.WORK_POSTION]\n", "  did you mean 'WORK_POSITION'?\n")
        self.refused("{ filter: { '!EMAIL': x } }", "there are no operators here")

    def test_fields_that_have_a_key_of_their_own_or_cannot_be_checked(self):
        self.refused("{ filter: { ACTIVE: N } }", "include: [inactive, extranet]")
        self.refused("{ filter: { UF_DEPARTMENT: 3 } }", "departments: [Sales]")
        self.refused("{ filter: { NAME_SEARCH: ann } }", "could not be seen from its answer")

    def test_bots_are_on_no_list(self):
        self.refused("{ include: [bots] }", "the portal lists no bots")

    def test_guests_of_a_department(self):
        self.refused("{ departments: Sales, include: [extranet] }", "are in no department")

    def test_empty_lists(self):
        self.refused("{ departments: [] }", "would be nobody")
        self.refused("{ filter: { NAME: [] } }", "the portal takes it for everybody")


if __name__ == "__main__":
    main()
