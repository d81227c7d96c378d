"""A module opens on its date, by the clock alone, and until then it is for facilitators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from pairs_course.store import NotOpen, NotReleased, Store

from ..cohort import ANN, archive, roster
from ..strategies import MODULE, PROGRAMME, event

OPENS = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
AT = "2026-12-01T09:00:00.000+00:00"


@dataclass
class Clock:
    """The time as the test wants it."""

    now: datetime

    def __call__(self) -> float:
        return self.now.timestamp()


@pytest.fixture
def clock() -> Clock:
    return Clock(OPENS - timedelta(milliseconds=1))


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store.in_folder(tmp_path, clock=clock) as store:
        store.people.add_cohort("north", roster(), demo=True)
        yield store


def test_until_its_date_a_module_is_for_facilitators(store: Store) -> None:
    """Others neither see it in a list nor get it, and the refusal names the day."""
    put = store.releases.put("north", MODULE, archive(), opens=OPENS)

    assert (put.opens, store.releases.list("north")) == (AT, [])
    assert [r.opens for r in store.releases.list("north", unopened=True)] == [AT]
    assert store.releases.get("north", MODULE, unopened=True) == put
    with pytest.raises(NotOpen, match="on 1 December 2026"):
        store.releases.get("north", MODULE)


def test_the_clock_opens_it(store: Store, clock: Clock) -> None:
    """To the millisecond, without anybody doing anything."""
    put = store.releases.put("north", MODULE, archive(), opens=OPENS)
    (before,) = store.submissions.states(ANN, [MODULE])

    clock.now = OPENS
    (after,) = store.submissions.states(ANN, [MODULE])

    assert (before.released, before.opens) == (False, AT)
    assert (after.released, after.opens) == (True, None)
    assert store.releases.get("north", MODULE) == put


def test_what_is_not_open_cannot_be_sent_and_answers_are_kept(store: Store, clock: Clock) -> None:
    """Neither by the button nor by nbgrader's submit; from the date on by both."""
    store.releases.put("north", MODULE, archive(), opens=OPENS)
    answer, send = event("answer", "point", "Mine."), event("send", audience=("facilitator",))
    early = store.events.add(ANN, [answer, send], PROGRAMME)
    with pytest.raises(NotOpen):
        store.submissions.make(ANN, MODULE, PROGRAMME)
    clock.now = OPENS

    later = store.events.add(ANN, [event("send", audience=("facilitator",))], PROGRAMME)
    store.events.add(ANN, [event("answer", "point", "Mine again.")], PROGRAMME)
    store.submissions.make(ANN, MODULE, PROGRAMME)

    assert early.accepted == [answer.id]
    assert [(r.id, "opens to cohort" in r.reason) for r in early.refused] == [(send.id, True)]
    assert len(later.submissions) == 1
    assert [s.payload["answers"] for s in store.submissions.list("north")] == [
        {"point": "Mine."},
        {"point": "Mine again."},
    ]


def test_a_date_is_changed_without_the_files(store: Store) -> None:
    """Earlier, later, or now; a date in another zone is the same moment."""
    put = store.releases.put("north", MODULE, archive(), opens=OPENS)
    there = datetime(2026, 12, 24, 1, 30, tzinfo=timezone(timedelta(hours=2)))

    later = store.releases.open_at("north", MODULE, there)
    now = store.releases.open_at("north", MODULE, None)

    assert later.opens == "2026-12-23T23:30:00.000+00:00"
    assert (now.opens, now.digest, now.at) == (None, put.digest, put.at)
    assert store.releases.list("north") != []
    with pytest.raises(NotReleased):
        store.releases.open_at("north", "01-setting-out", None)


def test_releasing_anew_keeps_the_date_unless_another_is_given(store: Store) -> None:
    """New words do not open a module early; the same files with a new date only change that."""
    store.releases.put("north", MODULE, archive(), opens=OPENS)

    again = store.releases.put("north", MODULE, archive({"one.ipynb": "[]"}), force=True)
    moved = store.releases.put(
        "north", MODULE, archive({"one.ipynb": "[]"}), opens=OPENS + timedelta(days=1)
    )

    assert (again.opens, moved.opens) == (AT, "2026-12-02T09:00:00.000+00:00")
    assert moved.at == again.at
