#!/usr/bin/env python3
"""Plants one fault at a time into the engine and looks for the first simulated night that notices.

  tests/simulation/mutants.py                all of them, as a table for README.md
  tests/simulation/mutants.py NAME ...       some of them
  tests/simulation/mutants.py --seeds N      so many nights each at most (default: 1000)

Works on a copy of the tree and builds there; exits with 1 when a fault went unnoticed.
"""

import argparse
import pathlib
import re
import shutil
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
    ("writes-again-after-failure", "engine/plan/job_progress.cpp",
     'steps_[i].abandon("earlier-step-failed", reason);', "continue;"),
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
]


def copy_tree(to):
    for name in ("CMakeLists.txt", "CMakePresets.json", "config", "engine", "templates", "tests", "tools", "README.md"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name)
        else:
            shutil.copy(source, to / name)


def build(tree):
    if not (tree / "build/dev/build.ninja").exists():
        subprocess.run(["cmake", "--preset", "dev"], cwd=tree, check=True, stdout=subprocess.DEVNULL)
    made = subprocess.run(["cmake", "--build", "--preset", "dev", "--target", "nights"],
                          cwd=tree, capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(made.stdout[-3000:] + made.stderr[-1000:])


def live_through(tree, first, count, seconds):
    """What these nights say, the first bad one last; None when they do not end."""
    nights = [tree / "build/dev/tests/simulation/nights", "--from", str(first), "--seeds", str(count), "--stop-at-first"]
    try:
        return subprocess.run(nights, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds).stdout
    except subprocess.TimeoutExpired:
        return None


def first_bad_night(tree, seeds):
    """Its seed and what it says. A fault may keep a night from ending: that is noticed as well."""
    for first in range(1, seeds + 1, TOGETHER):
        count = min(TOGETHER, seeds + 1 - first)
        text = live_through(tree, first, count, TOGETHER * LONGEST)
        if text is None:
            endless = (seed for seed in range(first, first + count) if live_through(tree, seed, 1, LONGEST) is None)
            seed = next(endless, None)
            if seed is not None:
                return seed, "the night does not end"
            continue
        found = re.search(r"^seed (\d+)[^\n]*\n?\s*([^\n]*)", text, re.M)
        if found:
            return int(found[1]), found[2].strip()
    return None


def main():
    given = argparse.ArgumentParser()
    given.add_argument("names", nargs="*")
    given.add_argument("--seeds", type=int, default=1000)
    given = given.parse_args()
    unnoticed = 0
    print("| planted fault | seed | what it says |\n| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        copy_tree(tree)
        for name, file, old, new in MUTANTS:
            if given.names and name not in given.names:
                continue
            path = tree / file
            right = path.read_text()
            if old not in right:
                sys.exit(f"{name}: {file} has changed; what should be replaced is not there")
            path.write_text(right.replace(old, new, 1))
            build(tree)
            found = first_bad_night(tree, given.seeds)
            path.write_text(right)
            unnoticed += found is None
            print(f"| {name} | {found[0] if found else 'none'} | {found[1][:100] if found else ''} |", flush=True)
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
