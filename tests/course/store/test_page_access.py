"""What decides who sees a page: the viewer's role now, and whether there are enough pairs."""

from __future__ import annotations

import pytest

from pairs_course.people.roster import roster_of
from pairs_course.store import Store, UnknownCohort
from pairs_course.store.page_access import ViewerPlace

from ..cohort import ANN, BEN, CAT, DAN, FAY, ROWS, SAM

START = {"wave": "start", "closed": "2026-11-23", "items": [], "finished": []}


def test_a_viewer_has_the_role_of_this_cohort(store: Store) -> None:
    """Of another one it says nothing."""
    store.people.add_cohort("south", roster_of([(FAY, "Fay Fern", "sponsor", "")]))

    assert [store.showing.place("north", who).role for who in (ANN, FAY, SAM, "eve")] == [
        "patient-leader",
        "facilitator",
        "sponsor",
        None,
    ]
    south, north = (store.showing.place(name, FAY) for name in ("south", "north"))
    assert south == ViewerPlace("south", False, "sponsor", 0)
    assert north == ViewerPlace("North", True, "facilitator", 0)
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
