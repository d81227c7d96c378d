"""Finds and ends the programs of one running course, wherever they hang in the process tree."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import psutil

from pairs_course.hub.settings import RUN


def programs_of(state: Path) -> list[psutil.Process]:
    """Return every program of this user that belongs to the course of ``state``, except this one.

    Servers and kernels live in sessions of their own and outlive a parent that dies, so they are
    known by what the course puts into their environment.
    """
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(RUN) == str(state):
                found.append(process)
        except (psutil.Error, OSError):
            continue  # it has ended meanwhile, or belongs to somebody else
    return found


def end_parts(state: Path, patience: float = 3.0) -> None:
    """End what hung below a hub that has ended, so that the next one can start it anew.

    People's own servers and their kernels are left: the next hub finds them, and nobody who is
    answering questions notices.
    """
    parts = [process for process in programs_of(state) if not _is_a_persons(process)]
    _end(parts, patience)


def _end(processes: list[psutil.Process], patience: float) -> None:
    """Ask programs to end, and end those that have not after so many seconds."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=patience)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=patience)


def _is_a_persons(process: psutil.Process) -> bool:
    try:
        return bool(process.environ().get("JUPYTERHUB_USER"))
    except (psutil.Error, OSError):
        return False  # it has ended meanwhile


def end_below(hub: int, patience: float) -> None:
    """Let the services and the servers below a hub stop, all at once, and wait until they have.

    To be called before the hub itself is stopped: it would ask its services one after another, and
    look at each less and less often. A server that is asked by both of us gets stuck, so the hub
    must find them gone. Its proxy is left to it.
    """
    children = []
    with contextlib.suppress(psutil.NoSuchProcess):
        for child in psutil.Process(hub).children():
            with contextlib.suppress(psutil.Error):
                if "configurable-http-proxy" not in " ".join(child.cmdline()):
                    child.terminate()
                    children.append(child)
    psutil.wait_procs(children, timeout=patience)


def end_all(state: Path, patience: float = 1.0) -> int:
    """End what is left of a course, first by asking; return how many programs there were."""
    count = 0
    # Twice, because a program may start another while it is being asked.
    for _ in range(2):
        processes = programs_of(state)
        if not processes:
            break
        count += len(processes)
        _end(processes, patience)
    return count
