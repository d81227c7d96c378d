"""A roster that changes while the course runs: nobody who stays loses anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from pairs_course.people.roster import PAIR_ROLES, Roster, roster_of
from pairs_course.store import (
    NotInAPair,
    RosterChanged,
    RosterConflict,
    Store,
    UnknownCohort,
    WrongPassword,
)
from pairs_course.store.events import NOT_IN_A_PAIR
from pairs_course.store.tables import MemberRow, PairRow

from ..cohort import ANN, BEN, CAT, DAN, FAY, ROWS, archive, roster
from ..strategies import MODULE, PROGRAMME, SENTENCE, answered, event, whole_seal

EVE = ("eve", "Eve Elm", "professional", "2")


def without(*usernames: str, more: tuple[tuple[str, str, str, str], ...] = ()) -> Roster:
    """The small cohort without some of its people, and with others."""
    rows = [row for row in ROWS if row[0] not in usernames]
    return roster_of([*rows, *more], alone=True)


def take(store: Store, author: str, *events: object) -> list[str]:
    """Let somebody do something; returns why what was refused was refused."""
    receipt = store.events.add(author, list(events), PROGRAMME)  # type: ignore[arg-type]
    return [one.reason for one in receipt.refused]


def test_looking_changes_nothing_and_the_button_does_what_was_seen(store: Store) -> None:
    """The same again changes nothing at all."""
    new = without(DAN, more=(EVE,))
    before = store.rosters.people("north")

    seen = store.rosters.preview("north", new, by=FAY)
    unchanged = store.rosters.people("north")
    done = store.rosters.apply("north", new, digest=seen.digest, by=FAY)
    again = store.rosters.apply("north", new)

    assert unchanged == before
    assert [change.kind for change in seen.changes] == ["leaves", "joins", "ends", "pair"]
    assert (done.changes, done.gone) == (seen.changes, [DAN])
    assert list(done.passwords) == ["eve"]
    store.people.check_password("eve", done.passwords["eve"])
    assert [(p.username, p.pair) for p in store.people.members("north") if p.pair] == [
        (ANN, "1"),
        (BEN, "1"),
        (CAT, "2"),
        ("eve", "2"),
    ]
    assert (again.changes, again.passwords, again.gone) == ([], {}, [])


def test_a_change_in_between_is_noticed(store: Store) -> None:
    """What was looked at is what is done, or nothing."""
    first, second = without(DAN), without(BEN)
    seen = store.rosters.preview("north", first)
    store.rosters.apply("north", second)
    before = store.rosters.people("north")

    for wanted, digest in ((first, seen.digest), (second, seen.digest)):
        with pytest.raises(RosterChanged, match="have changed since you looked"):
            store.rosters.apply("north", wanted, digest=digest)

    assert store.rosters.people("north") == before


def test_who_leaves_is_out_and_their_partner_goes_on(store: Store) -> None:
    """What both wrote stays with the one who stays; nobody waits for a pause of somebody gone."""
    take(store, DAN, said := event("propose", SENTENCE, {"text": "We listen."}))
    take(store, CAT, *answered(), event("confirm", SENTENCE, {"of": said.id}), event("alone"))
    store.care.pause(DAN, True)

    store.rosters.apply("north", without(DAN))

    assert (store.people.find(DAN), store.people.memberships(DAN)) == (None, [])
    assert take(store, DAN, event("together")) == [NOT_IN_A_PAIR]
    with pytest.raises(NotInAPair):
        store.care.paused(DAN)
    cat = store.people.find(CAT)
    assert cat is not None
    assert (cat.pair, cat.partner) == ("2", None)
    assert store.events.agreed(CAT, MODULE) == {SENTENCE: {"text": "We listen."}}
    assert (store.care.paused(CAT).pair, store.care.pausing("north")) == (False, set())
    assert store.events.left(CAT, PROGRAMME)[MODULE].nothing
    assert (store.people.cohort("north").people, store.people.cohort("north").pairs) == (5, 2)
    assert [pair.people for pair in store.meetings.of_cohort("north", MODULE)] == [
        ["Ann Alder", "Ben Birch"],
        ["Cat Cedar"],
    ]


def test_who_left_is_in_no_later_figure(store: Store) -> None:
    """Nor is what was for another pair than the present one."""
    for name in (ANN, BEN, CAT, DAN):
        take(store, name, event("answer", "D1", 4))

    store.rosters.apply("north", without(DAN, more=(EVE,)))

    assert [v.username for v in store.events.values("north", "once")] == [ANN, BEN]


def test_what_was_sent_and_who_asked_for_a_call_stay(store: Store) -> None:
    """Their facilitator still has it."""
    store.releases.put("north", MODULE, archive({f"{MODULE}.ipynb": "{}"}), force=False)
    take(store, DAN, event("send", audience=("facilitator",)))
    store.care.ask(DAN)

    store.rosters.apply("north", without(DAN))

    assert [s.username for s in store.submissions.list("north")] == [DAN]
    assert [call.username for call in store.care.calls("north")] == [DAN]


def test_who_comes_back_finds_what_they_wrote(store: Store) -> None:
    """With a new password, since nobody may know where the old card is."""
    old = store.people.renew_password(DAN)
    take(store, DAN, event("answer", "D1", 4))
    before = store.events.of_pair(DAN, MODULE)
    store.rosters.apply("north", without(DAN))

    done = store.rosters.apply("north", roster())

    assert [change.kind for change in done.changes] == ["returns"]
    assert store.events.of_pair(DAN, MODULE) == before
    store.people.check_password(DAN, done.passwords[DAN])
    with pytest.raises(WrongPassword):
        store.people.check_password(DAN, old)


def test_a_newcomer_gets_nothing_of_a_former_partner(store: Store) -> None:
    """Neither does the one who stayed hold seals and texts with somebody who is gone."""
    for name in (CAT, DAN):
        take(store, name, *whole_seal())
    take(store, DAN, said := event("propose", SENTENCE, {"text": "Ours."}))
    take(store, CAT, event("confirm", SENTENCE, {"of": said.id}))

    store.rosters.apply("north", without(DAN, more=(EVE,)))

    for name in (CAT, "eve"):
        both = store.events.of_pair(name, MODULE)
        assert (both.mine, both.theirs, store.events.agreed(name, MODULE)) == ([], [], {})


def test_what_was_for_a_former_partner_never_goes_to_the_new_one(store: Store) -> None:
    """Also when it comes late, from a time without a line to the service."""
    first = store.events.of_pair(CAT, MODULE).pair
    take(store, CAT, event("answer", "D1", 1))
    store.rosters.apply("north", without(DAN, more=(EVE,)))

    late = [replace(one, pair=first) for one in whole_seal()]
    reasons = take(store, CAT, *late)
    now = event("answer", "D1", 2, pair=store.events.of_pair(CAT, MODULE).pair)
    reasons += take(store, CAT, now)

    assert reasons == []
    assert [e.id for e in store.events.of_pair("eve", MODULE).theirs] == [now.id]


def test_nobody_writes_into_a_pair_that_they_were_never_in(store: Store) -> None:
    """A number of another pair is refused, whoever says it."""
    other = store.events.of_pair(ANN, MODULE).pair

    assert take(store, CAT, event("answer", "D1", 5, pair=other)) == [
        "it was for another pair, not yours"
    ]
    assert store.events.of_pair(ANN, MODULE).mine == []


def test_one_sends_what_one_answered_whoever_the_partner_was(store: Store) -> None:
    """Answers for the facilitator are one's own; what was agreed is the pair's that agreed it."""
    take(store, CAT, event("answer", "point", "mine"), *answered(), event("alone"))
    take(store, DAN, said := event("propose", SENTENCE, {"text": "Ours."}))
    take(store, CAT, event("confirm", SENTENCE, {"of": said.id}))
    store.rosters.apply("north", without(DAN, more=(EVE,)))

    take(store, CAT, event("send", audience=("facilitator",)))

    (sent,) = store.submissions.list("north")
    assert (sent.payload["answers"], sent.payload["complete"], sent.payload["joint"]) == (
        {"point": "mine"},
        True,
        {},
    )


def test_a_roster_that_does_not_fit_changes_nothing(store: Store) -> None:
    """Each problem has its line: another cohort, and a facilitator who would be locked out."""
    store.people.add_cohort("south", roster_of([EVE, ("gil", "Gil", "patient-leader", "2")]))
    before = store.rosters.people("north")
    taken = without(DAN, more=(EVE,))

    with pytest.raises(RosterConflict) as refused:
        store.rosters.apply("north", taken)
    with pytest.raises(RosterConflict) as locked:
        store.rosters.apply("north", without(FAY, more=((FAY, "Fay Fern", "sponsor", ""),)), by=FAY)
    with pytest.raises(RosterConflict) as nobody:
        store.rosters.apply("north", without(FAY, more=((FAY, "Fay Fern", "sponsor", ""),)))

    (problem,) = refused.value.found
    assert (problem.line, problem.what.split(", ")[-1]) == (
        7,
        "who is professional in cohort “south”",
    )
    assert "expected fay to stay facilitator" in str(locked.value)
    assert "expected at least one facilitator, got none" in str(nobody.value)
    assert store.rosters.people("north") == before
    with pytest.raises(UnknownCohort):
        store.rosters.preview("east", taken)


def test_a_facilitator_of_two_cohorts_leaves_one(store: Store) -> None:
    """They can still sign in, with the password they have."""
    gil = ("gil", "Gil Gum", "facilitator", "")
    word = store.rosters.apply("north", roster(gil)).passwords["gil"]
    store.people.add_cohort("south", roster_of([gil]))

    done = store.rosters.apply("north", roster())

    assert (done.gone, [p.cohort for p in store.people.memberships("gil")]) == ([], ["south"])
    store.people.check_password("gil", word)


@st.composite
def _rosters(draw: st.DrawFn) -> Roster:
    usernames = draw(st.permutations([f"p{n}" for n in range(6)]))
    people = [("fay", "Fay Fern", "facilitator", "")]
    for label in ["1", "2", "3"][: draw(st.integers(0, 3))]:
        for role in PAIR_ROLES[: draw(st.integers(1, 2))]:
            people.append((usernames[0], usernames.pop(0), role, label))
    return roster_of(people, alone=True)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_rosters(), min_size=2, max_size=5))
def test_no_pair_ever_has_three_people(store: Store, history: list[Roster]) -> None:
    """Whoever writes in a pair is read by the same one partner for as long as it is there."""
    ever: dict[int, set[int]] = {}

    for wanted in history:
        store.rosters.apply("north", wanted)
        here = [(p.username, p.role, p.pair) for p in store.people.members("north")]
        assert set(here) == {(r.username, r.role, r.pair) for r in wanted.rows}
        with store.database.read() as session:
            rows = session.execute(
                select(MemberRow.pair_id, MemberRow.account_id).where(
                    MemberRow.pair_id.is_not(None), MemberRow.left.is_(None)
                )
            ).all()
            going_on = set(session.scalars(select(PairRow.id).where(PairRow.ended.is_(None))))
        for pair, account in rows:
            ever.setdefault(pair, set()).add(account)
        assert going_on == {pair for pair, _ in rows}

    assert all(len(people) <= 2 for people in ever.values())
