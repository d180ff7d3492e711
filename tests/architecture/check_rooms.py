#!/usr/bin/env python3
"""Holds the #include lines of engine/ to the table of engine/README.md, and libraries to their homes.

Usage: check_rooms.py REPOSITORY. Prints every line that breaks a rule and exits 1; exits 2 when it cannot find what it
should check, so that an empty run never looks like a pass.
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# Which rooms may include a library's headers. What is not listed here is free for all.
HOMES = {
    "yaml-cpp/": {"document"},
    "csv.h": {"document"},
    "sqlite3.h": {"journal"},
    "zlib.h": {"snapshot"},
    "boost/beast": {"portal"},
    "boost/asio/ssl": {"portal"},
    "openssl/": {"portal"},
    "boost/asio": {"async", "dispatch", "portal", "run", "cli"},
    "CLI/": {"cli"},
    "spdlog/": {"cli"},
    "kainjow/": {"report"},
}

# Only async/ reads a clock or makes a timer; only cli/ draws a seed.
BANNED = [
    (re.compile(r"\b\w+_clock::now\b"), {"async"}),
    (re.compile(r"\bsteady_timer\b"), {"async"}),
    (re.compile(r"\bsleep_for\b"), set()),
    (re.compile(r"\brandom_device\b"), {"cli"}),
    (re.compile(r"\bdetached\b(?=\s*[\),])"), set()),
]


def table(readme):
    """The room table of engine/README.md: room -> set of rooms, or None for 'all above'."""
    rooms = {}
    for line in readme.read_text(encoding="utf-8").splitlines():
        row = re.match(r"\|\s*`(\w+)`\s*\|[^|]*\|\s*([^|]*?)\s*\|$", line)
        if not row:
            continue
        name, may = row.groups()
        if may == "all above":
            rooms[name] = set(rooms)
        else:
            rooms[name] = {word.strip() for word in may.split(",") if word.strip() not in ("–", "")}
    return rooms


def room_allowed(target, may):
    return target.split("/")[0] in may or any("/" in each and target.startswith(each + "/") for each in may)


def check_file(path, room, may, rooms):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        include = INCLUDE.match(line)
        if include:
            target = include.group(2)
            for library, homes in HOMES.items():
                if target.startswith(library):
                    if room not in homes:
                        yield number, f"{target} belongs to {', '.join(sorted(homes))}, not to {room}"
                    break
            if target.split("/")[0] in rooms and target.split("/")[0] != room and not room_allowed(target, may):
                yield number, f"room {room} may not include {target}"
            continue
        code = line.split("//")[0]
        for pattern, homes in BANNED:
            if room not in homes and pattern.search(code):
                yield number, f"'{pattern.search(code).group(0)}' has no place in room {room}"


def main():
    engine = pathlib.Path(sys.argv[1]) / "engine"
    rooms = table(engine / "README.md")
    files = sorted(p for p in engine.rglob("*") if p.suffix in (".cpp", ".hpp"))
    if len(rooms) < 10 or len(files) < 10:
        print(f"found {len(rooms)} rooms and {len(files)} files below {engine}: nothing to check")
        return 2
    broken = 0
    for path in files:
        room = path.relative_to(engine).parts[0]
        if room not in rooms:
            print(f"{path}: the room '{room}' is not in engine/README.md")
            broken += 1
            continue
        may = rooms[room]
        if path.relative_to(engine).parts[:2] == ("dispatch", "ports"):
            may = {"base", "model"}  # the ports are seen by portal, journal and report
        for number, message in check_file(path, room, may, rooms):
            print(f"{path}:{number}: {message}")
            broken += 1
    print(f"{len(files)} files in {len(rooms)} rooms, {broken} broken rules")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
