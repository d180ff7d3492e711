"""A folder with everything that one user of Muster has on his machine, and the program run in it."""
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import tempfile
import time

from . import programs

SETTINGS_POLICY = """\
apiVersion: muster/v1
kind: Policy
metadata: {{ name: calendar }}
spec:
  steps:
    - ensure: calendar.user.settings
      with:
        view: {view}
        showWeekNumbers: Y
        denyBusyInvitation: true
        sendFromEmail: ${{user.email}}
"""


def settings_policy(view="week"):
    """Settings alone, nothing as the administrator: two requests for each user who is to change."""
    return SETTINGS_POLICY.format(view=view)


class Result:
    """How a run of the program ended."""

    def __init__(self, code, out, err, took):
        self.code = code
        self.out = out.decode()
        self.err = err.decode()
        self.took = took  # seconds

    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}--- stderr\n{self.err}"


class Workbench:
    """muster.yaml, a policy and the portal's own roster and credentials, in a folder that goes with `clean_up`.

    `limits` is what muster.yaml says about the portal's rate; the default paces nothing.
    """

    def __init__(self, portal, policy=None, burst=100000, rate=10000):
        self._scratch = tempfile.TemporaryDirectory(prefix="muster-cli-")
        self.folder = pathlib.Path(self._scratch.name).resolve()
        self.portal = portal
        self.burst = burst
        self.rate = rate
        (self.folder / "home").mkdir()
        shutil.copytree(portal.folder, self.folder / "portal")
        self.write("policy.yaml", policy or settings_policy())
        self.configure()

    def clean_up(self):
        self._scratch.cleanup()

    def path(self, name):
        return self.folder / name

    def write(self, name, text, mode=0o600):
        file = self.path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(mode)
        return file

    def remove(self, name):
        self.path(name).unlink()

    def portal_lines(self, name="demo", indent="  ", **changes):
        """One portal of muster.yaml; a key that is changed to None is left out."""
        keys = {
            "url": self.portal.url,
            "plan": "selfhosted",
            "burst": self.burst,
            "rate": self.rate,
            "ca_file": "portal/ca.pem",
            "admin": '{ webhook: "file:portal/admin.webhook" }',
            "users": '{ webhooks: "file:portal/webhooks.csv" }',
            **changes,
        }
        return f"{indent}{name}:\n" + "".join(
            f"{indent}  {key}: {value}\n" for key, value in keys.items() if value is not None)

    def configure(self, portals=None, roster="portal/roster.csv", policies="[policy.yaml]", limits="{ share: 1 }",
                  more=""):
        text = "apiVersion: muster/v1\nkind: Config\nportals:\n" + (portals or self.portal_lines())
        text += f"limits: {limits}\n"
        if roster:
            text += f"roster: {roster}\n"
        if policies:
            text += f"policies: {policies}\n"
        text += 'reports: { dir: "reports/{{run}}" }\n'
        return self.write("muster.yaml", text + more)

    def environment(self, **more):
        # Nothing of whoever runs the tests: no MUSTER_*, no NO_COLOR, no home.
        return {
            "PATH": os.defpath,
            "HOME": str(self.path("home")),
            "XDG_STATE_HOME": str(self.path("state")),
            **more,
        }

    def start(self, *arguments, env=None, **how):
        """The program, running; the caller ends it. stdout and stderr are unbuffered pipes unless `how` says else."""
        pipes = {"stdout": programs.subprocess.PIPE, "stderr": programs.subprocess.PIPE, "bufsize": 0}
        return programs.start([programs.MUSTER, *map(str, arguments)], env=self.environment(**(env or {})),
                              **{"cwd": self.folder, **pipes, **how})

    def muster(self, *arguments, env=None, deadline=programs.DEADLINE, **how):
        """The program, run to its end."""
        began = time.monotonic()
        process = self.start(*arguments, env=env, **how)
        try:
            out, err = process.communicate(timeout=deadline)
        finally:
            programs.end(process)
        return Result(process.returncode, out, err, time.monotonic() - began)

    def results(self, name):
        """A file of results as JSON."""
        return json.loads(self.path(name).read_text(encoding="utf-8"))

    @property
    def journal_file(self):
        return self.path("state/muster/journal.sqlite")

    @contextlib.contextmanager
    def open_journal(self, mode):
        database = sqlite3.connect(f"file:{self.journal_file}?mode={mode}", uri=True)
        try:
            with database:
                yield database
        finally:
            database.close()

    def journal(self, question, *values):
        """Rows of the journal."""
        with self.open_journal("ro") as database:
            return database.execute(question, values).fetchall()

    def age_the_journal(self, days=1):
        """As if everything in it had happened `days` earlier, so that no rate limit remembers it."""
        earlier = days * 24 * 3600 * 1000
        shutil.rmtree(self.path("state/muster/budget"), ignore_errors=True)
        with self.open_journal("rw") as database:
            database.execute("UPDATE run SET started = started - ?1, finished = finished - ?1", (earlier,))
            database.execute("UPDATE request SET sent = sent - ?1, answered = answered - ?1", (earlier,))

    def reports(self):
        """The report folders, in the order of their runs."""
        return [self.path("reports") / run for (run,) in self.journal("SELECT id FROM run ORDER BY number")]
