#!/usr/bin/env python3
"""Users of an application (OAuth): their tokens expire, are renewed once, and are kept."""
import json
import signal
import stat

from support import case, programs
from support.portal import Portal
from support.workbench import settings_policy


class OfAnApplication(case.Case):
    """Every test has a portal of its own, whose users have webhooks no longer."""

    users = 5

    @classmethod
    def setUpClass(cls):
        """No portal for all."""

    def setUp(self):
        self.portal = Portal(self.users)
        self.addCleanup(self.portal.stop)
        self.app = json.loads((self.portal.folder / "app.json").read_text())
        self.issued = {}
        self.bench = self.workbench()
        self.bench.write("app.secret", self.app["client_secret"])
        self.store = self.bench.write("tokens.json", json.dumps({
            "format_version": 1, "note": "kept", "tokens": {str(user): self.issue(user) for user in self.portal.users}}))
        self.configure()

    def issue(self, user):
        self.issued[user] = self.portal.control(issue_token=user)["token"]
        return {**self.issued[user], "expires": 1, "member_id": self.app["member_id"], "kept": user}

    def app_lines(self, **changes):
        keys = {"client_id": self.app["client_id"], "client_secret": "file:app.secret", "store": "tokens.json", **changes}
        return "{ oauth: { " + ", ".join(f'{key}: "{value}"' for key, value in keys.items()) + " } }"

    def configure(self, endpoint=True, **changes):
        how = f'endpoint: "{self.app["token_endpoint"]}"' if endpoint else f'allowed_hosts: ["localhost:{self.portal.port}"]'
        self.bench.configure(self.bench.portal_lines(**{"users": self.app_lines(), **changes}),
                             more=f"oauth: {{ {how}, ca_file: portal/ca.pem }}\n")

    def apply(self, *arguments):
        return self.bench.muster("apply", "-v", "--json-into", "results.json", *arguments)

    def stored(self):
        return json.loads(self.store.read_text())["tokens"]

    def refreshes(self):
        return {int(user): count for user, count in self.portal.state()["refreshes"].items()}

    def once_each(self):
        return dict.fromkeys(self.portal.users, 1)

    def assert_changed(self, run, users=None):
        self.assert_exit(run, 0)
        self.assert_users(self.bench.results("results.json")["summary"], changed=users or self.users)

    def assert_hidden(self, run):
        """No token, old or new, and not the application's secret, in anything that was said or left."""
        secrets = [self.app["client_secret"]]
        for pair in [*self.issued.values(), *self.stored().values()]:
            secrets += [pair["access_token"], pair["refresh_token"]]
        known = {self.store, self.bench.path("app.secret")}
        left = [file.read_bytes() for file in self.bench.folder.rglob("*")
                if file.is_file() and file not in known and "portal" not in file.parts]
        for secret in secrets:
            self.assertNotIn(secret, run.out + run.err)
            for text in left:
                self.assertNotIn(secret.encode(), text)


class TokensThatAreGood(OfAnApplication):
    def test_users_of_an_application_are_served_and_nothing_is_renewed(self):
        run = self.apply()
        self.assert_changed(run)
        self.assertEqual(self.refreshes(), {})
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 2))
        self.assert_hidden(run)

    def test_the_identity_of_the_owner_is_proven(self):
        tokens = self.stored()
        tokens["3"], tokens["4"] = tokens["4"], tokens["3"]
        self.store.write_text(json.dumps({"format_version": 1, "tokens": tokens}))
        run = self.apply()
        self.assert_exit(run, 4)
        self.assert_users(self.bench.results("results.json")["summary"], changed=3, blocked=2)
        self.assertIn("wrong-identity", run.out)
        self.assertEqual(self.portal.totals()["wrong_user_writes"], 0)

    def test_whoever_has_a_webhook_as_well_is_served_by_that(self):
        both = self.portal.users[:2]
        lines = self.bench.path("portal/webhooks.csv").read_text().splitlines(keepends=True)
        some = [line for line in lines if line.split(",")[0] in map(str, both)]
        self.bench.write("some.csv", lines[0] + "".join(some)).chmod(0o600)
        oauth = self.app_lines().removeprefix("{ ").removesuffix(" }")
        self.configure(users='{ webhooks: "file:some.csv", ' + oauth + " }")
        self.portal.control(expire_tokens=0)
        run = self.apply()
        self.assert_changed(run)
        self.assertEqual(set(self.refreshes()), set(self.portal.users) - set(both))
        self.assert_hidden(run)

    def test_the_administrator_may_be_a_user_of_the_application(self):
        document = json.loads(self.store.read_text())
        document["tokens"]["1"] = self.issue(1)
        self.store.write_text(json.dumps(document))
        self.configure(admin="{ oauth: { user_id: 1 } }")
        self.bench.write("policy.yaml", """\
apiVersion: muster/v1
kind: Policy
metadata: { name: hello }
spec:
  steps:
    - call: im.notify.system.add
      as: admin
      once: true
      with: { USER_ID: "${user.id}", MESSAGE: hello }
""")
        self.portal.control(expire_tokens=0)
        run = self.apply()
        self.assert_changed(run)
        self.assertEqual(self.refreshes()[1], 1)


