"""Disks that do not take what is to be written."""
import contextlib
import ctypes
import os
import pathlib
import resource
import subprocess

_libc = ctypes.CDLL(None, use_errno=True)

_PR_CAPBSET_DROP = 24
_CAPABILITIES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def heed_modes():
    """For `before` of a program: the modes of files count for it, also where the tests run as root."""
    if os.geteuid() != 0:
        return
    for capability in _CAPABILITIES:
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "root keeps its privileges")


def takes_no_more_than(size):
    """For `before` of a program: no file of its may grow beyond `size` bytes, as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def fill_up(process, size=0):
    """The same for a program that runs."""
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def make_room(process):
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextlib.contextmanager
def small_disk(folder, megabytes):
    """A disk of that size at `folder`; gives False where nobody may mount one."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "none", str(folder)],
        stderr=subprocess.DEVNULL, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def use_up(folder):
    """Fills the disk at `folder` to the last byte. Removing what is given makes room again."""
    filler = pathlib.Path(folder) / "somebody-elses-file"
    with open(filler, "wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * size)
    return filler
