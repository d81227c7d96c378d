"""What the machine says about programs: their memory, their work, and whether it is busy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import psutil

#: Above this percentage of all cores at work for others, figures are not to be trusted.
QUIET = 15.0


def proportional(processes: Iterable[psutil.Process]) -> float:
    """Return the memory of programs in MB, pages that several share counted in shares (PSS)."""
    return sum(_rollup(process.pid).get("Pss", 0) for process in processes) / 1024


def private(processes: Iterable[psutil.Process]) -> float:
    """Return the memory in MB that would be free if these programs ended (USS)."""
    rollups = [_rollup(process.pid) for process in processes]
    return sum(r.get("Private_Clean", 0) + r.get("Private_Dirty", 0) for r in rollups) / 1024


def read_rollup(text: str) -> dict[str, int]:
    """Read ``/proc/<pid>/smaps_rollup``: kB by name."""
    found = {}
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if rest.endswith(" kB"):
            found[name] = int(rest.removesuffix(" kB"))
    return found


def busy(seconds: float = 2) -> float:
    """Return the percentage of all cores at work; whose own programs rest, measures others'."""
    return float(psutil.cpu_percent(interval=seconds))


def settle(programs: Callable[[], Sequence[psutil.Process]], limit: float = 20) -> None:
    """Wait until these programs do next to nothing, so that one run does not burden the next."""
    deadline = time.monotonic() + limit
    before = _work(programs())
    while time.monotonic() < deadline:
        time.sleep(0.5)
        after = _work(programs())
        done = sum(after[pid] - before.get(pid, 0.0) for pid in after)
        if done < 0.03 and after.keys() == before.keys():
            return
        before = after


def until(ready: Callable[[], bool], what: str, limit: float = 60) -> None:
    """Wait for something that happens outside of this program.

    Raises:
        TimeoutError: naming ``what`` was waited for.
    """
    deadline = time.monotonic() + limit
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {limit:g} s for {what}")
        time.sleep(0.05)


def _rollup(pid: int) -> dict[str, int]:
    try:
        return read_rollup(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))
    except OSError:
        return {}  # it has ended meanwhile


def _work(processes: Sequence[psutil.Process]) -> dict[int, float]:
    """Return the seconds of work of each program, by its id."""
    seconds = {}
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        seconds[process.pid] = times.user + times.system
    return seconds
