"""What decides who sees a page: the viewer's role now, and whether there are enough pairs."""

from __future__ import annotations

import pytest

from pairs_course.people.roster import roster_of
from pairs_course.store import Store, UnknownCohort
from pairs_course.store.page_access import ViewerPlace

from ..cohort import ANN, BEN, CAT, DAN, FAY, ROWS, SAM

START = {"wave": "start", "closed": "2026-11-23", "items": [], "finished": []}


def test_a_viewer_has_the_role_of_this_cohort(store: Store) -> None:
    """Of another one it says nothing, and nobody in particular has none."""
    store.people.add_cohort("south", roster_of([(FAY, "Fay Fern", "sponsor", "")]))

    assert [store.showing.place("north", who).role for who in (ANN, FAY, SAM, "eve", None)] == [
        "patient-leader",
        "facilitator",
        "sponsor",
        None,
        None,
    ]
    south, north = (store.showing.place(name, FAY) for name in ("south", "north"))
    assert south == ViewerPlace("south", False, "sponsor", 0, south.made_at)
    assert north == ViewerPlace("North", True, "facilitator", 0, north.made_at)
    for ask in (
        lambda: store.showing.place("west", ANN),
        lambda: store.showing.pairs_up_to("west", 1),
    ):
        with pytest.raises(UnknownCohort):
            ask()


def test_pairs_are_counted_as_far_as_it_matters(store: Store) -> None:
    """And as they are now."""
    assert [store.showing.pairs_up_to("north", most) for most in (1, 2, 10)] == [1, 2, 2]

    store.rosters.apply("north", roster_of(ROWS[2:]))

    assert store.showing.pairs_up_to("north", 10) == 1


def test_whoever_left_is_nobody(store: Store) -> None:
    """Neither in the cohort nor in any network."""
    store.people.add_cohort("south", roster_of([(FAY, "Fay Fern", "sponsor", "")]))
    assert sorted(store.showing.kinds(FAY)) == [False, True]

    # Where a list names no facilitator, those who are there stay.
    another = ("gil", "Gil Gorse", "facilitator", "")
    store.rosters.apply("north", roster_of([*ROWS[2:4], another]))

    assert [store.showing.place("north", who).role for who in (ANN, BEN, CAT, DAN, FAY)] == [
        None,
        None,
        "patient-leader",
        "professional",
        None,
    ]
    assert [store.showing.kinds(who) for who in (ANN, CAT, FAY, "eve")] == [[], [True], [False], []]


def test_a_stamp_changes_with_what_a_cohort_published(store: Store) -> None:
    """Also when a cohort of the same name is made anew."""
    stamps = [store.showing.place("north", ANN).stamp]
    store.summaries.close_wave("north", "start", START)
    stamps.append(store.showing.place("north", ANN).stamp)
    store.people.remove_cohort("north")
    store.people.add_cohort("north", roster_of(ROWS))
    store.summaries.close_wave("north", "start", START)
    stamps.append(store.showing.place("north", ANN).stamp)

    assert len(set(stamps)) == 3
