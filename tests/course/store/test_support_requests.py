"""Asking for a call, and pausing: who learns what, and that nothing is lost or doubled."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pairs_course.people.roster import Roster
from pairs_course.store import NotInAPair, Store, UnknownCohort, UnknownPerson
from pairs_course.store.support_requests import MAX_REACH, Pause, Reach

from ..cohort import ANN, BEN, CAT, FAY


def test_whoever_asks_waits_until_a_facilitator_has_called(store: Store) -> None:
    """Asking twice is asking once; the list is in the order of asking."""
    first = store.care.ask(CAT)
    store.care.ask(ANN)

    assert store.care.ask(CAT) == first == store.care.asked(CAT)
    assert [(call.username, call.name) for call in store.care.calls("north")] == [
        (CAT, "Cat Cedar"),
        (ANN, "Ann Alder"),
    ]

    store.care.called("north", first.id)

    assert store.care.asked(CAT) is None
    assert [call.username for call in store.care.calls("north")] == [ANN]


def test_asking_can_be_taken_back_and_done_again(store: Store) -> None:
    """Who took it back is not in the list, and can ask later."""
    first = store.care.ask(ANN)
    store.care.take_back(ANN)
    assert store.care.calls("north") == []

    assert store.care.ask(ANN).id != first.id


def test_how_to_reach_somebody_is_kept_until_the_call(store: Store, tmp_path: Path) -> None:
    """It can be changed meanwhile, asking again takes nothing back, and then no word is left."""
    first = store.care.ask(ANN, Reach("07700 900123", " after six ", "a text first"))
    assert first.reach == Reach("07700 900123", "after six", "a text first")
    assert store.care.ask(ANN) == first
    changed = store.care.ask(ANN, Reach("x" * 300, "", "ask for Annie"))
    assert (changed.id, changed.reach) == (first.id, Reach("x" * MAX_REACH, "", "ask for Annie"))

    store.care.called("north", first.id)
    store.care.ask(CAT, Reach("07700 900456", "at night", "through my sister"))
    store.care.take_back(CAT)

    assert store.care.ask(ANN).reach == Reach()
    with closing(sqlite3.connect(next(tmp_path.rglob("course.sqlite")))) as database:
        rows = database.execute("SELECT number, safe_time, safe_way FROM calls").fetchall()
    assert set(rows) == {("", "", "")}


def test_a_facilitator_of_another_cohort_answers_nobody_here(store: Store) -> None:
    """The id of a call alone is not enough."""
    call = store.care.ask(ANN)
    store.people.add_cohort("south", Roster("empty.csv", ()))

    store.care.called("south", call.id)

    assert store.care.calls("south") == []
    assert store.care.asked(ANN) == call
    with pytest.raises(UnknownCohort):
        store.care.calls("nowhere")


def test_a_pair_pauses_while_either_of_the_two_does(store: Store) -> None:
    """One goes on again; the other's pause stays their own."""
    store.care.pause(ANN, yes=True)
    assert (store.care.paused(ANN), store.care.paused(BEN), store.care.paused(CAT)) == (
        Pause(mine=True, pair=True),
        Pause(mine=False, pair=True),
        Pause(mine=False, pair=False),
    )
    assert store.care.pausing("north") == {ANN, BEN}

    store.care.pause(BEN, yes=False)
    assert store.care.paused(BEN).pair

    store.care.pause(ANN, yes=False)
    assert store.care.pausing("north") == set()


def test_only_people_in_a_pair_pause_and_ask(store: Store) -> None:
    """A facilitator has other ways."""
    with pytest.raises(NotInAPair):
        store.care.pause(FAY, yes=True)
    with pytest.raises(UnknownPerson):
        store.care.ask("nobody")
