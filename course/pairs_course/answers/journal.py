"""One participant's answers: a file that only ever grows, one event a line.

Several kernels may hold the same journal (two tabs, two doors), so every write takes an exclusive
lock and first reads what the others wrote. An event is on the disk before :meth:`Journal.append`
returns. A line that cannot be read (a power cut tears the last one) is set aside and reported;
nothing before or after it is lost, and nothing is rewritten in place.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pairs_course.answers.events import Event, EventError
from pairs_course.answers.ordering import Ordering, Place


class IdInUseError(EventError):
    """Another event has this id already; it stays as it is."""

    def __init__(self) -> None:
        super().__init__("this id is in use already, for something else")


class Journal:
    """The journal in ``folder`` (``~/.pairs`` for a participant); made when it is first written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "answers.jsonl"
        self._forget()

    def append(self, event: Event, unless: Callable[[list[Event]], bool] | None = None) -> bool:
        """Write one event and wait until it is on the disk.

        Returns False, and writes nothing, when this very event is already there, when its author
        gave a newer answer that is there, or when ``unless`` says so of all the events that are
        there, while nobody else can write. :meth:`find` then tells the first from the others.

        Raises:
            IdInUseError: an event of that id is there and says something else.
            OSError: the disk is full or the folder cannot be written; nothing was accepted.
        """
        line = json.dumps(event.to_line(), ensure_ascii=False, separators=(",", ":")) + "\n"
        own_folder(self.folder)
        with self._locked(os.O_RDWR | os.O_CREAT | os.O_APPEND, fcntl.LOCK_EX) as fd:
            self._read(fd)
            if event.id in self._by_id:
                if event.said() != self._by_id[event.id].said():
                    raise IdInUseError
                return False
            if self._ordering.newer(event) or (unless and unless(self._events)):
                return False
            end = os.fstat(fd).st_size
            # A torn last line stays as it is; a newline first keeps ours from joining it.
            data = (line if self._offset == end else "\n" + line).encode()
            try:
                _write_all(fd, data)
                os.fsync(fd)
            except OSError:
                os.ftruncate(fd, end)  # a disk that filled up half-way must not leave half a line
                raise
            self._read(fd)
        return True

    def events(self) -> list[Event]:
        """Return all events in the order of the file, also those of other kernels."""
        with contextlib.suppress(FileNotFoundError), self._locked(os.O_RDONLY, fcntl.LOCK_SH) as fd:
            self._read(fd)
        return list(self._events)

    def find(self, event_id: str) -> Event | None:
        """Return the event of that id among those that were read; None if there is none."""
        return self._by_id.get(event_id)

    def apart(self, place: Place) -> list[Event]:
        """Return words that another page replaced unseen, among those that were read."""
        return self._ordering.apart(place)

    def size(self) -> int:
        """Return how many bytes there are: it differs as soon as any kernel has written."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def last(self, kind: str, item: str, wave: str) -> Event | None:
        """Return the event of that kind which counts: the last one, or None."""
        for event in reversed(self.events()):
            if (event.kind, event.item, event.wave) == (kind, item, wave):
                return event
        return None

    def last_pair(self) -> int | None:
        """Return the pair that was named last, None if none was."""
        return next((e.pair for e in reversed(self.events()) if e.pair is not None), None)

    def values(self, kind: str = "answer") -> dict[tuple[str, str], Any]:
        """Return the last value by (item, wave) of all events of one kind."""
        return {(e.item, e.wave): e.value for e in self.events() if e.kind == kind}

    def _forget(self) -> None:
        self.damaged: list[str] = []
        self._events: list[Event] = []
        self._by_id: dict[str, Event] = {}
        self._ordering = Ordering()
        self._offset = 0
        self._line = 0

    @contextmanager
    def _locked(self, how: int, lock: int) -> Iterator[int]:
        """Open the file and lock it. Reading needs no right to write: a disk may have become so."""
        fd = os.open(self.path, how | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, lock)
            yield fd
        finally:
            os.close(fd)  # which also gives the lock back

    def _read(self, fd: int) -> None:
        """Take in the whole lines that were written since the last look."""
        size = os.fstat(fd).st_size
        if size < self._offset:
            self._forget()  # another file is in its place: an earlier state was brought back
        if size == self._offset:
            return
        data = os.pread(fd, size - self._offset, self._offset)
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        for raw in whole.split(b"\n")[:-1]:
            self._line += 1
            if raw.strip():
                self._take(raw)

    def _take(self, raw: bytes) -> None:
        try:
            event = Event.from_json(json.loads(raw))
        except (ValueError, TypeError, RecursionError):  # JSON, UTF-8 and events; any depth
            self.damaged.append(
                f"{self.path.name}:{self._line}: this line is damaged and was set aside; "
                "all other answers are kept"
            )
            return
        if event.id not in self._by_id:
            self._by_id[event.id] = event
            self._events.append(event)
            self._ordering.add(event)


def own_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into, or close one that is there.

    Raises OSError when it cannot be made; a folder that cannot be closed stays as it is.
    """
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    if mode & 0o077:
        with contextlib.suppress(OSError):
            folder.chmod(0o700)


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]
