"""A look at a pair reads what is new since the last one, and never keeps what was taken away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, delete, event, select
from sqlalchemy.orm import Session

from pairs_course.store.recent_events import Recent, Taken
from pairs_course.store.tables import EventRow, Table

MODULES = ("01-setting-out", "02-two-views")
AT = "2026-11-20T10:00:00.000+00:00"


@contextmanager
def database() -> Iterator[Session]:
    """Open a database in memory that holds events and nothing that they belong to."""
    engine = create_engine("sqlite://")
    Table.metadata.create_all(engine, tables=[Table.metadata.tables["events"]])
    with Session(engine) as session:
        yield session
    engine.dispose()


def add(session: Session, name: str, pair: int = 1, module: str = MODULES[0], by: int = 1) -> None:
    session.add(
        EventRow(
            id=name, account_id=by, pair_id=pair, module=module, item="D1", wave="once",
            kind="answer", value=3, audience="partner", wording="w", at=AT, taken_at=AT,
        )
    )  # fmt: skip
    session.commit()


def fresh(session: Session, pair: int) -> list[Taken]:
    return Recent().of(session, pair, MODULES)


@contextmanager
def rows_read() -> Iterator[list[str]]:
    """Collect the ids of the events that are read from the database."""
    read: list[str] = []

    def note(row: EventRow, _: object) -> None:
        read.append(row.id)

    event.listen(EventRow, "load", note)
    yield read
    event.remove(EventRow, "load", note)


def test_only_what_is_new_is_read() -> None:
    """However much came before."""
    recent = Recent()
    with database() as session:
        for number in range(200):
            add(session, f"e{number}", module=MODULES[number % 2])
        session.expunge_all()
        with rows_read() as read:
            first = recent.of(session, 1, MODULES)
            session.expunge_all()
            assert (len(first), len(read)) == (200, 200)
            add(session, "new")
            session.expunge_all()
            read.clear()

            second = recent.of(session, 1, MODULES)
            third = recent.of(session, 1, MODULES)

        assert [one.event.id for one in second] == [*(one.event.id for one in first), "new"]
        assert third == second == fresh(session, 1)
        assert read == ["new"]


WHAT = st.sampled_from(["add", "add to another", "erase one", "erase the last", "erase all"])


@given(steps=st.lists(st.tuples(WHAT, st.integers(0, 10), st.booleans()), max_size=25))
def test_it_is_always_what_the_database_holds(steps: list[tuple[str, int, bool]]) -> None:
    """Also when people or cohorts are taken away, and their numbers are given to others."""
    recent = Recent(most=6)
    with database() as session:
        for number, (what, which, look) in enumerate(steps):
            held = session.scalars(select(EventRow.n).order_by(EventRow.n)).all()
            if what.startswith("add"):
                pair = 1 if what == "add" else 2
                add(session, f"e{number}", pair, MODULES[which % 2], by=1 + which % 2)
            elif held:
                gone = {
                    "erase one": [held[which % len(held)]],
                    "erase the last": [held[-1]],
                    "erase all": held,
                }[what]
                session.execute(delete(EventRow).where(EventRow.n.in_(gone)))
                session.commit()
            if look:
                session.expunge_all()
                for pair in (1, 2):
                    assert recent.of(session, pair, MODULES) == fresh(session, pair)


def test_what_is_kept_is_bounded() -> None:
    """Who was looked at last stays."""
    recent = Recent(most=5)
    with database() as session:
        for pair in (1, 2):
            for number in range(3):
                add(session, f"{pair}-{number}", pair)
        recent.of(session, 1, MODULES)
        recent.of(session, 2, MODULES)
        session.expunge_all()

        with rows_read() as read:
            recent.of(session, 2, MODULES)
            assert read == []
            recent.of(session, 1, MODULES)
            assert read == ["1-0", "1-1", "1-2"]


@pytest.mark.parametrize("modules", [(), ("no-such-module",)])
def test_nothing_is_nothing(modules: tuple[str, ...]) -> None:
    """No rows, no events."""
    with database() as session:
        assert Recent().of(session, 1, modules) == []
