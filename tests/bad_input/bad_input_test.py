#!/usr/bin/env python3
"""What a person is told of a mistake in a file: tests/golden/bad_input/KIND/CASE against CASE.expected.

A case is one file, which takes the place of the KIND's file in the folder `right`, or a folder of files that are laid
over it; a file `arguments` in it holds flags. Then `muster validate` runs there, and what it prints has to be what is
expected, byte for byte. UPDATE_GOLDEN=1 writes that anew: read it as the person who made the mistake.

    bad_input_test.py MUSTER [WORD]     only the cases that have the WORD in their names
"""
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden" / "bad_input"
RIGHT = "right"

# The file of `right` that a case of one file replaces. A roster that is no CSV is asked for with --roster.
PLACE = {"policy": "policy.yaml", "config": "muster.yaml", "catalog": "catalog/badges.yaml", "exceptions": "exceptions.yaml"}

# What is too large to be kept.
MADE = {
    "policy/file-too-large.yaml": lambda text: text + "# padding\n" * 110_000,
    "catalog/file-too-large.yaml": lambda text: text + "# padding\n" * 110_000,
    "exceptions/file-too-large.yaml": lambda text: text + "# padding\n" * 420_000,
    "roster/quote-over-a-megabyte.csv": lambda text: text + "13,\"Carl\n" + "14,dora@acme.example,Dora,Sales,Y\n" * 40_000,
}


def cases():
    """(name, input, expected) of every case, in the order of their names."""
    for kind in sorted(each for each in GOLDEN.iterdir() if each.is_dir() and each.name != RIGHT):
        for written in sorted(kind.iterdir()):
            if written.suffix == ".expected":
                continue
            stem = written.name if written.is_dir() else written.stem
            yield f"{kind.name}/{written.name}", written, kind / f"{stem}.expected"


def lay_out(folder, name, written):
    """Makes the case's folder; gives the flags."""
    shutil.copytree(GOLDEN / RIGHT, folder, dirs_exist_ok=True)
    kind = name.split("/")[0]
    if written.is_dir():
        shutil.copytree(written, folder, dirs_exist_ok=True)
        flags = folder / "arguments"
        return shlex.split(flags.read_text(encoding="utf-8")) if flags.exists() else []
    place = PLACE.get(kind, f"people{written.suffix}")
    if name in MADE:
        made = MADE[name](written.read_text(encoding="utf-8"))
        (folder / place).write_text(made, encoding="utf-8")
    else:
        shutil.copy(written, folder / place)
    return ["--roster", place] if kind == "roster" else []


def told(muster, name, written):
    """What the program prints, with its exit code as the last line."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        flags = lay_out(folder, name, written)
        environment = {"PATH": os.environ["PATH"], "HOME": scratch, "CITY": "Riga"}
        run = subprocess.run(
            [muster, "validate", "--config", "muster.yaml", *flags],
            cwd=folder, env=environment, capture_output=True, timeout=60, check=False,
        )
        text = (run.stderr + run.stdout).decode("utf-8")
        return text.replace(scratch, "FOLDER") + f"exit {run.returncode}\n"


def check(muster, name, written, expected):
    """True when it is told as expected."""
    text = told(muster, name, written)
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
        return True
    before = expected.read_text(encoding="utf-8") if expected.exists() else "(there is no such file)\n"
    if text == before:
        return True
    print(f"--- {name}: expected\n{before}--- and got\n{text}")
    return False


def is_right(muster):
    """The folder that every case spoils must itself be without a word of complaint."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(GOLDEN / RIGHT, scratch, dirs_exist_ok=True)
        run = subprocess.run(
            [muster, "validate", "--config", "muster.yaml"],
            cwd=scratch, env={"PATH": os.environ["PATH"], "HOME": scratch, "CITY": "Riga"},
            capture_output=True, text=True, timeout=60, check=False,
        )
        print(run.stderr, end="")
        return run.returncode == 0 and not run.stderr


def main():
    muster = os.path.abspath(sys.argv[1])
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    if not is_right(muster):
        print(f"the folder {GOLDEN / RIGHT} is not right itself")
        return 1
    ran = failed = 0
    known = set()
    for name, written, expected in cases():
        known.add(expected)
        if word in name:
            ran += 1
            failed += not check(muster, name, written, expected)
    orphans = [each for each in GOLDEN.rglob("*.expected") if each not in known]
    for each in orphans:
        print(f"{each}: there is no such case any more")
    print(f"{ran} mistakes, {failed} told otherwise than expected")
    return 1 if failed or orphans or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
