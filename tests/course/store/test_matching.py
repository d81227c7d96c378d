"""Meetings in the store: kept both ways round, and closed to whoever comes later."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from pairs_course.answers.events import now
from pairs_course.pairs import matching
from pairs_course.store import CannotMatch, NotInAPair, Store, UnknownPerson
from pairs_course.store.tables import MeetingRow, MemberRow, PairRow

from ..cohort import ANN, BEN, CAT, DAN, FAY, roster
from ..strategies import MEETING, WITH_MEETINGS, for_others

EVE, GUS = "eve", "gus"
MORE = [(EVE, "Eve Elm", "patient-leader", "3"), (GUS, "Gus Gorse", "professional", "3")]


@pytest.fixture
def store(tmp_path: Path):
    """Three pairs: ann and ben, cat and dan, eve and gus."""
    with Store.in_folder(tmp_path) as opened:
        opened.people.add_cohort("north", roster(*MORE))
        yield opened


def view(store: Store, who: str) -> matching.MeetingView:
    found = store.meetings.of(who, MEETING)
    return matching.view(found.place, found.people, found.theirs, MEETING, WITH_MEETINGS)


def agree(store: Store, first: str, second: str, words: str) -> None:
    """Let two partners agree on the sentence for the other pair."""
    proposal = for_others("propose", {"text": words}, at=now())
    assert store.events.add(first, [proposal], WITH_MEETINGS).refused == []
    confirm = for_others("confirm", {"of": proposal.id})
    assert store.events.add(second, [confirm], WITH_MEETINGS).refused == []


def move(store: Store, who: str, label: str) -> None:
    """Put somebody into a new pair, as re-forming pairs does: a new row, never an old one."""
    with store.database.write() as session:
        cohort = session.scalars(select(PairRow.cohort_id)).first()
        pair = session.scalar(select(PairRow).where(PairRow.label == label))
        if pair is None:
            pair = PairRow(cohort_id=cohort, label=label)
            session.add(pair)
            session.flush()
        account = text("account_id = (SELECT id FROM accounts WHERE username = :who)")
        session.execute(
            update(MemberRow).where(account.bindparams(who=who)).values(pair_id=pair.id)
        )


def test_the_second_pair_that_is_ready_meets_the_first(store: Store) -> None:
    """Both partners of both pairs see the names of the other two, and nobody else is concerned."""
    assert view(store, ANN)["state"] == "none"
    first = store.meetings.ask(ANN, MEETING, ready=True)
    assert [view(store, who)["state"] for who in (ANN, BEN, CAT)] == ["waiting", "waiting", "none"]

    both = store.meetings.ask(DAN, MEETING, ready=True)

    assert set(first) < set(both)
    assert [view(store, who)["people"] for who in (ANN, BEN, CAT, DAN, EVE)] == [
        ["Cat Cedar", "Dan Dell"],
        ["Cat Cedar", "Dan Dell"],
        ["Ann Alder", "Ben Birch"],
        ["Ann Alder", "Ben Birch"],
        [],
    ]


def test_either_partner_can_stop_waiting_but_not_undo_a_match(store: Store) -> None:
    """Stopping twice changes nothing; after a match it changes nothing either."""
    store.meetings.ask(ANN, MEETING, ready=True)
    assert store.meetings.ask(BEN, MEETING, ready=False) != []
    assert store.meetings.ask(BEN, MEETING, ready=False) == []
    store.meetings.ask(CAT, MEETING, ready=True)
    assert view(store, CAT)["state"] == "waiting"
    store.meetings.ask(ANN, MEETING, ready=True)

    assert store.meetings.ask(ANN, MEETING, ready=False) == []
    assert view(store, CAT)["state"] == "matched"


def test_many_pairs_at_once_are_matched_once_each(store: Store) -> None:
    """Six people press at the same moment: one match, one pair that waits."""
    with ThreadPoolExecutor(6) as pool:
        people = (ANN, BEN, CAT, DAN, EVE, GUS)
        list(pool.map(lambda who: store.meetings.ask(who, MEETING, ready=True), people))

    with store.database.read() as session:
        rows = session.execute(select(MeetingRow.pair_id, MeetingRow.other_id)).all()
    others = {row.pair_id: row.other_id for row in rows}
    assert len(others) == 3
    assert [pair for pair, other in others.items() if other is None or others[other] == pair] == [
        *others
    ]
    assert list(others.values()).count(None) == 1


def test_a_facilitator_matches_pairs_that_have_not_asked(store: Store) -> None:
    """By their labels; who waits is among them, and the list says it in order."""
    store.meetings.ask(EVE, MEETING, ready=True)
    before = store.meetings.of_cohort("north", MEETING)
    store.meetings.match(FAY, "north", MEETING, "1", "3")
    after = store.meetings.of_cohort("north", MEETING)

    assert [(p.pair, p.other, p.at is None) for p in before] == [
        ("3", None, False),
        ("1", None, True),
        ("2", None, True),
    ]
    assert {p.pair: p.other for p in after} == {"1": "3", "2": None, "3": "1"}
    assert view(store, BEN)["people"] == ["Eve Elm", "Gus Gorse"]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("1", "1", "Expected two different pairs, got “1” twice."),
        ("1", "9", "Expected two pairs of this cohort"),
        ("2", "3", "“2” is already matched."),
        ("3", "1", "“1” is already matched."),
    ],
)
def test_what_cannot_be_matched_is_said_and_changes_nothing(
    store: Store, first: str, second: str, why: str
) -> None:
    """A match that is there stays."""
    store.meetings.match(FAY, "north", MEETING, "1", "2")
    before = store.meetings.of_cohort("north", MEETING)

    with pytest.raises(CannotMatch, match=why):
        store.meetings.match(FAY, "north", MEETING, first, second)
    assert store.meetings.of_cohort("north", MEETING) == before


def test_only_people_in_a_pair_meet(store: Store) -> None:
    """Others are told so."""
    with pytest.raises(NotInAPair):
        store.meetings.ask(FAY, MEETING, ready=True)
    with pytest.raises(UnknownPerson):
        store.meetings.of("nobody", MEETING)


def test_the_sentence_arrives_when_both_confirmed_it(store: Store) -> None:
    """A suggestion alone does not; a pair that was not matched gets nothing."""
    store.meetings.match(FAY, "north", MEETING, "1", "2")
    store.events.add(CAT, [for_others("propose", {"text": "not yet"})], WITH_MEETINGS)
    assert view(store, ANN)["sentence"] is None
    agree(store, CAT, DAN, "You asked who is missing.")

    assert view(store, ANN)["sentence"] == {"text": "You asked who is missing."}
    assert view(store, EVE)["sentence"] is None
    assert view(store, CAT)["sentence"] is None


def test_newcomers_see_nothing_of_an_earlier_meeting(store: Store) -> None:
    """Neither who joins a new pair with one of the four, nor whom a new pair meets next."""
    store.meetings.match(FAY, "north", MEETING, "1", "2")
    agree(store, CAT, DAN, "Only for Ann and Ben.")
    agree(store, ANN, BEN, "Only for Cat and Dan.")

    move(store, BEN, "4")
    move(store, EVE, "4")

    for who in (BEN, EVE):
        assert view(store, who) == matching.NOTHING
    assert view(store, GUS) == matching.NOTHING
    store.meetings.match(FAY, "north", MEETING, "3", "4")
    assert view(store, GUS) == {
        "state": "matched",
        "people": ["Ben Birch", "Eve Elm"],
        "sentence": None,
    }
    # Who stayed keeps what was said to them.
    assert view(store, ANN)["sentence"] == {"text": "Only for Ann and Ben."}


def test_a_sentence_goes_to_the_pair_for_whom_it_was_written(store: Store) -> None:
    """One that was agreed before the match reaches nobody; a new version does."""
    store.meetings.match(FAY, "north", MEETING, "1", "2")
    agree(store, ANN, BEN, "Only for Cat and Dan.")
    move(store, CAT, "5")
    move(store, DAN, "5")
    store.meetings.ask(EVE, MEETING, ready=True)
    store.meetings.ask(ANN, MEETING, ready=True)
    assert view(store, EVE)["people"] == ["Ann Alder", "Ben Birch"]
    assert view(store, EVE)["sentence"] is None

    agree(store, BEN, ANN, "For Eve and Gus.")

    assert view(store, EVE)["sentence"] == {"text": "For Eve and Gus."}


def test_a_pair_whose_people_have_gone_is_waited_for_no_more(store: Store) -> None:
    """The one it met hears so and may ask again; one that waited is matched with nobody."""
    store.meetings.match(FAY, "north", MEETING, "1", "2")
    store.meetings.ask(EVE, MEETING, ready=True)
    agree(store, CAT, DAN, "Only for Ann and Ben.")
    for who, label in ((CAT, "5"), (DAN, "6"), (EVE, "7"), (GUS, "8")):
        move(store, who, label)

    assert view(store, ANN) == {"state": "gone", "people": [], "sentence": None}
    store.meetings.ask(ANN, MEETING, ready=True)
    assert view(store, ANN)["state"] == "waiting"
    store.meetings.ask(GUS, MEETING, ready=True)
    assert view(store, BEN)["people"] == ["Gus Gorse"]


def test_meetings_go_with_their_cohort(store: Store) -> None:
    """Nothing is left of them."""
    store.meetings.match(FAY, "north", MEETING, "1", "2")
    store.people.remove_cohort("north")

    with store.database.read() as session:
        assert session.scalars(select(MeetingRow)).all() == []
