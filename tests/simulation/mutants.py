#!/usr/bin/env python3
"""Plants one fault at a time into the engine and looks for the first simulated night, or the test, that notices.

  tests/simulation/mutants.py                all of them, as two tables for README.md
  tests/simulation/mutants.py NAME ...       some of them
  tests/simulation/mutants.py --seeds N      so many nights each at most (default: 1000)
  tests/simulation/mutants.py --control N    so many nights of the tree without a fault come first (default: 50)

Works on a copy of the tree and builds there. Exits with 1 when a fault went unnoticed, with 2 when something is noticed
where there is no fault: then nothing that is noticed means anything.
"""

import argparse
import contextlib
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

TOGETHER = 10  # nights of one process
LONGEST = 10   # seconds of one night; they take a fifth of one

# A name, the file, what stands there, and what is put in its place.
MUTANTS = [
    ("one-too-many", "engine/pacing/leaky_bucket.cpp",
     "const auto shared = std::floor(limits.burst * limits.share);",
     "const auto shared = std::floor(limits.burst * limits.share) + 1;"),
    ("departures-for-answers", "engine/pacing/leaky_bucket.cpp",
     "return period_ + std::max(answer_[(next_ - burst_) % burst_], gate_[next_ % step_]);",
     "return period_ + gate_[next_ % step_];"),
    ("forgets-what-was-sent", "engine/dispatch/lane.cpp",
     "bucket_.recall(options_.past);", ""),
    ("sleeps-too-long", "engine/dispatch/lane.cpp",
     "        return slot;", "        return slot + std::chrono::seconds(2);"),
    ("one-at-a-time", "engine/dispatch/lane.cpp",
     "if (ended() || board_.in_flight() >= options_.connections || slot_at(now) > now) {",
     "if (ended() || board_.in_flight() >= 1 || slot_at(now) > now) {"),
    ("blind-repeat", "engine/plan/step_progress.cpp",
     "if (method && method->repeat == catalog::idempotent::yes && !guarded_) return aftermath::again;",
     "if (method) return aftermath::again;"),
    ("goes-on-after-failure", "engine/plan/job_progress.cpp",
     'steps_[i].skip("earlier-step-failed", "not attempted: " + reason);', "continue;"),
    ("neighbours-answer", "engine/plan/board.cpp",
     "std::span(reply.answers).subspan(each.begin, count)",
     "std::span(reply.answers).first(count)"),
    ("hopes-for-the-best", "engine/plan/aftermath.cpp",
     "text = lost->why;\n        return aftermath::again;",
     "text = lost->why;\n        return aftermath::moved;"),
    ("forgets-perhaps", "engine/run/equipment.cpp",
     "if (*state == journal::once_state::perhaps)", "if (false)"),
    ("sends-before-writing", "engine/journal/run_journal.cpp",
     "once_.sending(each, now, marks_);", ""),
    ("gate-that-is-always-open", "engine/pacing/stop_rule.cpp",
     "    auto closed = verdict();\n", "    std::optional<stop_verdict> closed;\n"),
    ("wave-with-one-too-many", "engine/pacing/waves.cpp",
     "taken_on_ >= sizes_[at_]", "taken_on_ > sizes_[at_]"),
    ("next-wave-too-early", "engine/dispatch/lane_end.cpp",
     "|| board_.open_jobs() != 0) return false;", "|| board_.open_jobs() > 1) return false;"),
    ("deaf-to-failures", "engine/dispatch/lane_replies.cpp",
     "        if (auto enough = rule_.after(each.overall)) give_up(std::move(*enough));\n", ""),
    ("one-failure-more", "engine/pacing/stop_rule.cpp",
     "failed_ > *max_fail_", "failed_ > *max_fail_ + 1"),
    ("deadline-that-nobody-minds", "engine/dispatch/lane_end.cpp",
     "if (auto late = deadline_.forbids(next, now)) stop(late->how, std::move(late->why));",
     "static_cast<void>(deadline_.forbids(next, now));"),
    ("waits-as-long-as-ever", "engine/pacing/run_deadline.cpp",
     "return std::min(due, std::max(when_->at, sent) + beyond);", "return due + beyond;"),
    ("ended-for-nobody", "engine/dispatch/lane.cpp",
     "if (in_vain && left == leavings::none) end_.reset();",
     "static_cast<void>(left);\n    if (in_vain) end_.reset();"),
    ("takes-back-over-others", "engine/run/undoing.cpp",
     "    made.only_over = after == nullptr ? change.wanted : *after;\n    return made;", "    return made;"),
    ("deletes-unasked", "engine/run/undoing.cpp", "if (made_ == made_items::keep)", "if (made_ != made_items::keep)"),
    ("puts-back-what-it-wrote", "engine/run/undoing.cpp",
     "value_in(what.step.before, *field);", "value_in(what.step.after, *field);"),
    ("never-tries-again", "engine/pacing/circuit_breaker.cpp",
     "    failed_probes_ = 0;\n    ready_at_ = when.now + pause_before_probe(waits_, 1, when.chance);",
     "    failed_probes_ = 0;\n    ready_at_ = base::time_point::max();"),
]

