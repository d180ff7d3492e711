#!/usr/bin/env python3
"""Users per second and memory of a roster from 10,000 to 1,000,000 users, read and expanded without a portal.

Usage: roster.py --build BUILD   (as tools/bench/run calls it)

Every size is measured with `roster check` (the roster alone) and `validate` (the policy expanded for every user), start and
end of the program included. Bytes a user are what memory grew by since the size before: a number and a line for each user, by
which one listed twice is found.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

from rows import print_row

SIZES = (10_000, 100_000, 1_000_000)
DEPARTMENTS = ("Sales", "Sales EMEA", "IT", "HR")

CONFIG = """\
apiVersion: muster/v1
kind: Config
portals: { bench: { url: "https://bench.example", plan: standard } }
roster: people.csv
policies: [policy.yaml]
"""
POLICY = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: bench }
spec:
  match: { department: "Sales*" }
  steps:
    - ensure: calendar.user.settings
      with: { view: week, sendFromEmail: "${user.email}" }
"""


def run(command, folder):
    """Seconds of processor time, and peak memory in bytes."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{said.decode()}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def write_roster(file, size):
    with open(file, "w", encoding="utf-8") as out:
        out.write("id,email,department,active\n")
        for who in range(1, size + 1):
            out.write(f"{who},user{who}@bench.example,{DEPARTMENTS[who % 4]},Y\n")


def measure(muster, command, folder):
    said = f"muster {' '.join(command)}"
    before = None
    for size in SIZES:
        write_roster(folder / "people.csv", size)
        took, peak = run([muster, *command], folder)
        print_row(f"{said}, {size:,} users", size / took, "users/s and core", note=f"peak {peak / 2**20:.1f} MiB")
        if before and size == SIZES[-1]:
            print_row(f"{said}, memory for one user more", (peak - before[1]) / (size - before[0]), "bytes")
        before = (size, peak)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    muster = parser.parse_args().build / "engine/cli/muster"
    with tempfile.TemporaryDirectory(prefix="muster-bench.") as scratch:
        folder = pathlib.Path(scratch)
        (folder / "muster.yaml").write_text(CONFIG)
        (folder / "policy.yaml").write_text(POLICY)
        for command in (["roster", "check"], ["validate"]):
            measure(muster, command, folder)


if __name__ == "__main__":
    main()
