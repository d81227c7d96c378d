"""Queries for a person's pair and both partners' events, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from pairs_course.answers.events import Event
from pairs_course.answers.joint_text import Said, said_by
from pairs_course.programme.items import OTHER_PAIR
from pairs_course.store.errors import UnknownPerson
from pairs_course.store.tables import AccountRow, EventRow, MemberRow


def place(session: Session, username: str) -> tuple[int, int | None]:
    """Return the keys of an account and its pair (None without one); raises UnknownPerson."""
    row = session.execute(
        select(AccountRow.id, MemberRow.pair_id)
        .outerjoin(
            MemberRow,
            (MemberRow.account_id == AccountRow.id)
            & MemberRow.pair_id.is_not(None)
            & MemberRow.left.is_(None),
        )
        .where(AccountRow.username == username)
    ).first()
    if row is None:
        raise UnknownPerson(username)
    return row.id, row.pair_id


def of_pair(
    session: Session, account: int, pair: int, *modules: str, but: Collection[str] = ()
) -> list[Said]:
    """Return somebody's and their partner's events in some modules, in the service's order.

    The partner's are only those with the audience ``partner``. Kinds in ``but`` are left out.
    ``at`` is when the service accepted the event, since two people's own clocks may disagree.
    """
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.pair_id == pair, EventRow.module.in_(modules))
        .where(EventRow.kind.not_in(but))
        .order_by(EventRow.n)
    ).all()
    return as_seen(account, ((row.account_id, taken(row)) for row in rows))


def as_seen(account: int, events: Iterable[tuple[int, Event]]) -> list[Said]:
    """Return a pair's events as one partner may see them: theirs, and what the other shares."""
    both = said_by(account, events)
    return [said for said in both if said.by == "me" or "partner" in said.event.audience]


def of_person(session: Session, account: int, *modules: str) -> list[Event]:
    """Return somebody's events in some modules with any partner, in the service's order."""
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.account_id == account, EventRow.module.in_(modules))
        .order_by(EventRow.n)
    )
    return [event_of(row) for row in rows]


def of_others(session: Session, pair: int, module: str, since: str) -> list[tuple[str, Event]]:
    """Return what a pair wrote for the pair it meets, with authors, in the service's order.

    Events accepted before ``since``, the time of the match, were for another pair or nobody.
    """
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.pair_id == pair, EventRow.module == module)
        .where(EventRow.kind.in_(["propose", "confirm"]), EventRow.taken_at >= since)
        .order_by(EventRow.n)
    ).all()
    return [
        (str(row.account_id), event_of(row)) for row in rows if OTHER_PAIR in row.audience.split()
    ]


def of_one(session: Session, account: int, pair: int, module: str) -> list[Event]:
    """Return somebody's events in one module and one pair, in the service's order."""
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.account_id == account, EventRow.pair_id == pair, EventRow.module == module)
        .order_by(EventRow.n)
    )
    return [event_of(row) for row in rows]


def taken(row: EventRow) -> Event:
    """Return a stored event, with the time the service accepted it instead of its author's."""
    return replace(event_of(row), at=row.taken_at)


def event_of(row: EventRow) -> Event:
    """Return a stored event as its author sent it."""
    return Event(
        id=row.id,
        at=row.at,
        module=row.module,
        item=row.item,
        wave=row.wave,
        kind=row.kind,
        value=row.value,
        audience=tuple(row.audience.split()),
        wording=row.wording,
        typed_by=row.typed_by,
    )