# What nights do not provoke or do not judge: the room whose test notices comes first.
TESTED = [
    ("pacing", "never-opens", "engine/pacing/circuit_breaker.cpp",
     "if (failures_ >= limits_.failures_in_a_row) {", "if (failures_ > 1000 * limits_.failures_in_a_row) {"),
    ("pacing", "takes-what-was-kept-for-an-answer", "engine/pacing/circuit_breaker.cpp",
     "if (rejection(reply) && reply.http_status == 0) return health::kept;",
     "if (rejection(reply) && reply.http_status == 0) return health::well;"),
    ("pacing", "pays-for-every-retry", "engine/pacing/retry_budget.cpp", "    if (saved_ >= 1) {", "    if (saved_ >= 0) {"),
    ("pacing", "deaf-to-operating-time", "engine/pacing/operating_budget.cpp",
     "    if (used < limit()) return;\n    hold", "    if (used < 2 * limit()) return;\n    hold"),
    ("pacing", "sleeps-on-another-key", "engine/pacing/operating_budget.cpp",
     "    if (found == accounts_.end()) return base::time_point::min();\n    const auto& known = found->second;\n    if (known.free_at",
     "    const auto& known = found == accounts_.end() ? accounts_.begin()->second : found->second;\n    if (known.free_at"),
    ("pacing", "repeats-the-whole-batch", "engine/pacing/batch_size.cpp",
     "std::max<std::size_t>(1, together / 2));\n}\n\nvoid batch_size::refused",
     "std::max<std::size_t>(1, together));\n}\n\nvoid batch_size::refused"),
    ("pacing", "one-too-many-on-the-host", "engine/pacing/host_budget.cpp",
     "    at(burst) = static_cast<std::int64_t>(shape.burst);\n    at(step)",
     "    at(burst) = static_cast<std::int64_t>(shape.burst) + 1;\n    at(step)"),
    ("dispatch", "keeps-a-refusal-to-itself", "engine/dispatch/lane_replies.cpp",
     "        if (ports_.budget) ports_.budget->refused(sent, now, pause);\n", ""),
    ("pacing", "trusts-at-once-after-a-refusal", "engine/pacing/pace.cpp",
     "constexpr std::int64_t trust_after = 20;", "constexpr std::int64_t trust_after = 1;"),
    ("portal", "every-lane-renews-its-token", "engine/portal/token_keeper.cpp",
     "    auto with = mine.under_way;\n", "    std::shared_ptr<flight> with;\n"),
    ("portal", "uses-a-token-before-it-is-stored", "engine/portal/token_keeper.cpp",
     "    const auto kept = co_await keep(who, fresh);\n    if (!kept)",
     "    const base::result<void> kept;\n    if (!kept)"),
    ("portal", "forgets-where-the-portal-moved", "engine/portal/portal_route.cpp",
     "    return moved_ ? *next_ : first_;", "    return first_;"),
    ("dispatch", "sends-what-is-known-to-be-refused", "engine/pacing/credential_watch.cpp",
     "    return any ? all : answers();", "    static_cast<void>(any);\n    return {};"),
    ("plan", "writes-again-after-failure", "engine/plan/job_progress.cpp",
     'steps_[i].abandon("earlier-step-failed", reason);', "continue;"),
]


def copy_tree(to):
    for name in ("CMakeLists.txt", "CMakePresets.json", "config", "engine", "templates", "tests", "tools", "README.md"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name)
        else:
            shutil.copy(source, to / name)


