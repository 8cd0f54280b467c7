"""Runs one command of a submission so that it harms no other: with a limit of time, and nothing of it stays behind."""

import ctypes
import os
import pathlib
import resource
import signal
import subprocess
import sys
import time

# Ends a submission that would fill the disk. With all that is built from it, an ordinary one is much smaller.
LARGEST_FILE = 256 * 1024 * 1024

# From <sys/prctl.h>: a process whose parent has ended becomes our child.
PR_SET_CHILD_SUBREAPER = 36


class OutOfTime(Exception):
    """The command was ended."""


def run(words, seconds, **how):
    """Runs a command to its end, as `subprocess.Popen` would with `how`. Returns its exit code and what it wrote to pipes.

    Raises OutOfTime after this number of seconds, and OSError if the command cannot be started.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=limit_files, **how)
    try:
        written = process.communicate(timeout=seconds)
        return process.returncode, *written
    except subprocess.TimeoutExpired:
        raise OutOfTime(f"took more than {seconds} s") from None
    finally:
        kill(os.killpg, process.pid)
        process.wait()
        end_orphans()


def limit_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_orphans(seconds=10):
    """Kills the programs that have left their process group. Only Linux names them."""
    deadline = time.monotonic() + seconds
    children = pathlib.Path(f"/proc/self/task/{os.getpid()}/children")
    # The children of one that was killed become ours in turn, so this ends with the last of them.
    while children.exists() and time.monotonic() < deadline:
        found = children.read_text().split()
        if not found:
            break
        for child in map(int, found):
            # With its whole group, at one moment: one that starts others faster than they are killed has no time to.
            kill(os.killpg, os.getpgid(child))
            os.waitpid(child, 0)


def kill(how, process):
    try:
        how(process, signal.SIGKILL)
    except ProcessLookupError:
        pass
