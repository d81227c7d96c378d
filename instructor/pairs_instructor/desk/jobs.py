"""Long steps of the desk, each in a program of its own: it goes on when the page is closed.

One step at a time runs in a cohort's folder, whoever of its facilitators began it: the program
holds a lock for as long as it lives. What it did so far lies beside it as JSON, one file a module,
so every desk shows it, and a step that was cut off is seen for what it is.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from pairs_course.answers.events import now
from pairs_course.atomic_write import atomic_write
from pairs_course.file_lock import locked

Step = Literal["release", "mark", "give-back"]
End = Literal["", "done", "failed"]

_PLACE: Final = ".desk"
_LOCK: Final = "lock"
_ALL: Final = 0o666  # whichever facilitator of the cohort comes next
#: Names the module of the newest step: which one that is, no clock decides.
_NEWEST: Final = "newest"
_children: list[subprocess.Popen[bytes]] = []


class Busy(Exception):  # noqa: N818 - it is what was found, and is said to a person
    """Another step runs in this cohort: ``job``, or None while it is only just being begun."""

    def __init__(self, job: Job | None) -> None:
        super().__init__("another step runs in this cohort")
        self.job = job


@dataclass(frozen=True)
class Entry:
    """What became of one submission: ``good`` says whether it needs no look."""

    who: str
    good: bool
    words: str


@dataclass
class Job:
    """One step on one module: how far it is, and what became of each submission so far.

    ``total`` is None while it is not known. ``end`` is empty until it ended by itself; a job
    without an end whose program is gone was cut off.
    """

    step: Step
    module: str
    by: str
    at: str = field(default_factory=now)
    options: dict[str, Any] = field(default_factory=dict)
    done: int = 0
    total: int | None = None
    doing: str = ""
    entries: list[Entry] = field(default_factory=list)
    end: End = ""
    words: str = ""


def begin(
    folder: Path, step: Step, module: str, by: str, options: Mapping[str, Any] | None = None
) -> Job:
    """Start a step on a module in a cohort's folder and return it at once; raises Busy."""
    place = folder / _PLACE
    place.mkdir(exist_ok=True)  # who may come into the cohort's folder may come in here
    with contextlib.ExitStack() as held:
        try:
            lock = held.enter_context(locked(place / _LOCK, wait=False, mode=_ALL))
        except BlockingIOError:
            raise Busy(newest(folder)) from None
        job = Job(step, module, by, options=dict(options or {}))
        enter(folder, job)
        with (place / f"{module}.log").open("wb") as log:
            _children.append(
                subprocess.Popen(  # noqa: S603 - our own program
                    [sys.executable, "-m", "pairs_instructor.desk.steps", str(folder), module],
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=[lock],  # the lock lives on in the program
                    start_new_session=True,
                )
            )
    return job


def begin_all(folder: Path, days: Mapping[str, date | None], by: str) -> None:
    """Release several modules, one after the other, each to be opened on its day; raises Busy."""
    first, *others = [
        {"module": module, "opens": day.isoformat() if day else ""} for module, day in days.items()
    ]
    begin(folder, "release", first["module"], by, {"opens": first["opens"], "then": others})


def running(folder: Path) -> bool:
    """Say whether a step runs in a cohort's folder."""
    _children[:] = [child for child in _children if child.poll() is None]
    try:
        with locked(folder / _PLACE / _LOCK, wait=False, mode=_ALL):
            return False
    except BlockingIOError:
        return True
    except OSError:  # there is no such folder
        return False


def last(folder: Path, module: str) -> Job | None:
    """Return the newest step on a module, or None where there was none."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        data = json.loads(_path(folder, module).read_text(encoding="utf-8"))
        return Job(**{**data, "entries": [Entry(**entry) for entry in data["entries"]]})
    return None


def enter(folder: Path, job: Job) -> None:
    """Write down a step that begins: it is the newest one now."""
    write(folder, job)
    atomic_write(folder / _PLACE / _NEWEST, job.module)


def newest(folder: Path) -> Job | None:
    """Return the newest step in a cohort's folder, or None where there was none."""
    try:
        module = (folder / _PLACE / _NEWEST).read_text(encoding="utf-8")
    except OSError:
        return None
    return last(folder, module)


def write(folder: Path, job: Job) -> None:
    """Keep how far a step is."""
    atomic_write(_path(folder, job.module), json.dumps(asdict(job), ensure_ascii=False))


def _path(folder: Path, module: str) -> Path:
    return folder / _PLACE / f"{module}.json"