class TokensThatHaveExpired(OfAnApplication):
    def setUp(self):
        super().setUp()
        self.portal.control(expire_tokens=0)

    def test_a_renamed_portal_is_followed_and_the_tokens_are_renewed_once(self):
        renamed = f"https://127.0.0.1:{self.portal.port}"
        self.portal.control(redirect=renamed)
        run = self.apply()
        self.assert_changed(run)
        self.assertIn(f"the portal has moved to {renamed}", run.err)
        self.assertEqual(self.refreshes(), self.once_each())
        self.assertEqual(self.portal.totals()["writes"], self.users)
        self.assert_hidden(run)

    def test_each_is_renewed_once_and_stored_and_nobody_is_lost(self):
        run = self.apply()
        self.assert_changed(run)
        self.assertEqual(self.refreshes(), self.once_each())
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 3))
        for user, pair in self.stored().items():
            self.assertNotEqual(pair["access_token"], self.issued[int(user)]["access_token"])
            self.assertNotEqual(pair["refresh_token"], self.issued[int(user)]["refresh_token"])
            self.assertGreater(pair["expires"], 1_000_000_000)
            self.assertEqual(pair["kept"], int(user))
        self.assertEqual(json.loads(self.store.read_text())["note"], "kept")
        self.assertEqual(stat.S_IMODE(self.store.stat().st_mode), 0o600)
        self.assertFalse(self.bench.path("tokens.json.new").exists())
        self.assert_hidden(run)

    def test_the_next_run_needs_no_renewal_and_knows_that_the_identity_is_proven(self):
        self.assert_changed(self.apply())
        self.portal.reset()
        self.bench.write("policy.yaml", settings_policy("month"))
        self.assert_changed(self.apply("--single-pass"))
        self.assertEqual(self.refreshes(), {})
        self.assertEqual(self.portal.requests_by_user(), dict.fromkeys(self.portal.users, 1),
                         "what is proven needs no request of its own")

    def test_the_server_that_came_with_the_tokens_is_asked_where_it_is_allowed(self):
        document = json.loads(self.store.read_text())
        for pair in document["tokens"].values():
            pair["server_endpoint"] = f"{self.portal.url}/rest/"
        self.store.write_text(json.dumps(document))
        self.configure(endpoint=False)
        self.assert_changed(self.apply())
        self.assertEqual(self.refreshes(), self.once_each())

    def test_two_processes_renew_each_token_once(self):
        """Both work on the same users; a state of its own keeps either from knowing of the other."""
        runs = [self.bench.start("apply", "--json-into", f"{name}.json", env={"XDG_STATE_HOME": str(self.bench.path(name))})
                for name in ("one", "two")]
        for name, run in zip(("one", "two"), runs):
            self.addCleanup(programs.end, run)
            out, err = run.communicate(timeout=programs.DEADLINE)
            self.assertEqual(run.returncode, 0, (out + err).decode())
            users = self.bench.results(f"{name}.json")["summary"]["users"]
            self.assertEqual(users["changed"] + users["unchanged"], self.users)
        self.assertEqual(self.refreshes(), self.once_each())
        self.assertEqual(self.portal.totals()["refresh_refusals"], 0)

    def killed(self, when, what):
        process = self.bench.start("apply")
        self.addCleanup(programs.end, process)
        programs.wait_until(when, what)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def test_killed_after_the_new_pairs_were_stored_the_next_run_uses_them(self):
        self.portal.control(faults=[{"kind": "error", "code": "expired_token", "count": self.users}, {"kind": "hang"}])
        self.killed(lambda: len(self.refreshes()) == self.users and all(
            pair["access_token"] != self.issued[int(user)]["access_token"] for user, pair in self.stored().items()),
            "every new pair is stored")
        self.portal.reset()
        self.assert_changed(self.apply())
        self.assertEqual(self.refreshes(), {})

    def test_killed_before_the_new_pair_was_stored_the_old_one_serves_where_it_still_lives(self):
        self.portal.control(set={"rotation": "old_one_lives"}, token_endpoint={"count": 1000})
        before = self.stored()
        self.killed(lambda: self.refreshes(), "a pair is renewed")
        self.assertEqual({user: pair["access_token"] for user, pair in self.stored().items()},
                         {user: pair["access_token"] for user, pair in before.items()})
        self.portal.control(reset=True, token_endpoint={"count": 0})
        self.assert_changed(self.apply())

    def test_killed_before_the_new_pair_was_stored_whoever_lost_his_is_told_to_enrol_again(self):
        self.portal.control(token_endpoint={"count": 1000})
        self.killed(lambda: self.refreshes(), "a pair is renewed")
        lost = len(self.refreshes())
        self.portal.control(token_endpoint={"count": 0})
        run = self.apply()
        self.assert_exit(run, 4)
        self.assert_users(self.bench.results("results.json")["summary"], changed=5 - lost, blocked=lost)
        self.assertIn("invalid_grant", run.out)
        self.assertIn("enrol this user again", run.out)
        self.assert_hidden(run)

    def test_a_busy_token_endpoint_is_asked_again_later(self):
        self.portal.control(token_endpoint={"error": "INTERNAL_SERVER_ERROR", "status": 500, "count": 2})
        self.assert_changed(self.apply())
        self.assertEqual(self.refreshes(), self.once_each())

    def test_a_token_that_is_refused_again_right_after_its_renewal_is_not_renewed_for_ever(self):
        self.portal.control(faults=[{"kind": "error", "code": "invalid_token", "user": 3}])
        run = self.apply()
        self.assert_exit(run, 4)
        self.assertEqual(self.refreshes(), self.once_each())
        self.assertEqual(self.portal.state(3)["requests"], 2)

    def test_an_application_that_is_not_known_stops_the_portal(self):
        for error, status in (("wrong_client", 200), ("invalid_client", 401), ("PAYMENT_REQUIRED", 401)):
            with self.subTest(error):
                self.portal.control(reset=True, token_endpoint={"error": error, "status": status, "count": 1000})
                run = self.apply()
                self.assert_exit(run, 77)
                self.assertIn(error, run.out)
                self.assertEqual(self.refreshes(), {})
                self.assert_hidden(run)

    def test_the_repeated_call_waits_for_a_slot_of_its_own(self):
        self.portal.control(set={"rate_limit": True, "burst": 5, "rate": 20})
        self.bench.burst, self.bench.rate = 5, 20
        self.configure()
        self.assert_changed(self.apply())
        self.assertEqual(self.portal.totals()["rate_rejections_provoked"], 0)


