"""Sends what the service has not acknowledged: the journal is the queue, a cursor is the memory.

Events go in the journal's order, and arriving twice does no harm (the service knows them by id).
An event without an audience is for nobody else and never leaves. What was typed in from paper came
from the service, and never goes back.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from pairs_course.answers.events import Event
from pairs_course.answers.journal import Journal
from pairs_course.atomic_write import atomic_write

# This many events of the largest size fit into one request.
BATCH = 40

Post = Callable[[list[dict[str, Any]]], Awaitable[dict[str, Any]]]


def _goes(event: Event) -> bool:
    return bool(event.audience) and not event.typed_by


class Outbox:
    """Sends a journal's events through ``post``.

    ``post`` takes a list of events as JSON data and returns ``{"accepted": [id, ...], "refused":
    [{"id", "reason"}, ...]}``; it raises OSError while the service is away. What the service
    refuses for good is written to ``refused.jsonl`` and not sent again; it stays in the journal.
    """

    def __init__(self, journal: Journal, post: Post) -> None:
        self.journal = journal
        self.refused: list[dict[str, str]] = []
        self._post = post
        self._far = 0  # how far this process got, where the disk takes no cursor
        self._cursor = journal.folder / "shared.json"
        self._refused = journal.folder / "refused.jsonl"

    @property
    def waiting(self) -> list[Event]:
        """The events that have an audience and are not yet acknowledged, in order."""
        return [event for event in self.journal.events()[self._done() :] if _goes(event)]

    @property
    def settled(self) -> int:
        """How many events at the journal's beginning the service knows, or will never have."""
        return self._done()

    def reasons(self) -> dict[str, str]:
        """Return why the service refused events of this journal for good, by their ids."""
        try:
            lines = self._refused.read_text(encoding="utf-8").splitlines()
        except OSError:
            return {}
        found: dict[str, str] = {}
        for line in lines:
            with contextlib.suppress(ValueError, KeyError, TypeError):  # a torn line says nothing
                one = json.loads(line)
                found[one["id"]] = one["reason"]
        return found

    async def drain(self) -> list[str]:
        """Send all that waits and return the ids the service has; OSError while it is away."""
        sent: list[str] = []
        while True:
            events, done = self.journal.events(), self._done()
            ahead = [n for n in range(done, len(events)) if _goes(events[n])][:BATCH]
            if not ahead:
                self._remember(len(events))
                return sent
            answer = await self._post([events[n].to_json() for n in ahead])
            accepted = set(answer["accepted"])
            refused = [r for r in answer["refused"] if r["id"] not in accepted]
            known = accepted | {r["id"] for r in refused}
            settled = done
            for n in ahead:
                if events[n].id not in known:
                    break
                settled = n + 1
            sent += [events[n].id for n in ahead if n < settled and events[n].id in accepted]
            self._set_aside(refused)
            self._remember(settled)
            if settled == done:
                raise OSError("the service answered, but did not take the first event")

    def _done(self) -> int:
        """Return how many events at the journal's beginning are settled."""
        there = len(self.journal.events())
        try:
            done = json.loads(self._cursor.read_text(encoding="utf-8"))["done"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            done = 0  # sending again is harmless; forgetting would not be
        if not isinstance(done, int) or not 0 <= done <= there:
            done = 0
        return max(done, self._far if self._far <= there else 0)

    def _remember(self, done: int) -> None:
        """Keep how far it got. A disk that is full keeps nothing; then this process still knows."""
        if done <= self._done():
            return  # another kernel got further, or there is nothing new
        self._far = done
        with contextlib.suppress(OSError):
            atomic_write(self._cursor, json.dumps({"done": done}))

    def _set_aside(self, refused: list[dict[str, str]]) -> None:
        """Keep what was refused, with the reasons; the journal has it all the same."""
        if not refused:
            return
        self.refused += refused
        lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in refused]
        with contextlib.suppress(OSError), self._refused.open("a", encoding="utf-8") as file:
            file.writelines(lines)
