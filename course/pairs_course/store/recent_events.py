"""What two people did, kept in memory: a look at a pair costs what is new since the last one."""

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

#: Events that are kept at most: some tens of megabytes.
MOST: Final = 50_000


class Taken(NamedTuple):
    """An event with its place in the service's order, and the key of its author's account."""

    n: int
    account: int
    event: Event


class _Tail(NamedTuple):
    """What shows whether rows were added, or others taken away: how many, and the last one."""

    rows: int
    n: int
    id: str


_Kept = tuple[_Tail, tuple[Taken, ...]]


class Recent:
    """Events by pair and module. What is kept is held to the database at every look.

    Rows are only ever added, or taken away with a person or a cohort. After the latter their number
    does not fit, or the last one is another, and all of them are read again.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[int, str], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, session: Session, pair: int, modules: Collection[str]) -> list[Taken]:
        """Return what both of a pair did in some modules, in the service's order."""
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
        if len(events) != tail.rows:  # one that was known is gone
            events = tuple(_read(session, pair, module, 0))
        self._keep((pair, module), (tail, events))
        return events

    def _keep(self, place: tuple[int, str], kept: _Kept | None) -> None:
        """Put a place last in line, with what is there; the first in line go beyond the bound."""
        with self._lock:
            self._kept.pop(place, None)
            if kept is not None:
                self._kept[place] = kept
            while sum(len(events) for _, events in self._kept.values()) > self._most:
                self._kept.popitem(last=False)


def _still_there(session: Session, kept: _Kept | None) -> tuple[Taken, ...]:
    """Return what was kept if its last event is where it was."""
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