class AStoreThatIsNotRight(OfAnApplication):
    def refused(self, *said):
        for command in ("validate", "apply"):
            run = self.bench.muster(command)
            self.assert_exit(run, 78)
            for each in said:
                self.assertIn(each, run.out + run.err)
        self.assert_nothing_sent()
        return run

    def test_one_that_others_may_read(self):
        self.store.chmod(0o640)
        self.refused("muster.yaml", "others on this machine may read or write it", f"chmod 600 {self.store}")

    def test_one_that_is_not_there(self):
        self.store.unlink()
        self.refused("reading the tokens in", "No such file")

    def test_one_that_is_no_store(self):
        for text in ("", "[]", "{}", '{"format_version": 2, "tokens": {}}', '{"format_version": 1, "tokens": {"x": {}}}',
                     '{"format_version": 1, "tokens": {"3": {"access_token": "a"}}}'):
            with self.subTest(text):
                self.store.write_text(text)
                self.refused("tokens.json")

    def test_one_of_two_portals(self):
        document = json.loads(self.store.read_text())
        document["tokens"]["3"]["member_id"] = "another"
        self.store.write_text(json.dumps(document))
        self.refused("tokens of two portals")

    def test_no_server_that_may_be_asked(self):
        self.bench.configure(self.bench.portal_lines(users=self.app_lines()), more='oauth: { allowed_hosts: [a.example] }\n')
        self.refused("no allowed server renews the tokens")

    def test_a_good_one_is_valid(self):
        self.assert_exit(self.bench.muster("validate"), 0)


if __name__ == "__main__":
    case.main()
