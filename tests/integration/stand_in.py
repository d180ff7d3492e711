"""portal-sim on a free port, and muster with all that a user of it has: what tests of both together share."""
import csv
import ctypes
import http.client
import json
import os
import pathlib
import signal
import ssl
import subprocess
import tempfile
import threading

DEADLINE = 90  # seconds; reached only where something is wrong, sanitizers on a busy machine included

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def _die_with_the_test():
    # Should the test be killed, the kernel ends what it started.
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class StandIn:
    """Runs portal-sim in a temporary folder until `stop`."""

    def __init__(self, program, users):
        self._scratch = tempfile.TemporaryDirectory(prefix="muster-portal-")
        self.folder = pathlib.Path(self._scratch.name)
        self._process = subprocess.Popen(
            [program, "--quiet", "--no-limit", "--folder", str(self.folder), "--users", str(users)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, preexec_fn=_die_with_the_test)
        watchdog = threading.Timer(DEADLINE, self._process.kill)
        watchdog.start()
        ready = self._process.stdout.readline().decode()
        watchdog.cancel()
        if not ready.startswith("portal-sim ready https://"):
            self.stop()
            raise AssertionError(f"portal-sim did not start; it said {ready!r}")
        self.url = json.loads((self.folder / "portal.json").read_text())["url"].rstrip("/")
        self.admin_webhook = (self.folder / "admin.webhook").read_text().strip()
        with open(self.folder / "webhooks.csv", newline="", encoding="utf-8") as file:
            self.webhooks = {int(row["user_id"]): row["webhook"] for row in csv.DictReader(file)}

    def stop(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        self._scratch.cleanup()

    def reset(self):
        """Forgets what it saw; not what it is."""
        said = self._ask("POST", "/__control", {"reset": True})
        if not said["ok"]:
            raise AssertionError(said)

    def totals(self):
        return self._ask("GET", "/__state?brief=1")["totals"]

    def everybody(self):
        return self._ask("GET", "/__state")["by_user"]

    def user(self, user):
        return self._ask("GET", f"/__state?user={user}")

    def call(self, webhook, method, parameters=None):
        """The result of a method, called by somebody who is not Muster."""
        said = self._ask("POST", webhook.removeprefix(self.url) + method, parameters or {})
        if "error" in said:
            raise AssertionError(f"{method}: {said}")
        return said["result"]

    def _ask(self, verb, path, body=None):
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        host = self.url.removeprefix("https://")
        connection = http.client.HTTPSConnection(host, context=context, timeout=DEADLINE)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request(verb, path, None if body is None else json.dumps(body), headers)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()


class Bench:
    """muster.yaml, a policy and a roster in a folder that goes with `clean_up`, and the program run there."""

    def __init__(self, program, portal, policy, roster):
        self._program = program
        self._scratch = tempfile.TemporaryDirectory(prefix="muster-bench-")
        self._folder = pathlib.Path(self._scratch.name).resolve()
        (self._folder / "policy.yaml").write_text(policy, encoding="utf-8")
        (self._folder / "roster.csv").write_text(roster, encoding="utf-8")
        # Paced so wide that nothing waits.
        (self._folder / "muster.yaml").write_text(f"""\
apiVersion: muster/v1
kind: Config
portals:
  stand-in:
    url: {portal.url}
    plan: selfhosted
    burst: 100000
    rate: 10000
    ca_file: {portal.folder}/ca.pem
    admin: {{ webhook: "file:{portal.folder}/admin.webhook" }}
    users: {{ webhooks: "file:{portal.folder}/webhooks.csv" }}
roster: roster.csv
policies: [policy.yaml]
reports: {{ dir: "reports/{{{{run}}}}" }}
""", encoding="utf-8")

    def clean_up(self):
        self._scratch.cleanup()

    def apply(self):
        """The results of `muster apply` as JSON; it has to end with 0."""
        # Nothing of whoever runs the tests: no MUSTER_*, no home.
        environment = {"PATH": os.defpath, "HOME": str(self._folder), "XDG_STATE_HOME": str(self._folder / "state")}
        done = subprocess.run(
            [self._program, "apply", "--output", "json"], cwd=self._folder, env=environment, timeout=DEADLINE,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", preexec_fn=_die_with_the_test)
        if done.returncode != 0:
            raise AssertionError(f"muster apply: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return json.loads(done.stdout)
