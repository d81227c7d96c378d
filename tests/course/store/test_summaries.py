"""A wave closes once, and what was published then never changes."""

from __future__ import annotations

import pytest

from pairs_course.people.roster import Roster
from pairs_course.store import PublishedSummary, Store, UnknownCohort, WaveClosed

START = {"wave": "start", "closed": "2026-11-23", "items": []}
ONCE = {"wave": "once", "closed": "2027-02-01", "items": []}


def test_closed_waves_are_numbered_and_kept(store: Store) -> None:
    """The version grows with each wave."""
    assert (store.summaries.closed("north"), store.waves.published("north")) == ([], {})

    closed = [
        store.summaries.close_wave("north", "start", START),
        store.summaries.close_wave("north", "once", ONCE),
    ]

    assert closed == [(1, None), (2, None)]
    assert store.summaries.closed("north") == ["start", "once"]
    assert store.waves.published("north") == {
        "start": PublishedSummary("north", 1, "start", "2026-11-23", START),
        "once": PublishedSummary("north", 2, "once", "2027-02-01", ONCE),
    }


def test_a_closed_wave_stays_as_it_is(store: Store) -> None:
    """Closing it again is refused, with the day on which it was closed."""
    store.summaries.close_wave("north", "start", START)

    with pytest.raises(WaveClosed, match="closed on 2026-11-23"):
        store.summaries.close_wave("north", "start", {**START, "closed": "2026-12-01"})

    assert store.waves.published("north") == {
        "start": PublishedSummary("north", 1, "start", "2026-11-23", START)
    }
    with pytest.raises(UnknownCohort):
        store.summaries.close_wave("south", "start", START)


def test_the_cohort_that_published_last_comes_first(store: Store) -> None:
    """One that has published nothing is not there."""
    for name in ("south", "west"):
        store.people.add_cohort(name, Roster("empty.csv", ()))
    store.summaries.close_wave("north", "start", START)
    store.summaries.close_wave("south", "start", START)
    assert store.summaries.newest() == ["south", "north"]

    store.summaries.close_wave("north", "once", ONCE)

    assert store.summaries.newest() == ["north", "south"]
