"""The program before a person: its questions and errors go to a terminal, and what is typed there comes to it."""
import os
import pty
import select
import time

from . import programs
from .workbench import Result

QUESTION = b"Only 'yes' is a yes: "


def run(bench, *arguments, answer="", deadline=programs.DEADLINE):
    """The program, run to its end. `answer` is typed when it asks, with the return key; None closes the terminal."""
    began = time.monotonic()
    person, seat = pty.openpty()
    process = bench.start(*arguments, stdin=seat, stderr=seat, env={"TERM": "dumb"})
    os.close(seat)
    told = b""
    asked = False
    out = b""
    try:
        while time.monotonic() < began + deadline:
            ready, _, _ = select.select([person, process.stdout], [], [], 1)
            if person in ready:
                told += _read(person)
            if process.stdout in ready:
                out += os.read(process.stdout.fileno(), 65536)
            if QUESTION in told and not asked:
                asked = True
                os.write(person, b"\x04" if answer is None else answer.encode() + b"\n")
            if process.poll() is not None:
                break
        while select.select([person], [], [], 0)[0]:
            more = _read(person)
            if not more:
                break
            told += more
        out += process.stdout.read()
    finally:
        programs.end(process)
        os.close(person)
    result = Result(process.returncode, out, told, time.monotonic() - began)
    result.asked = asked
    return result


def _read(terminal):
    """What was written to a terminal; nothing once everybody on the other side is gone."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
