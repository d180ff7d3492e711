"""The programs under test, and processes that never outlive the test that started them."""
import ctypes
import os
import pathlib
import select
import signal
import subprocess
import time

# Long enough for sanitizers on a busy machine; reached only where something is wrong.
DEADLINE = 90

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def _program(variable):
    path = os.environ.get(variable)
    if not path or not os.access(path, os.X_OK):
        raise SystemExit(f"{variable} has to name a program (CTest sets it); it is {path!r}")
    return path


MUSTER = _program("TEST_MUSTER")
PORTAL_SIM = _program("TEST_PORTAL_SIM")
TEMPLATES = pathlib.Path(__file__).resolve().parents[3] / "templates"


def _die_with_the_test():
    # Should the test be killed, the kernel ends what it started.
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def start(command, before=None, **how):
    """`before` is called in the new process, before the program begins."""
    def prepare():
        _die_with_the_test()
        if before:
            before()
    return subprocess.Popen(command, preexec_fn=prepare, **{"stdin": subprocess.DEVNULL, **how})


def end(process):
    """Ends a process whatever it is doing, and closes what was open to it."""
    if process.poll() is None:
        process.kill()
    process.wait()
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()


def read_line(stream, deadline=DEADLINE):
    """One line of an unbuffered stream of bytes; what there is of it when the other side falls silent."""
    until = time.monotonic() + deadline
    line = b""
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([stream], [], [], max(0, until - time.monotonic()))
        if not ready:
            break
        more = os.read(stream.fileno(), 1)
        if not more:
            break
        line += more
    return line.decode()


def wait_until(condition, what, deadline=DEADLINE):
    """Polls where nothing can be read that would tell. Gives what the condition gave."""
    until = time.monotonic() + deadline
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > until:
            raise AssertionError(f"waited {deadline} s in vain: {what}")
        time.sleep(0.01)
