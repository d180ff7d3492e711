"""A stand-in portal of one's own, on a free port of this machine."""
import csv
import http.client
import json
import pathlib
import ssl
import tempfile

from . import programs


class Portal:
    """Runs portal-sim in a temporary folder until `stop`.

    Without `flags` it has no rate limit: most tests are not about pacing.
    """

    def __init__(self, users, *flags):
        self._scratch = tempfile.TemporaryDirectory(prefix="muster-portal-")
        self.folder = pathlib.Path(self._scratch.name)
        self._process = programs.start(
            [programs.PORTAL_SIM, "--quiet", "--port", "0", "--folder", str(self.folder), "--users", str(users),
             *(flags or ["--no-limit"])],
            stdout=programs.subprocess.PIPE, bufsize=0)
        try:
            ready = programs.read_line(self._process.stdout)
            if not ready.startswith("portal-sim ready https://"):
                raise AssertionError(f"portal-sim did not start; it said {ready!r}")
            self.port = json.loads((self.folder / "portal.json").read_text())["port"]
        except BaseException:
            self.stop()
            raise
        self.url = f"https://localhost:{self.port}"
        self.ca_file = self.folder / "ca.pem"
        self.admin_webhook = (self.folder / "admin.webhook").read_text().strip()
        self.roster = self._table("roster.csv")
        self.webhooks = {int(row["user_id"]): row["webhook"] for row in self._table("webhooks.csv")}
        self.users = [int(row["id"]) for row in self.roster]

    def stop(self):
        programs.end(self._process)
        self._scratch.cleanup()

    def _table(self, name):
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def _ask(self, method, path, body=None, headers=None):
        context = ssl.create_default_context(cafile=str(self.ca_file))
        connection = http.client.HTTPSConnection("localhost", self.port, context=context, timeout=programs.DEADLINE)
        try:
            connection.request(method, path, body, headers or {})
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def control(self, **orders):
        said = self._ask("POST", "/__control", json.dumps(orders))
        if not said.get("ok"):
            raise AssertionError(f"portal-sim refused {orders}: {said}")
        return said

    def reset(self):
        """Forgets what it saw and every fault; not what it is."""
        self.control(reset=True, clear_faults=True)

    def empty_the_bucket(self):
        """Lets everything leak away. The portal leaks when it is asked, in steps of a second; what it refuses meanwhile
        does not count."""
        self.control(set={"rate_limit": True, "burst": 0, "rate": 1_000_000})
        path = self.admin_webhook.removeprefix(self.url) + "profile"

        def is_empty():
            self._ask("GET", path)
            self.control(reset=True)
            return self.totals()["bucket_peak"] == 0

        programs.wait_until(is_empty, "the bucket leaks")

    def state(self, user=None):
        return self._ask("GET", f"/__state?user={user}" if user else "/__state")

    def totals(self):
        return self._ask("GET", "/__state?brief=1")["totals"]

    def requests_by_user(self):
        """By whose credential they came; the administrator is not among them."""
        return {each["id"]: each["requests"] for each in self.state()["by_user"] if each["id"] in self.webhooks}

    def call(self, webhook, method, parameters=None):
        """The result of a method, called by somebody who is not Muster."""
        said = self._ask("POST", webhook.removeprefix(self.url) + method, json.dumps(parameters or {}),
                         {"Content-Type": "application/json"})
        if "error" in said:
            raise AssertionError(f"{method}: {said}")
        return said["result"]

    def codes(self):
        """The secret part of every webhook."""
        return [url.rstrip("/").rsplit("/", 1)[1] for url in [*self.webhooks.values(), self.admin_webhook]]
