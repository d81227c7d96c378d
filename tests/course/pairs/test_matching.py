"""Who meets whom: never oneself, at most one pair a module, both ways round, and for good."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.pairs import matching
from pairs_course.pairs.matching import NOTHING, MeetingPlace, MeetingPlaces

from ..strategies import WITH_MEETINGS, for_others

A, B = "03-why-pairs", "07-our-local-challenge"
PAIRS = range(6)

steps = st.lists(
    st.tuples(
        st.sampled_from(["ready", "stop", "match"]),
        st.sampled_from(PAIRS),
        st.sampled_from(PAIRS),
        st.sampled_from([A, B]),
    ),
    max_size=60,
)


def play(history) -> list[MeetingPlaces]:
    """Return the places after each step of a history; the first is empty."""
    seen: list[MeetingPlaces] = [{}]
    for n, (kind, pair, other, module) in enumerate(history):
        places, at = seen[-1], f"2026-11-20T10:00:{n:02d}.000+00:00"
        if kind == "ready":
            seen.append(matching.ready(places, pair, module, at))
        elif kind == "stop":
            seen.append(matching.stop(places, pair, module))
        else:
            try:
                seen.append(matching.match(places, pair, other, module, at))
            except ValueError:
                seen.append(places)
    return seen


@given(steps)
def test_a_match_is_with_another_pair_and_both_say_so(history):
    """Never with itself; at most one a module; each names the other."""
    for places in play(history):
        for (pair, module), place in places.items():
            assert (place.pair, place.module) == (pair, module)
            if place.other is not None:
                assert place.other != pair
                assert places[place.other, module].other == pair


@given(steps)
def test_a_match_is_never_undone(history):
    """Whatever anybody asks for afterwards, the two stay matched."""
    seen = play(history)
    for before, after in itertools.pairwise(seen):
        for key, place in before.items():
            assert place.other is None or after[key] == place


@given(steps)
def test_nobody_waits_while_somebody_else_does(history):
    """Two pairs that are ready for the same module are matched: at most one of them waits."""
    for places in play(history):
        for module in (A, B):
            waiting = [p for p in places.values() if p.module == module and p.other is None]
            assert len(waiting) <= 1


def waiting(*pairs: int) -> dict[tuple[int, str], MeetingPlace]:
    """Pairs that wait for module B, the first of them for the longest time."""
    return {(pair, B): MeetingPlace(pair, B, None, f"2026-11-2{n}") for n, pair in enumerate(pairs)}


def test_the_pair_that_waited_longest_comes_first():
    """Whatever order the places are in."""
    places = dict(reversed(waiting(4, 2, 3).items()))

    assert matching.ready(places, 1, B, "2026-11-30")[1, B].other == 4


def test_a_pair_not_met_before_comes_before_one_that_was():
    """Also when it has waited less long; but rather a known pair than none."""
    met = {(1, A): MeetingPlace(1, A, 4, "2026-11-01"), (4, A): MeetingPlace(4, A, 1, "2026-11-01")}

    assert matching.ready({**met, **waiting(4, 2)}, 1, B, "2026-11-30")[1, B].other == 2
    assert matching.ready({**met, **waiting(4)}, 1, B, "2026-11-30")[1, B].other == 4


def test_asking_twice_keeps_the_place_in_the_queue():
    """And stopping, then asking, goes to its end."""
    places = matching.ready({}, 1, B, "2026-11-01")

    assert matching.ready(places, 1, B, "2026-11-30") == places
    assert matching.stop(places, 1, B) == {}


@pytest.mark.parametrize("pair", [1, 2])
def test_a_facilitator_cannot_break_a_match_nor_match_a_pair_with_itself(pair):
    """Only two different pairs that are free; that they asked is not needed."""
    places = matching.match(waiting(2), 1, 2, B, "2026-11-30")
    assert {places[1, B].other, places[2, B].other} == {1, 2}

    with pytest.raises(ValueError, match="not matched"):
        matching.match(places, pair, 3, B, "2026-12-01")
    with pytest.raises(ValueError, match="two different pairs"):
        matching.match({}, 3, 3, B, "2026-12-01")


@given(steps, st.sets(st.sampled_from(PAIRS)))
def test_without_those_who_left_the_rest_is_still_symmetric(history, gone):
    """Their matches end for the other pair too, in that module alone."""
    places = play(history)[-1]
    left = matching.without(places, gone, A)

    assert {k: p for k, p in left.items() if k[1] == B} == {
        k: p for k, p in places.items() if k[1] == B
    }
    for (pair, module), place in left.items():
        assert module == B or not {pair, place.other} & gone
        assert place.other is None or left[place.other, module].other == pair


TEXT = {"text": "You asked who is missing."}
PROPOSAL = for_others("propose", TEXT)
BOTH = [("cat", PROPOSAL), ("dan", for_others("confirm", {"of": PROPOSAL.id}))]


@pytest.mark.parametrize(
    ("place", "people", "expected"),
    [
        (None, ["Cat", "Dan"], NOTHING),
        (MeetingPlace(1, A, None, "t"), ["Cat", "Dan"], {**NOTHING, "state": "waiting"}),
        (MeetingPlace(1, A, 2, "t"), [], {**NOTHING, "state": "gone"}),
        (
            MeetingPlace(1, A, 2, "t"),
            ["Cat", "Dan"],
            {"state": "matched", "people": ["Cat", "Dan"], "sentence": TEXT},
        ),
    ],
)
def test_a_pair_learns_of_the_other_only_once_they_are_matched(place, people, expected):
    """Names and the sentence, and before that nothing, whoever else is there."""
    assert matching.view(place, people, BOTH, A, WITH_MEETINGS) == expected
