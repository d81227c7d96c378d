"""Caches pairs' events in memory, so that each look at a pair only reads what is new."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from heapq import merge
from operator import attrgetter
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pairs_course.answers.events import Event
from pairs_course.store.pair_queries import taken
from pairs_course.store.tables import EventRow

#: The most events to cache: some tens of megabytes.
MOST: Final = 50_000


class Taken(NamedTuple):
    """An event with its number in the service's order and its author's account key."""

    n: int
    account: int
    event: Event


class _Tail(NamedTuple):
    """The number of rows and the last one, to detect added or removed rows."""

    rows: int
    n: int
    id: str


_Kept = tuple[_Tail, tuple[Taken, ...]]


class Recent:
    """Events by pair and module, checked against the database at every look.

    Rows are only ever added, or removed along with a person or cohort. After a removal the count
    or the last row differs, and all rows are read again.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[int, str], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, session: Session, pair: int, modules: Collection[str]) -> list[Taken]:
        """Return both partners' events in some modules, in the service's order."""
        found = []
        tails = _tails(session, pair, modules)
        for module in modules:
            if tail := tails.get(module):
                found.append(self._of_module(session, pair, module, tail))
            else:
                self._keep((pair, module), None)
        return list(merge(*found, key=attrgetter("n")))

    def _of_module(
        self, session: Session, pair: int, module: str, tail: _Tail
    ) -> tuple[Taken, ...]:
        kept = self._kept.get((pair, module))
        if kept is not None and kept[0] == tail:
            self._keep((pair, module), kept)
            return kept[1]
        known = _still_there(session, kept)
        events = (*known, *_read(session, pair, module, known[-1].n if known else 0))
        if len(events) != tail.rows:  # a cached row was removed
            events = tuple(_read(session, pair, module, 0))
        self._keep((pair, module), (tail, events))
        return events

    def _keep(self, place: tuple[int, str], kept: _Kept | None) -> None:
        """Cache ``kept`` as most recently used; evict the least recently used above the limit."""
        with self._lock:
            self._kept.pop(place, None)
            if kept is not None:
                self._kept[place] = kept
            while sum(len(events) for _, events in self._kept.values()) > self._most:
                self._kept.popitem(last=False)


def _still_there(session: Session, kept: _Kept | None) -> tuple[Taken, ...]:
    """Return the cached events if the last one is still in the database."""
    if kept is None:
        return ()
    (_, n, id_), events = kept
    there = session.scalar(select(EventRow.id).where(EventRow.n == n))
    return events if there == id_ else ()


def _tails(session: Session, pair: int, modules: Collection[str]) -> dict[str, _Tail]:
    last = (
        select(func.count().label("rows"), func.max(EventRow.n).label("n"))
        .where(EventRow.pair_id == pair, EventRow.module.in_(modules))
        .group_by(EventRow.module)
        .subquery()
    )
    rows = session.execute(
        select(EventRow.module, last.c.rows, last.c.n, EventRow.id).join(
            last, EventRow.n == last.c.n
        )
    )
    return {module: _Tail(count, n, id_) for module, count, n, id_ in rows}


def _read(session: Session, pair: int, module: str, after: int) -> list[Taken]:
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.pair_id == pair, EventRow.module == module, EventRow.n > after)
        .order_by(EventRow.n)
    )
    return [Taken(row.n, row.account_id, taken(row)) for row in rows]
