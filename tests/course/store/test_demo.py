"""Demo cohorts in the store: what is refused, and that others are left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairs_course.people.roster import roster_of
from pairs_course.store import Did, NotDemo, Store, UnknownCohort, WrongPassword

from ..strategies import MODULE, PROGRAMME
from .test_events import event

ROSTER = roster_of([("di", "Di", "patient-leader", "1"), ("ed", "Ed", "professional", "1")])


@pytest.fixture
def demo(store: Store) -> Store:
    """A demo cohort of one pair beside one of real people."""
    store.people.add_cohort("real", roster_of([("fern", "Fern", "facilitator", "")]))
    store.demo.add_cohort("demo", ROSTER, title="Demo", made_at="2025-01-06T00:00:00.000+00:00")
    return store


def test_a_demo_cohort_is_marked_and_without_passwords(demo: Store) -> None:
    """Its people are on a roster like everybody, and nobody can sign in."""
    assert demo.people.cohort("demo").demo
    assert demo.people.find("di", "demo") is not None
    with pytest.raises(WrongPassword):
        demo.people.check_password("di", "")


def test_what_was_done_is_kept_at_its_own_time(demo: Store) -> None:
    """The second time it is there already, and nothing changes."""
    done = [Did("di", "ed", event("answer", "D1", 4))]

    assert demo.demo.began("demo") is None
    assert demo.demo.add_events("demo", done, PROGRAMME)
    assert not demo.demo.add_events("demo", done, PROGRAMME)
    assert demo.demo.began("demo") == done[0].event.id
    assert demo.events.of_pair("di", MODULE).mine == [done[0].event]


def test_what_the_service_refuses_is_refused_here(demo: Store) -> None:
    """All of it: what stands beside the wrong one is not kept either."""
    good = event("answer", "D1", 4)
    wide = replace(event("answer", "D2", 4), audience=("other-pair",))

    with pytest.raises(ValueError, match=f"event {wide.id}: D2: expected an audience"):
        demo.demo.add_events("demo", [Did("di", "ed", good), Did("di", "ed", wide)], PROGRAMME)

    assert demo.events.of_pair("di", MODULE).mine == []


def test_cohorts_of_real_people_are_refused(demo: Store) -> None:
    """By whatever way, and nothing changes."""
    before = demo.rosters.people("real")

    for change in (
        lambda: demo.demo.check("real"),
        lambda: demo.demo.change_people("real", ROSTER, at="", day=""),
        lambda: demo.demo.add_events("real", [], PROGRAMME),
    ):
        with pytest.raises(NotDemo):
            change()
    with pytest.raises(UnknownCohort):
        demo.demo.check("south")
    assert demo.rosters.people("real") == before
