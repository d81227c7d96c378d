"""What two people write together, for any history of both and any clocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from pairs_course.answers import joint_text
from pairs_course.answers.joint_text import By, JointState, Said, joint_state

from ..strategies import SENTENCE, event, mirrored

TEXTS = [{"text": name} for name in "abcdef"]
Step = tuple[By, str, int]


def histories() -> st.SearchStrategy[list[Step]]:
    """Who suggested a text, or said yes to one of the other's, in the service's order."""
    kinds = st.sampled_from(["propose", "propose", "confirm", "confirm-late"])
    people: st.SearchStrategy[By] = st.sampled_from(["me", "partner"])
    return st.lists(st.tuples(people, kinds, st.integers(0, 5)), max_size=16)


def play(history: list[Step]) -> list[Said]:
    both: list[Said] = []
    for by, kind, number in history:
        if kind == "propose":
            both.append(Said(by, event("propose", SENTENCE, TEXTS[number])))
            continue
        theirs = [e for a, e in both if a != by and e.kind == "propose"]
        if theirs:
            # Late: a yes that was on its way while the other suggested something newer.
            chosen = theirs[-1] if kind == "confirm" else theirs[number % len(theirs)]
            both.append(Said(by, event("confirm", SENTENCE, {"of": chosen.id})))
    return both


def state(both: list[Said]) -> JointState:
    return joint_state(both, SENTENCE)


@given(histories(), st.data())
def test_no_clock_of_a_participant_decides_which_text_stands(
    history: list[Step], data: st.DataObject
) -> None:
    """The same order with any times at all gives the same texts."""
    both = play(history)
    clocks = st.datetimes().map(lambda at: f"{at.isoformat()}+00:00")
    other = [Said(by, replace(e, at=data.draw(clocks))) for by, e in both]

    assert state(other) == state(both)


def test_a_newer_text_stands_though_the_older_one_has_a_time_in_the_future() -> None:
    """One of the two machines had a wrong clock when the first text was written."""
    old = event("propose", SENTENCE, TEXTS[0], at="2036-11-20T10:00:00.000+00:00")
    new = event("propose", SENTENCE, TEXTS[1])
    both = [
        Said("me", old),
        Said("partner", event("confirm", SENTENCE, {"of": old.id})),
        Said("partner", new),
        Said("me", event("confirm", SENTENCE, {"of": new.id})),
    ]

    assert state(both)["agreed"] == TEXTS[1]


@given(histories())
def test_both_see_the_same_texts(history: list[Step]) -> None:
    """With the same authors, as each of them sees it."""
    both = play(history)
    mine, theirs = state(both), state(mirrored(both))
    turn = {"me": "partner", "partner": "me", "both": "both"}

    assert mine["agreed"] == theirs["agreed"]
    for name in ("open", "earlier"):
        turned: Any = [{**one, "by": turn[one["by"]]} for one in theirs[name]]  # type: ignore[literal-required]
        assert mine[name] == turned  # type: ignore[literal-required]


@given(histories())
def test_what_somebody_suggested_last_is_in_sight(history: list[Step]) -> None:
    """It stands, or it waits, or it can be read among the earlier texts: whoever came later."""
    both = play(history)
    now = state(both)
    seen = [now["agreed"], *(one["value"] for one in (*now["open"], *now["earlier"]))]

    for who in ("me", "partner"):
        mine = [e.value for by, e in both if by == who and e.kind == "propose"]
        assert not mine or mine[-1] in seen or len(now["earlier"]) == joint_text.EARLIER
    assert len({one["by"] for one in now["open"]}) == len(now["open"]) <= 2


@given(histories())
def test_a_text_stands_only_with_a_yes_of_the_other(history: list[Step]) -> None:
    """And then the one that was suggested last of all those that got a yes."""
    both = play(history)
    proposals = {e.id: (n, by, e) for n, (by, e) in enumerate(both) if e.kind == "propose"}
    yes = [
        proposals[e.value["of"]]
        for by, e in both
        if e.kind == "confirm" and proposals[e.value["of"]][1] != by
    ]

    assert state(both)["agreed"] == (max(yes, key=lambda one: one[0])[2].value if yes else None)


def test_two_suggestions_stand_side_by_side_until_one_is_chosen() -> None:
    """Whoever was first; the one that was not chosen can still be read."""
    mine, theirs = event("propose", SENTENCE, TEXTS[0]), event("propose", SENTENCE, TEXTS[1])
    both = [Said("me", mine), Said("partner", theirs)]
    assert [(one["by"], one["value"]) for one in state(both)["open"]] == [
        ("me", TEXTS[0]),
        ("partner", TEXTS[1]),
    ]

    chosen = state([*both, Said("me", event("confirm", SENTENCE, {"of": theirs.id}))])

    assert (chosen["agreed"], chosen["open"]) == (TEXTS[1], [])
    assert chosen["earlier"] == [{"id": mine.id, "by": "me", "value": TEXTS[0]}]


def test_a_yes_to_a_text_that_its_author_has_changed_leaves_the_change_open() -> None:
    """The two crossed: what got a yes stands, and the newer words wait."""
    first, second = (event("propose", SENTENCE, text) for text in TEXTS[:2])
    both = [
        Said("partner", first),
        Said("partner", second),
        Said("me", event("confirm", SENTENCE, {"of": first.id})),
    ]

    assert state(both)["agreed"] == TEXTS[0]
    assert [one["value"] for one in state(both)["open"]] == [TEXTS[1]]


@given(histories(), st.integers(0, 16))
@example(
    [("me", "propose", 1), ("partner", "propose", 0), ("me", "confirm", 0),
     ("me", "propose", 1), ("me", "propose", 0)],
    4,
)  # fmt: skip
def test_one_sees_ones_own_suggestions_before_the_service_has_them(
    history: list[Step], arrived: int
) -> None:
    """The page says at once what the service will say when nothing else comes in between."""
    both = play(history)
    before = both[:arrived]
    own = [e for by, e in both[arrived:] if by == "me" and e.kind == "propose"]

    shown = joint_text.with_unshared(state(before), own, SENTENCE)

    assert shown == state([*before, *(Said("me", e) for e in own)])


def test_ones_own_yes_counts_at_once() -> None:
    """It stands on the page of whoever pressed; a yes to a text that is not there does nothing."""
    theirs = event("propose", SENTENCE, TEXTS[0])
    before = state([Said("partner", theirs)])
    yes, lost = (event("confirm", SENTENCE, {"of": one.id}) for one in (theirs, event("alone")))

    assert joint_text.with_unshared(before, [yes], SENTENCE)["agreed"] == TEXTS[0]
    assert joint_text.with_unshared(before, [lost], SENTENCE) == before
