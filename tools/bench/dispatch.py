#!/usr/bin/env python3
"""What the whole of Muster costs a request, beside what wrk needs for the same bodies against the same server; and the pace.

Usage: dispatch.py --build BUILD [--url URL]   (as tools/bench/run calls it)

Rate: every user of the stand-in portal is as the policy wants him, so each costs one request, a batch of [profile, get].
bench_dispatch runs with all layers: expansion, catalog, HTTPS, decoding, journal on disk; in each round also with a journal that
forgets everything. wrk sends the same requests over as many connections. They take turns, each ratio is that of neighbours,
and the one in the middle counts: what else the machine does comes and goes by the minute and meets both.

Pace: against the limits of a portal, in real time.

With --url the requests go to a server of your own: its authority in MUSTER_BENCH_CA, its webhooks ("user_id,webhook")
in MUSTER_BENCH_WEBHOOKS. Then only the rate is measured.
"""
import argparse
import contextlib
import json
import math
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile

from rows import print_row

USERS = 20_000
TURNS = 7
ROUNDS = 2  # of each turn
CONNECTIONS = 8
COMMANDS = '{"halt":0,"cmd":{"p":"profile","s0get":"calendar.user.settings.get"}}'

CONFIG = """\
apiVersion: muster/v1
kind: Config
portals:
  bench:
    url: "%(url)s"
    plan: selfhosted
    burst: %(burst)d
    rate: %(rate)d
    ca_file: "%(ca)s"
    admin: { webhook: "file:%(admin)s" }
    users: { webhooks: "file:%(webhooks)s" }
limits: { share: 1, connections: %(connections)d }
state: { dir: state }
roster: "%(roster)s"
policies: [policy.yaml]
"""
SETTINGS = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: bench }
spec:
  steps:
    - ensure: calendar.user.settings
      with: { syncPeriodPast: 3 }
"""
NOTICES = """\
apiVersion: muster/v1
kind: Policy
metadata: { name: bench }
spec:
  steps:
    - call: im.notify.system.add
      once: false
      with: { USER_ID: "${user.id}", MESSAGE: "welcome", CLIENT_ID: bench }
