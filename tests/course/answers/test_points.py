"""Points of a measure: each is kept, whoever added it and whoever else did so at the same time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pairs_course.answers.event_validation import event_error, refusal
from pairs_course.answers.joint_text import By, Said
from pairs_course.answers.partner_view import submission, view
from pairs_course.answers.points import Point, for_others, points, standing, with_unshared

from ..strategies import MODULE, NOW, PROGRAMME, event, mirrored

Step = tuple[By, str, int, int]


def histories() -> st.SearchStrategy[list[Step]]:
    """Who added, changed or took out which point, in the order of the service."""
    people: st.SearchStrategy[By] = st.sampled_from(["me", "partner"])
    kinds = st.sampled_from(["add", "add", "change", "out"])
    return st.lists(st.tuples(people, kinds, st.integers(0, 9), st.integers(1, 28)), max_size=20)


def point(value: Any, **more: Any) -> Any:
    return event("point", "points", value, **more)


def play(history: list[Step]) -> list[Said]:
    both: list[Said] = []
    for by, kind, number, day in history:
        there = [e.id for _, e in both if "of" not in e.value]
        at = {"day": f"2026-11-{day:02}", "value": number}
        if kind == "add" or not there:
            both.append(Said(by, point(at)))
            continue
        of = {"of": there[number % len(there)]}
        both.append(Said(by, point(of if kind == "out" else {**of, **at})))
    return both


def known(both: list[Said]) -> list[Point]:
    return points(both, "points")


@given(histories())
def test_every_point_that_was_added_is_there_with_its_author(history: list[Step]) -> None:
    """Whatever else happened, and also after it was taken out: then it can be put back."""
    both = play(history)
    added = {e.id: by for by, e in both if "of" not in e.value}

    assert {one["id"]: one["by"] for one in known(both)} == added
    assert [one["day"] for one in known(both)] == sorted(one["day"] for one in known(both))


@given(histories(), histories(), st.randoms(use_true_random=False))
def test_points_of_both_are_kept_however_they_cross(
    mine: list[Step], theirs: list[Step], chance: Any
) -> None:
    """Any interleaving of what each did alone to their own points ends in the same points."""
    queues = [
        [Said("me", e) for _, e in play([("me", *step[1:]) for step in mine])],
        [Said("partner", e) for _, e in play([("partner", *step[1:]) for step in theirs])],
    ]
    expected = known([*queues[0], *queues[1]])
    order: list[Said] = []
    while any(queues):
        queue = chance.choice([q for q in queues if q])
        order.append(queue.pop(0))

    def by_id(found: list[Point]) -> list[Point]:
        return sorted(found, key=lambda one: one["id"])

    assert by_id(known(order)) == by_id(expected)


@given(histories(), st.data())
def test_the_last_thing_done_to_a_point_counts_whatever_the_clocks(
    history: list[Step], data: st.DataObject
) -> None:
    """In the order of the service; the two partners see the same, from both sides."""
    both = play(history)
    clocks = st.datetimes().map(lambda at: f"{at.isoformat()}+00:00")
    other = [Said(by, replace(e, at=data.draw(clocks))) for by, e in both]
    turn = {"me": "partner", "partner": "me", None: None}

    assert known(other) == known(both)
    assert known(both) == [
        {**one, "by": turn[one["by"]], "changed": turn[one["changed"]]}
        for one in known(mirrored(both))
    ]
    for one in known(both):
        last = [e.value for _, e in both if one["id"] in (e.id, e.value.get("of"))][-1]
        assert one["out"] == (set(last) == {"of"})
        if not one["out"]:
            assert (one["day"], one["value"]) == (last["day"], last["value"])


@given(histories(), st.integers(0, 20))
@example([("me", "add", 0, 1)] * 4 + [("me", "change", 0, 2), ("me", "change", 0, 1)], 5)
def test_ones_own_points_are_there_before_the_service_has_them(
    history: list[Step], arrived: int
) -> None:
    """They come after all that it has, and one that it has already is not there twice."""
    both = play(history)
    own = [e for by, e in both[arrived:] if by == "me"]

    shown = with_unshared(known(both[:arrived]), own, "points")

    assert shown == known([*both[:arrived], *(Said("me", e) for e in own)])
    assert with_unshared(shown, own, "points") == shown


@given(histories())
def test_a_submission_has_the_points_that_stand_and_no_ids(history: list[Step]) -> None:
    """An id holds the time at which a point was written; a submission has no times."""
    both = play(history)
    sent = submission([e for by, e in both if by == "me"], both, MODULE, PROGRAMME)

    assert sent["joint"] == ({"points": rows} if (rows := for_others(known(both))) else {})
    assert rows == [
        {"day": one["day"], "value": one["value"], "by": one["by"]} for one in standing(known(both))
    ]
    item = PROGRAMME.find(MODULE, "points", "once")
    assert item is not None
    assert item[1].value_error(rows) is None


def test_a_point_needs_nobodys_yes() -> None:
    """It is in the view of both as soon as the service has it, before anybody sealed anything."""
    both = [Said("partner", point({"day": "2026-11-03", "value": 12.5}))]

    (seen,) = view(both, MODULE, PROGRAMME, now=NOW)["points"]["points"]

    assert (seen["by"], seen["value"], seen["out"]) == ("partner", 12.5, False)


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        [],
        {"day": "2026-11-03"},
        {"day": "3/11/2026", "value": 4},
        {"day": "2026-02-30", "value": 4},
        {"day": "2026-11-03", "value": "4"},
        {"day": "2026-11-03", "value": True},
        {"day": "2026-11-03", "value": 1e9},
        {"day": "2026-11-03", "value": 4, "more": 1},
        {"of": "x"},
        {"of": ["x"], "day": "2026-11-03", "value": 4},
    ],
)
def test_what_is_no_point_is_refused_here_and_there(value: Any) -> None:
    """The page's kernel and the service say no, each by itself."""
    assert event_error(point(value), PROGRAMME)
    assert refusal(point(value), [], PROGRAMME)


def test_points_go_where_points_are_and_nowhere_else() -> None:
    """A text takes no point, and a row of points no text."""
    good = {"day": "2026-11-03", "value": 4}
    right = [point(good), point({"of": point(good).id})]
    wrong = [
        event("point", "sentence-05", good),
        event("answer", "points", []),
        event("propose", "points", {"text": "x"}),
    ]

    assert [event_error(one, PROGRAMME) for one in right] == [None, None]
    assert [refusal(one, [], PROGRAMME) for one in right] == [None, None]
    assert all(event_error(one, PROGRAMME) for one in wrong)
    assert all(refusal(one, [], PROGRAMME) for one in wrong)
