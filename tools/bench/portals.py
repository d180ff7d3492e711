#!/usr/bin/env python3
"""2,000 portals of 5 users each from one process: how close each comes to its own least time, and what the process needs.

Usage: portals.py --build BUILD   (as tools/bench/run calls it)

portal-sim stands in for all of them in one process. Each takes 4 requests at once and 2 a second after that. Everybody is to be
changed, which takes two requests for each user, ten for a portal; so a portal that is never kept waiting takes (10 - 4) / 2 = 3 s.
With the usual burst of 50 nothing would be paced at all, and the least time would be that of ten requests.

Measured twice: all portals well, and one of them hanging. What is measured of a portal is its run as the results tell it, from
its beginning (connection, report, journal) to its end. Both programs share the machine.

All files stand in memory where there is a place for that (MUSTER_BENCH_SCRATCH names another): what it costs to make thirty
thousand of them differs many times over between file systems and between a fresh one and one that has just been cleared.
"""
import argparse
import contextlib
import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import http.client

from rows import print_row

PORTALS, USERS = 2000, 5
BURST, RATE = 4, 2
REQUESTS = 2 * USERS
LEAST = (REQUESTS - BURST) / RATE  # seconds

PORTAL = """\
  %(name)s: { url: "%(url)s", connect_to: "127.0.0.1:%(port)d", plan: selfhosted, burst: %(burst)d, rate: %(rate)d,
    ca_file: ca.pem, users: { webhooks: "file:%(name)s/webhooks.csv" }, roster: %(name)s/roster.csv }
"""
POLICY = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: bench }
spec:
  steps:
    - ensure: calendar.user.settings
      with: { view: week, showWeekNumbers: Y, denyBusyInvitation: true, sendFromEmail: "${user.email}" }
"""


@contextlib.contextmanager
def stand_in(build, folder):
    """One process for all portals; gives its port."""
    command = [build / "tools/portal-sim/portal-sim", "--folder", folder, "--quiet", "--portals", str(PORTALS), "--users", str(USERS),
               "--burst", str(BURST), "--rate", str(RATE)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        process.stdout.readline()
        yield json.loads((folder / "portal.json").read_text())["port"]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def ask(folder, port, path, orders=None, host="localhost"):
    context = ssl.create_default_context(cafile=str(folder / "ca.pem"))
    connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=60)
    connection.request("POST" if orders else "GET", path, json.dumps(orders) if orders else None, {"Host": host})
    said = json.loads(connection.getresponse().read())
    connection.close()
    return said


def write_files(folder, port):
    lines = (folder / "portals.csv").read_text(encoding="ascii").split()[1:]
    portals = "".join(
        PORTAL % {"name": name, "url": url.rstrip("/"), "port": port, "burst": BURST, "rate": RATE}
        for name, url in (line.split(",") for line in lines))
    (folder / "muster.yaml").write_text(
        f"apiVersion: muster/v1\nkind: Config\nportals:\n{portals}"
        "limits: { share: 1, connections: 1, total_connections: 2000, request_timeout: 5s }\n"
        "state: { dir: state }\npolicies: [policy.yaml]\n")
    (folder / "policy.yaml").write_text(POLICY)


def apply(muster, folder):
    """Every portal's entry, the sums, seconds of processor time, seconds, and peak memory in bytes."""
    shutil.rmtree(folder / "state", ignore_errors=True)
    shutil.rmtree(folder / "reports", ignore_errors=True)
    command = [muster, "apply", "--config", folder / "muster.yaml", "--portal", "all", "--progress", "none", "--output", "jsonl"]
    with open(folder / "results.jsonl", "wb") as results:
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=results)
        _, _, used = os.wait4(process.pid, 0)
        took = time.monotonic() - began
    entries, sums = [], None
    with open(folder / "results.jsonl", encoding="utf-8") as results:
        for line in results:
            said = json.loads(line)
            if said["type"] == "portal":
                entries.append(said)
            elif said["type"] == "summary":
                sums = said["summary"]
    if sums is None or len(entries) != PORTALS:
        sys.exit(f"portals: the run told of {len(entries)} portals")
    return entries, sums, used.ru_utime + used.ru_stime, took, used.ru_maxrss * 1024


def lateness(entries):
    """Of the slowest portal: its time beside its least time."""
    times = []
    for each in entries:
        summary = each["summary"]
        if summary["end"] != "complete" or summary["requests"]["sent"] != REQUESTS or summary["users"]["changed"] != USERS:
            sys.exit(f"portals: {each['run']['portal']} did not do what its least time is known for: {summary}")
        times.append(summary["duration_ms"] / 1000)
    times.sort()
    return times[-1] / LEAST, f"{times[len(times) // 2]:.2f} s in the middle, {times[-1]:.2f} s the slowest, of {LEAST:.0f} s"


def well(build, folder, name):
    with stand_in(build, folder) as port:
        write_files(folder, port)
        entries, sums, used, took, peak = apply(build / "engine/cli/muster", folder)
        slowest, note = lateness(entries)
        print_row(f"{name}: time of the slowest beside its least", slowest, "x", at_most=1.03, note=note)
        print_row(f"{name}: peak memory", peak / 2**20, "MiB", at_most=400)
        print_row(f"{name}: processor time", used / took, "cores", at_most=2, note=f"{used:.1f} s in {took:.1f} s")
        print_row(f"{name}: refused for the rate", sums["requests"]["rate_limited"], "requests", at_most=0)


def one_hangs(build, folder, name):
    with stand_in(build, folder) as port:
        write_files(folder, port)
        middle = f"portal-{PORTALS // 2:0{len(str(PORTALS))}}"
        ask(folder, port, "/__control", {"faults": [{"kind": "hang"}]}, f"{middle}.sim.localhost:{port}")
        entries, *_ = apply(build / "engine/cli/muster", folder)
        others = [each for each in entries if each["run"]["portal"] != middle]
        hung = [each for each in entries if each["run"]["portal"] == middle]
        if len(hung) != 1 or hung[0]["summary"]["end"] == "complete":
            sys.exit(f"portals: {middle} did not hang")
        slowest, note = lateness(others)
        print_row(f"{name}, one of which hangs: the slowest of the others", slowest, "x", at_most=1.03, note=note)


def place():
    """Where the files stand; None for the usual place."""
    if "MUSTER_BENCH_SCRATCH" in os.environ:
        return os.environ["MUSTER_BENCH_SCRATCH"]
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    build = parser.parse_args().build.resolve()
    name = f"{PORTALS:,} portals of {USERS} users at {RATE}/s"
    for measure in (well, one_hangs):
        with tempfile.TemporaryDirectory(prefix="muster-bench.", dir=place()) as scratch:
            measure(build, pathlib.Path(scratch), name)


if __name__ == "__main__":
    main()
