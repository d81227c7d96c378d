"""Editions: each cohort's wave is pooled once, whoever pools, and nothing is changed after."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from pairs_course.people.roster import Roster, roster_of
from pairs_course.store import Store
from pairs_course.store.pooled_editions import Unpooled, Waiting
from pairs_course.store.tables import EditionRow

START = {"wave": "start", "closed": "2026-11-23", "items": [], "finished": []}
POOLED: Any = {"wave": "start", "made": "2026-12-01", "cohorts": 2, "items": []}


@pytest.fixture
def cohorts(store: Store) -> Store:
    """Two real cohorts beside the demo one of every test; all three have closed the start."""
    rows = [("eve", "Eve", "patient-leader", "1"), ("fox", "Fox", "professional", "1")]
    store.people.add_cohort("east", roster_of([*rows, ("gil", "Gil", "facilitator", "")]))
    store.people.add_cohort("south", Roster("empty.csv", ()))
    for name in ("south", "north", "east"):
        store.summaries.close_wave(name, "start", START)
    return store


def test_cohorts_wait_for_their_edition_by_wave_and_kind(cohorts: Store) -> None:
    """In the order in which they closed, with their pairs of now; demo data apart."""
    east, south = Unpooled("east", 1, START), Unpooled("south", 0, START)

    assert cohorts.editions.waiting("start", demo=False) == Waiting(1, [south, east])
    assert cohorts.editions.waiting("start", demo=True) == Waiting(1, [Unpooled("north", 2, START)])
    assert cohorts.editions.waiting("once", demo=False) == Waiting(1, [])
    assert cohorts.editions.kinds() == [("start", False), ("start", True)]


def test_whoever_left_makes_no_pair(cohorts: Store) -> None:
    """Pairs are counted as they are now."""
    cohorts.rosters.apply("east", roster_of([("gil", "Gil", "facilitator", "")]))

    assert [one.pairs for one in cohorts.editions.waiting("start", demo=False).cohorts] == [0, 0]


def test_an_edition_is_kept_once(cohorts: Store) -> None:
    """Its cohorts wait no more, and the same again keeps nothing."""
    kept = [
        cohorts.editions.keep("start", False, 1, ["east", "south"], POOLED),
        cohorts.editions.keep("start", False, 1, ["east", "south"], POOLED),
        cohorts.editions.keep("start", False, 2, ["east", "south"], POOLED),
    ]

    assert kept == [True, False, False]
    assert cohorts.editions.published(demo=False) == [POOLED]
    assert cohorts.editions.published(demo=True) == []
    assert cohorts.editions.waiting("start", demo=False) == Waiting(2, [])
    assert cohorts.editions.kinds() == [("start", True)]


@pytest.mark.parametrize("names", [["east", "north"], ["east", "west"], ["east", "south", "gone"]])
def test_an_edition_of_others_than_those_that_wait_is_not_kept(
    cohorts: Store, names: list[str]
) -> None:
    """A demo cohort, one that never closed, one that was removed: nothing is marked either."""
    assert cohorts.editions.keep("start", False, 1, names, POOLED) is False

    assert len(cohorts.editions.waiting("start", demo=False).cohorts) == 2
    assert cohorts.editions.published(demo=False) == []


def test_two_programs_keep_one_edition(tmp_path: Path, cohorts: Store) -> None:
    """Each made its figures of the same cohorts; one of them is published."""
    made = [{**POOLED, "made": f"2026-12-{n:02}"} for n in range(1, 5)]

    def keep(pooled: Any) -> bool:
        with Store.in_folder(tmp_path) as own:
            return own.editions.keep("start", False, 1, ["south", "east"], pooled)

    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(keep, made))

    assert sum(kept) == 1
    assert cohorts.editions.published(demo=False) == [made[kept.index(True)]]


def test_an_edition_stays_when_its_cohorts_go(cohorts: Store) -> None:
    """What is published stays."""
    cohorts.editions.keep("start", False, 1, ["east", "south"], POOLED)
    for name in ("east", "south"):
        cohorts.people.remove_cohort(name)

    assert cohorts.editions.published(demo=False) == [POOLED]


def test_a_later_edition_counts_on(cohorts: Store) -> None:
    """The oldest comes first; the database itself holds each number to one edition."""
    second = {**POOLED, "made": "2027-01-01"}
    cohorts.editions.keep("start", False, 1, ["east"], POOLED)
    cohorts.editions.keep("start", False, 2, ["south"], second)

    assert cohorts.editions.published(demo=False) == [POOLED, second]
    with pytest.raises(IntegrityError), cohorts.database.write() as session:
        session.execute(update(EditionRow).values(number=1))


@settings(max_examples=25)  # each example is a database of its own
@given(st.lists(st.tuples(st.sampled_from(["close", "pool", "late"]), st.integers(0, 5))))
def test_no_cohort_is_ever_in_two_editions(steps: list[tuple[str, int]]) -> None:
    """Whatever closes and is pooled in whatever order, also by a program that looked long ago."""
    with TemporaryDirectory() as folder, Store.in_folder(Path(folder)) as store:
        for name in "abcdef":
            store.people.add_cohort(name, Roster("empty.csv", ()))
        pooled: list[str] = []
        closed: set[str] = set()
        long_ago = store.editions.waiting("start", demo=False)
        for step, n in steps:
            if step == "close" and "abcdef"[n] not in closed:
                closed.add("abcdef"[n])
                store.summaries.close_wave("abcdef"[n], "start", START)
            if step != "close":
                now = store.editions.waiting("start", demo=False)
                found = long_ago if step == "late" else now
                names = [one.cohort for one in found.cohorts]
                if store.editions.keep("start", False, found.number, names, POOLED):
                    pooled += names
                long_ago = now

        assert len(pooled) == len(set(pooled))
        left = {one.cohort for one in store.editions.waiting("start", demo=False).cohorts}
        assert left == closed - set(pooled)
