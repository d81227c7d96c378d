"""The last day of each wave: set, changed, taken away, and kept once the wave is closed."""

from __future__ import annotations

from datetime import date

import pytest

from pairs_course.people.roster import Roster
from pairs_course.store import Store, UnknownCohort, WaveClosed

MAY, JUNE = date(2027, 5, 12), date(2027, 6, 1)
SUMMARY = {"wave": "start", "closed": "2026-11-23", "items": []}


def test_a_day_is_set_changed_and_taken_away(store: Store) -> None:
    """One day a wave; the last one that was set counts; the same again changes nothing."""
    store.waves.set_date("north", "start", MAY)
    store.waves.set_date("north", "once", MAY)
    store.waves.set_date("north", "start", JUNE)
    store.waves.set_date("north", "start", JUNE)
    assert store.waves.open_dates("north") == {"start": JUNE, "once": MAY}
    assert store.waves.dated() == [("north", "once", MAY), ("north", "start", JUNE)]

    store.waves.set_date("north", "once", None)
    store.waves.set_date("north", "once", None)

    assert store.waves.open_dates("north") == {"start": JUNE}


def test_a_closed_wave_has_no_day_to_change(store: Store) -> None:
    """Its figures are made; nothing is due any more."""
    store.waves.set_date("north", "start", MAY)
    store.summaries.close_wave("north", "start", SUMMARY)

    for day in (JUNE, None):
        with pytest.raises(WaveClosed, match="closed on 2026-11-23"):
            store.waves.set_date("north", "start", day)

    assert (store.waves.open_dates("north"), store.waves.dated()) == ({}, [])
    assert [one.summary for one in store.waves.published("north").values()] == [SUMMARY]


def test_cohorts_are_apart(store: Store) -> None:
    """The day of one is not the day of another."""
    store.people.add_cohort("south", Roster("empty.csv", ()))
    store.waves.set_date("south", "start", MAY)

    assert store.waves.open_dates("north") == {}
    assert store.waves.dated() == [("south", "start", MAY)]
    with pytest.raises(UnknownCohort):
        store.waves.set_date("nowhere", "start", MAY)
