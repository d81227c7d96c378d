"""Finds and ends the programs of one running course, wherever they are in the process tree."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import psutil

from pairs_course.hub.settings import RUN


def programs_of(state: Path) -> list[psutil.Process]:
    """Return this user's programs that belong to the course of ``state``, except this one.

    Servers and kernels have their own sessions and outlive their parent, so they are recognised
    by a variable that the course puts in their environment.
    """
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(RUN) == str(state):
                found.append(process)
        except (psutil.Error, OSError):
            continue  # it has ended, or belongs to another user
    return found


def end_parts(state: Path, patience: float = 3.0) -> None:
    """End the services and proxy left by a crashed hub, so that the next hub can start them.

    People's servers and kernels stay: the next hub finds them, so people can keep answering.
    """
    parts = [process for process in programs_of(state) if not _is_a_persons(process)]
    _end(parts, patience)


def _end(processes: list[psutil.Process], patience: float) -> None:
    """Terminate programs, then kill those still running after ``patience`` seconds."""
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
        return False  # it has ended


def end_below(hub: int, patience: float) -> None:
    """Stop a hub's services and servers all at once, and wait until they have ended.

    Call this before stopping the hub, which would stop its services one by one, polling each ever
    more slowly. A server told twice to stop gets stuck, so they must be gone when the hub stops.
    The hub stops its proxy itself.
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
    """Terminate, then kill, a course's remaining programs; return how many there were."""
    count = 0
    # Twice, because a program may start another while it is ending.
    for _ in range(2):
        processes = programs_of(state)
        if not processes:
            break
        count += len(processes)
        _end(processes, patience)
    return count