def build(tree, target):
    if not (tree / "build/dev/build.ninja").exists():
        subprocess.run(["cmake", "--preset", "dev"], cwd=tree, check=True, stdout=subprocess.DEVNULL)
    made = subprocess.run(["cmake", "--build", "--preset", "dev", "--target", target],
                          cwd=tree, capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(made.stdout[-3000:] + made.stderr[-1000:])


def run(command, seconds):
    """How it ended and what it said; None when it does not end."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    return done.returncode, done.stdout


def live_through(tree, first, count, seconds):
    return run([tree / "build/dev/tests/simulation/nights", "--from", str(first), "--seeds", str(count), "--stop-at-first"],
               seconds)


def words_of(code, text):
    """What a bad night says in one line."""
    asserted = re.search(r"Assertion `(.*)' failed", text)
    if asserted:
        return f"an assertion: {asserted[1]}"
    if code < 0:
        return f"the program dies of {signal.Signals(-code).name}"
    return re.search(r"^seed \d+[^\n]*\n\s*([^\n]*)", text, re.M)[1].strip()


def first_bad_night(tree, seeds):
    """Its seed and what it says. A fault may keep a night from ending, or end the program: that is noticed as well."""
    for first in range(1, seeds + 1, TOGETHER):
        count = min(TOGETHER, seeds + 1 - first)
        ended = live_through(tree, first, count, TOGETHER * LONGEST)
        if ended and ended[0] == 0:
            continue
        for seed in range(first, first + count):
            alone = live_through(tree, seed, 1, LONGEST)
            if alone is None:
                return seed, "the night does not end"
            if alone[0] != 0:
                return seed, words_of(*alone)
    return None


def complaint_of(tree, room):
    """The test that failed and what it says; None when all passed."""
    ended = run([tree / f"build/dev/tests/unit/{room}/{room}_test", "--color_output=no"], 120)
    if ended is None:
        return "", "it does not end"
    if ended[0] == 0:
        return None
    said = re.search(r'error: in "([^"]*)": ([^\n]*)', ended[1])
    return (said[1], said[2]) if said else ("", words_of(*ended))


class Tree:
    """A copy of the sources, with a fault in it as long as one is planted."""

    def __init__(self, folder):
        self.path = pathlib.Path(folder)
        copy_tree(self.path)

    @contextlib.contextmanager
    def with_fault(self, name, file, old, new):
        path = self.path / file
        right = path.read_text()
        if old not in right:
            sys.exit(f"{name}: {file} has changed; what should be replaced is not there")
        path.write_text(right.replace(old, new, 1))
        try:
            yield
        finally:
            path.write_text(right)


def check_control(tree, nights, rooms):
    """Without a fault nothing may be noticed."""
    if nights:
        build(tree, "nights")
    found = first_bad_night(tree, nights)
    if found:
        print(f"without any fault, seed {found[0]}: {found[1]}", file=sys.stderr)
        sys.exit(2)
    for room in rooms:
        build(tree, f"{room}_test")
        if (said := complaint_of(tree, room)):
            print(f"without any fault, {room}_test: {said}", file=sys.stderr)
            sys.exit(2)


def cell(text):
    return text[:100].replace("|", "\\|")


def main():
    given = argparse.ArgumentParser()
    given.add_argument("names", nargs="*")
    given.add_argument("--seeds", type=int, default=1000)
    given.add_argument("--control", type=int, default=50)
    given = given.parse_args()
    asked = [each for each in MUTANTS if not given.names or each[0] in given.names]
    tested = [each for each in TESTED if not given.names or each[1] in given.names]
    unnoticed = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Tree(folder)
        check_control(tree.path, given.control if asked else 0, sorted({each[0] for each in tested}))
        if asked:
            print("| planted fault | seed | what it says |\n| --- | --- | --- |")
        for fault in asked:
            with tree.with_fault(*fault):
                build(tree.path, "nights")
                found = first_bad_night(tree.path, given.seeds)
            unnoticed += found is None
            print(f"| {fault[0]} | {found[0] if found else 'none'} | {cell(found[1]) if found else ''} |", flush=True)
        if tested:
            print("\n| planted fault | test | what it says |\n| --- | --- | --- |")
        for room, *fault in tested:
            with tree.with_fault(*fault):
                build(tree.path, f"{room}_test")
                said = complaint_of(tree.path, room)
            unnoticed += said is None
            where = f"`unit.{room}` {said[0]}" if said else "none"
            print(f"| {fault[0]} | {where} | {cell(said[1]) if said else ''} |", flush=True)
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
