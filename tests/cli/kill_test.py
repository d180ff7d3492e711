#!/usr/bin/env python3
"""Runs that are killed at any moment, again and again, and gone on with: nothing is lost, nothing is done twice.

MUSTER_KILLS=N kills so often (300); MUSTER_KILL_SEED=S repeats the moments as far as the machine lets it.
"""
import os
import random
import signal
import subprocess
import time

from support import case, programs

KILLS = int(os.environ.get("MUSTER_KILLS", "300"))
SEED = int(os.environ.get("MUSTER_KILL_SEED", "20261125"))
USERS = 6

POLICY = """\
apiVersion: muster/v1
kind: Policy
metadata: {{ name: killed }}
spec:
  steps:
    - {{ ensure: calendar.section, id: own, with: {{ name: "Round {number}", color: "#9cbe1c" }} }}
    - ensure: calendar.user.settings
      with: {{ view: {view}, showWeekNumbers: Y, meetSection: "${{steps.own.id}}" }}
    - call: im.notify.system.add
      as: admin
      once: {once}
      with: {{ USER_ID: "${{user.id}}", MESSAGE: "round {number}", CLIENT_ID: muster }}
"""


class Killed(case.Case):
    users = USERS

    def setUp(self):
        super().setUp()
        self.bench = self.workbench()
        self.chance = random.Random(SEED)
        self.kills = 0
        self.unknown = 0

    def runs(self):
        if not self.bench.journal_file.exists():
            return 0
        try:
            return self.bench.journal("SELECT count(*) FROM run")[0][0]
        except Exception:  # the file is being made
            return 0

    def live(self, longest, *words):
        """A life of the program, which may be killed in the middle. How it ended: its exit code, or None."""
        process = self.bench.start(*words, "--output", "json", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            out, _ = process.communicate(timeout=None if longest is None else self.chance.uniform(0, longest))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            out, _ = process.communicate()
        if process.returncode == -signal.SIGKILL:
            self.kills += 1
            return None, out
        return process.returncode, out

    def round(self, number, longest):
        self.bench.write("policy.yaml", POLICY.format(
            number=number, view=["day", "week", "month"][number % 3], once=["true", "false"][number % 2]))
        before = self.runs()
        words = ["apply"]
        lives = 0
        while True:
            lives += 1
            # After many lives it may come to its end.
            code, out = self.live(longest if lives < 12 and self.kills < KILLS else None, *words)
            if code is not None:
                break
            if self.runs() > before:
                words = ["resume", "last"]
        self.assertIn(code, (0, 3), f"round {number}: {out.decode()}")
        self.check(number, before)
        return lives

    def check(self, number, before):
        """As an undisturbed run would have left it; only of a message that may have been sent nobody can know more."""
        (last,) = self.bench.journal("SELECT max(number) FROM run")[0]
        self.assertEqual(self.bench.journal("SELECT end FROM run WHERE number = ?", last), [("complete",)])
        # Over all lives everybody has exactly one outcome.
        outcomes = self.bench.journal("SELECT user, overall FROM job WHERE run > ? AND overall IS NOT NULL", before)
        self.assertEqual(sorted(user for user, _ in outcomes), sorted(self.portal.users), f"round {number}")
        outcome = dict(outcomes)
        self.assertLessEqual(set(outcome.values()), {"changed", "unchanged", "unknown"}, f"round {number}")
        for each in self.portal.state()["by_user"]:
            if each["id"] not in self.portal.webhooks:
                continue
            label = f"round {number}, user {each['id']}, {outcome[each['id']]}"
            made = [section["id"] for section in each["sections"] if section["name"] == f"Round {number}"]
            self.assertEqual(len(made), 1, label)
            self.assertEqual(each["settings"]["view"], ["day", "week", "month"][number % 3], label)
            self.assertEqual(str(each["settings"]["meetSection"]), str(made[0]), label)
            messages = [each for each in each["notifications"] if each["message"] == f"round {number}"]
            doubtful = outcome[each["id"]] == "unknown"
            self.unknown += doubtful
            self.assertIn(len(messages), [0, 1] if doubtful else [1], label)

    def test_after_any_number_of_kills_the_portal_is_as_if_nothing_had_happened(self):
        self.portal.control(faults=[{"kind": "slow", "ms": 4, "probability": 1}])
        began = time.monotonic()
        self.round(0, None)
        longest = (time.monotonic() - began) * 1.1
        number = lives = 0
        while self.kills < KILLS:
            number += 1
            lives += self.round(number, longest)
        print(f"{self.kills} kills in {lives} lives of {number} runs (seed {SEED}), {self.unknown} messages in doubt,"
              f" {time.monotonic() - began:.0f} s", flush=True)
        self.assertEqual(self.bench.journal("PRAGMA integrity_check"), [("ok",)])


if __name__ == "__main__":
    case.main()
