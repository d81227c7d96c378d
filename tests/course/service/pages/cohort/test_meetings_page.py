"""Pairs that meet: who waits, and two pairs matched for good, after a look at what will happen."""

from __future__ import annotations

import pytest

from pairs_course.course_time import day
from pairs_course.people.roster import roster_of
from pairs_course.store import Store

from .visitor import Visitor

MEETING = "03-why-pairs"
FORM = f"look-{MEETING}"


def options(page_form: list[tuple[str, str]]) -> list[str]:
    return [words for _, words in page_form]


def test_two_pairs_are_matched(store: Store, fay: Visitor) -> None:
    """Who waits is in the list and marked in the choice; matched pairs cannot be chosen again."""
    store.meetings.ask("cat", MEETING, ready=True)
    (waiting,) = [p for p in store.meetings.of_cohort("north", MEETING) if p.at]
    before = fay.open("meetings")
    choice = before.find(f"{FORM}-second")
    assert choice is not None
    assert f"2 (Cat Cedar and Dan Dell), since {day(waiting.at or '')}" in before.text
    assert [option.text for option in choice] == [
        "Choose a pair",
        "2 (Cat Cedar and Dan Dell), waiting",
        "1 (Ann Alder and Ben Birch)",
    ]

    asked = before.press(FORM, first="1", second="2")
    nobody = store.meetings.of("ann", MEETING).people
    said = [asked.press("match").said for _ in range(2)]

    names = "1 (Ann Alder and Ben Birch) will meet 2 (Cat Cedar and Dan Dell) in “Why pairs?”"
    assert f"In cohort “North”, {names}." in asked.said
    assert "It cannot be undone." in asked.said
    assert nobody == []
    assert said[0] == said[1]
    assert said[0].endswith("in “Why pairs?”. Both read it in the module.")
    assert store.meetings.of("ann", MEETING).people == ["Cat Cedar", "Dan Dell"]
    after = fay.open("meetings")
    assert "1 (Ann Alder and Ben Birch) meets 2 (Cat Cedar and Dan Dell), matched on " in after.text
    assert after.forms() == ["look-07-our-local-challenge"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", [("first", "Choose the first pair."), ("second", "Choose the second pair.")]),
        ("1", "", [("second", "Choose the second pair.")]),
        ("1", "1", [("second", "A pair meets another pair. You chose “1” twice.")]),
    ],
)
def test_what_cannot_be_matched_is_said_at_its_field(
    store: Store, fay: Visitor, first: str, second: str, expected: list[tuple[str, str]]
) -> None:
    """Nothing is changed; what was chosen is still chosen."""
    refused = fay.open("meetings").press(FORM, first=first, second=second)

    assert refused.problems == [(f"{FORM}-{field}", words) for field, words in expected]
    assert refused.fields(FORM)["first"] == first
    assert store.meetings.of("ann", MEETING).place is None


def test_a_pair_with_another_match_stays_with_it(store: Store, fay: Visitor) -> None:
    """Another facilitator was quicker: the message names the pair, and nothing changes."""
    rows = [
        (f"{pair}{n}", f"Person {pair}{n}", role, pair)
        for pair in "abc"
        for n, role in enumerate(("patient-leader", "professional"))
    ]
    store.people.add_cohort("other", roster_of([*rows, ("fay", "Fay Fern", "facilitator", "")]))
    fay.cohort = "other"
    asked = fay.open("meetings").press(FORM, first="a", second="c")
    store.meetings.match("fay", "other", MEETING, "a", "b")

    ((field, words),) = asked.press("match").problems

    assert field == ""
    assert "“a” is already matched." in words
    assert store.meetings.of("c0", MEETING).place is None


@pytest.mark.parametrize("module", ["05-debate-and-dialogue", "nowhere"])
def test_pairs_meet_in_some_modules_only(fay: Visitor, module: str) -> None:
    """An address that somebody made up is not found."""
    for step in ("look", "match"):
        answer = fay.client.post(
            f"/services/course/cohort/north/meetings/{module}/{step}",
            data=fay.open("meetings").fields(FORM) | {"first": "1", "second": "2"},
            headers={"x-test-user": "fay"},
        )
        assert answer.status_code == 404