"""
WRK = """\
local requests, n = {}, 0
local head = { ["Content-Type"] = "application/json", ["Accept"] = "application/json" }
for line in io.lines("%(webhooks)s") do
    local path = line:match("https://[^/]+(/rest/.*)$")
    if path then requests[#requests + 1] = wrk.format("POST", path .. "batch", head, [[%(body)s]]) end
end
request = function() n = n %% #requests + 1; return requests[n] end
local threads = {}
setup = function(thread) threads[#threads + 1] = thread end
done = function(summary)
    local used = os.clock() - threads[1]:get("loaded")
    io.write(string.format("counted %%d %%d %%d %%d\\n", summary.requests, summary.duration, summary.errors.status, used * 1e6))
end
loaded = os.clock()
"""


@contextlib.contextmanager
def stand_in(build, folder, *words):
    """A portal-sim of its own; gives its address and its process."""
    command = [build / "tools/portal-sim/portal-sim", "--folder", folder, "--quiet", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().split()[-1].rstrip("/"), process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def used_by(process):
    """Seconds of processor time of a process that runs."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(command, folder):
    """What it said, and seconds of processor time."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{said[-2000:]}")
    return said, used.ru_utime + used.ru_stime


def write_files(folder, portal, url, policy, **limits):
    values = {
        "url": url, "ca": portal / "ca.pem", "admin": portal / "admin.webhook", "webhooks": portal / "webhooks.csv",
        "roster": portal / "roster.csv", "connections": CONNECTIONS,
    } | limits
    (folder / "muster.yaml").write_text(CONFIG % values)
    (folder / "policy.yaml").write_text(policy)
    (folder / "wrk.lua").write_text(WRK % {"webhooks": values["webhooks"], "body": COMMANDS})


def apply(muster, folder, *words):
    """Requests, seconds they took, refusals for the rate, and seconds of processor time."""
    command = [muster, "apply", "--auto-approve", "--config", folder / "muster.yaml", "--progress", "none", "--output", "json", *words]
    said, used = run(command, folder)
    summary = json.loads(said)["summary"]
    return summary, used


def wrk(folder, url, seconds):
    """Requests a second, seconds of processor time for each without those of making the bodies, and how many."""
    said, _ = run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", folder / "wrk.lua", url], folder)
    count, micros, failed, used = map(int, re.search(r"^counted (\d+) (\d+) (\d+) (\d+)$", said, re.M).groups())
    if failed:
        sys.exit(f"wrk: {failed} of {count} requests were refused:\n{said}")
    return {"rate": count / (micros / 1e6), "each": used / 1e6 / count, "count": count}


def bench_dispatch(build, folder, *words):
    """The rounds of it: rate and microseconds for a request, with the journal and without."""
    said, _ = run([build / "tools/bench/bench_dispatch", *words, str(ROUNDS)], folder)
    return [json.loads(line) for line in said.splitlines()]


def middle(figures):
    return statistics.median(figures)


def halves(figures):
    """Between which figures the inner half of them lies."""
    low, _, high = statistics.quantiles(figures, n=4)
    return f"half of {len(figures)}: {low:.2f} to {high:.2f}"


def measure_rate(build, given):
    with tempfile.TemporaryDirectory(prefix="muster-bench.") as scratch, contextlib.ExitStack() as until_done:
        folder = pathlib.Path(scratch)
        portal = folder / "portal"
        if given:
            url = given
            ca, webhooks = os.environ["MUSTER_BENCH_CA"], os.environ["MUSTER_BENCH_WEBHOOKS"]
        else:
            words = ("--users", str(USERS), "--no-limit", "--on-premise")
            url, server = until_done.enter_context(stand_in(build, portal, *words))
            ca, webhooks = portal / "ca.pem", portal / "webhooks.csv"
        (folder / "wrk.lua").write_text(WRK % {"webhooks": webhooks, "body": COMMANDS})
        rounds, theirs, beside = [], [], {"rate": [], "each": []}
        served = []
        for _ in range(TURNS):
            before = 0 if given else used_by(server)
            reference = wrk(folder, url, 2)
            if not given:
                served.append((used_by(server) - before) / reference["count"])
            turn = bench_dispatch(build, folder, url, ca, webhooks)
            beside["rate"] += [each["rate"] / reference["rate"] for each in turn]
            beside["each"] += [each["each"] / 1e6 / reference["each"] for each in turn]
            theirs.append(reference)
            rounds += turn
    micro = 1e6
    of_wrk = {key: middle(each[key] for each in theirs) for key in ("rate", "each")}
    kept = [each["rate"] / each["rate_without"] for each in rounds]
    print_row("requests, one for each user", middle(each["rate"] for each in rounds), "requests/s", note=f"wrk -t1: {of_wrk['rate']:,.0f}")
    print_row("rate beside that of wrk -t1", middle(beside["rate"]), "x", at_least=0.6, note=halves(beside["rate"]))
    print_row("processor time for a request, all threads", middle(each["each"] for each in rounds), "us", note=f"wrk -t1: {of_wrk['each'] * micro:.1f}")
    print_row("processor time beside that of wrk -t1", middle(beside["each"]), "x", at_most=2, note=halves(beside["each"]))
    print_row("rate with the journal beside that without", middle(kept), "x", at_least=0.9, note=halves(kept))
    print_row("processor time of the journal for a request", middle(each["each"] - each["each_without"] for each in rounds), "us")
    if served:
        print_row("processor time of the stand-in for a request", middle(served) * micro, "us", note="on one thread: its limit")


def measure_pace(build, name, users, requests, policy, at_most):
    """Burst 50, 20 a second: the first 50 leave at once, and 20 with every second after. The portal's counter goes down
    once a second (portal-facts 3), so the least is a whole number of seconds."""
    burst, rate = 50, 20
    with tempfile.TemporaryDirectory(prefix="muster-bench.") as scratch, contextlib.ExitStack() as until_done:
        folder = pathlib.Path(scratch)
        portal = folder / "portal"
        words = ("--users", str(users), "--burst", str(burst), "--rate", str(rate))
        url, _ = until_done.enter_context(stand_in(build, portal, *words))
        write_files(folder, portal, url, policy, burst=burst, rate=rate)
        summary, _ = apply(build / "engine/cli/muster", folder)
        sent, refused = summary["requests"]["sent"], summary["requests"]["rate_limited"]
        if sent != requests:
            sys.exit(f"{name}: {sent} requests were sent, not {requests}: the least is not known for them")
        least = math.ceil((requests - burst) / rate)
        took = summary["duration_ms"] / 1000
        print_row(f"{name}: time beside the least", took / least, "x", at_most=at_most, note=f"{took:.2f} s, at least {least} s, {requests} requests")
        print_row(f"{name}: refused for the rate", refused, "requests", at_most=0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--url")
    given = parser.parse_args()
    build = given.build.resolve()
    measure_rate(build, given.url)
    if given.url:
        return
    measure_pace(build, "600 users, burst 50, 20/s", 600, 600, SETTINGS, 1.01)
    measure_pace(build, "5,000 commands of the administrator, burst 50, 20/s", 5000, 100, NOTICES, 1.02)


if __name__ == "__main__":
    main()
