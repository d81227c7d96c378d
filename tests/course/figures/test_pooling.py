"""Pooled figures: true, never finer than the rules, and put together by arithmetic alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.figures import disclosure_control
from pairs_course.figures.aggregation import word_for
from pairs_course.figures.disclosure_control import Counts, Disclosed, possible, shown, within
from pairs_course.figures.pooling import ClosedWave, combined, due, pool
from pairs_course.figures.published import Pooled, Step

from ..histories import DAY, ITEMS, Cohort, plain


@st.composite
def cohorts(draw: st.DrawFn, least: int = 5) -> list[Counts]:
    """Draw cohorts with figures of their own, as they are counted for a pooled one."""
    found = []
    for _ in range(draw(st.integers(least, 12))):
        pairs = draw(st.integers(5, 40))
        leaders, professionals = draw(st.integers(0, pairs)), draw(st.integers(0, pairs))
        word = word_for(leaders + professionals, 2 * pairs)
        found.append(Counts(pairs, leaders, professionals, *possible(word, 2 * pairs)))
    return found


def holds(step: Step, count: int, people: int) -> bool:
    return step["low"] * people <= 100 * count <= step["high"] * people


@given(cohorts())
def test_what_is_said_is_true(drawn: list[Counts]) -> None:
    """The word is that of all people together; a step has their share in it, and each role's."""
    said = shown(drawn)

    pairs = sum(c.pairs for c in drawn)
    leaders, professionals = sum(c.leaders for c in drawn), sum(c.professionals for c in drawn)
    if said.word:
        assert said.word == word_for(leaders + professionals, 2 * pairs)
    if said.step:
        assert holds(said.step, leaders + professionals, 2 * pairs)
    if said.roles:
        assert holds(said.roles["patient_leader"], leaders, pairs)
        assert holds(said.roles["professional"], professionals, pairs)


@given(cohorts())
def test_how_fine_it_is(drawn: list[Counts]) -> None:
    """Words below 50 pairs, steps of whole tens from there on; or else the reason why not."""
    said = shown(drawn)

    pairs = sum(c.pairs for c in drawn)
    assert [said.word, said.step, said.why].count(None) == 2
    assert (said.roles is None) or (said.step is not None)
    assert (said.people is None) == (said.step is None)
    if pairs < 50:
        assert said.step is None
    else:
        assert said.word is None
        assert said.people in (None, 2 * pairs // 10 * 10)
    roles = said.roles.values() if said.roles else ()
    for step in filter(None, (said.step, *roles)):
        assert 0 <= step["low"] < step["high"] <= 100  # type: ignore[index]  # a step, as roles are
        assert step["low"] % 10 == step["high"] % 10 == 0  # type: ignore[index]
        assert step != disclosure_control.EVERYTHING


@given(cohorts())
def test_a_group_that_is_shown_is_at_least_ten_pairs(drawn: list[Counts]) -> None:
    """No step says that under 20 people, or all but under 20, are counted."""
    said, people = shown(drawn), 2 * sum(c.pairs for c in drawn)
    least, most = sum(c.least for c in drawn), sum(c.most for c in drawn)

    # Where it follows from the cohorts' own words, it is known already.
    if said.step and not said.roles and most >= 20 and least <= people - 20:
        assert said.step["high"] * people >= 100 * 20
        assert said.step["low"] * people <= 100 * (people - 20)


@given(cohorts())
def test_how_fine_it_is_depends_on_nothing_secret(drawn: list[Counts]) -> None:
    """Two networks whose cohorts published the same have the same steps to choose from."""
    other = [Counts(c.pairs, *_moved(c), c.least, c.most) for c in drawn]

    one, two = shown(drawn), shown(other)

    if one.step and two.step and not one.roles and not two.roles:
        first, second = sorted([one.step, two.step], key=lambda step: step["low"])
        assert first == second or first["high"] <= second["low"]


def _moved(cohort: Counts) -> tuple[int, int]:
    """Return the fewest people that the cohort's word allows."""
    leaders = min(cohort.least, cohort.pairs)
    return leaders, cohort.least - leaders


def test_four_cohorts_are_too_few() -> None:
    """However large they are."""
    assert shown([Counts(100, 50, 50, 80, 120)] * 4) == Disclosed(
        why=disclosure_control.TOO_FEW_COHORTS
    )
    assert pool("start", ITEMS, [], DAY) is None


def test_a_large_network() -> None:
    """A thousand cohorts of ten pairs: a step of ten, and the roles side by side."""
    half = Counts(10, 3, 7, 8, 12)

    assert shown([half] * 1000) == Disclosed(
        step={"low": 50, "high": 60},
        roles={
            "patient_leader": {"low": 30, "high": 40},
            "professional": {"low": 70, "high": 80},
        },
        people=20_000,
    )
    assert shown([Counts(10, 5, 5, 8, 12)] * 1000).step == {"low": 50, "high": 60}


@pytest.mark.parametrize(
    ("pairs", "first", "expected"),
    [
        ([5] * 4, True, False), ([5] * 5, True, True), ([5] * 5, False, False),
        ([10] * 5, False, True), ([60] * 4, False, False),
    ],
)  # fmt: skip
def test_when_cohorts_are_pooled(pairs: list[int], first: bool, expected: bool) -> None:
    """The first time from five cohorts on, later ones from 50 pairs as well."""
    assert due(pairs, first=first) == expected


def closed(cohort: Cohort) -> ClosedWave:
    assert cohort.summary is not None
    return ClosedWave(cohort.summary, cohort.given())


def test_a_cohort_without_a_figure_of_its_own_is_not_in_the_pool() -> None:
    """With four that have one there is no pooled figure, and people of a fifth change nothing."""
    four, small = plain([4] * 4, pairs=6).cohorts, plain([8], pairs=4).cohorts
    five = plain([4] * 5, pairs=6).cohorts

    without = pool("start", ITEMS, [closed(c) for c in [*four, *small]], DAY)
    with_it = pool("start", ITEMS, [closed(c) for c in [*five, *small]], DAY)

    assert without is not None
    assert with_it is not None
    assert {f["why"] for f in without["items"]} == {disclosure_control.TOO_FEW_COHORTS}
    assert (with_it["cohorts"], with_it["items"][0]["word"]) == (6, "few")


def test_who_is_gone_by_then_is_not_counted() -> None:
    """A cohort of which nobody is left is as one without figures."""
    cohorts = plain([4] * 5, pairs=6).cohorts
    for person in cohorts[0].people:
        person.out = True

    pooled = pool("start", ITEMS, [closed(c) for c in cohorts], DAY)

    assert pooled is not None
    assert pooled["items"][0]["why"] == disclosure_control.TOO_FEW_COHORTS


def test_each_figure_says_what_was_asked() -> None:
    """A pool has the figures of the programme, in its order, and the day it was made."""
    pooled = plain([4] * 5, pairs=6).pooled

    assert pooled is not None
    assert (pooled["wave"], pooled["made"], pooled["cohorts"]) == ("start", "2026-11-23", 5)
    assert [(f["item"], f["option"]) for f in pooled["items"]] == [
        ("A1", ""), ("C1", "diary"), ("C1", "fear"), ("C1", "energy"), ("C1", "priority"),
    ]  # fmt: skip
    assert pooled["items"][1]["counted"] == "named “diary”"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 500)), min_size=1, max_size=6))
def test_pools_together_hold_what_each_says(drawn: list[tuple[int, int]]) -> None:
    """The step of all is an average of theirs, and wide enough for every share they may have."""
    pools = [_pooled(step={"low": 10 * n, "high": 10 * n + 10}, people=p) for n, p in drawn]

    whole = combined(pools)["items"][0]

    people = sum(p for _, p in drawn)
    assert whole["step"] is not None
    assert whole["people"] == people
    assert holds(whole["step"], sum(n * p for n, p in drawn), 10 * people)
    assert holds(whole["step"], sum((n + 1) * p for n, p in drawn), 10 * people)
    assert whole["step"]["high"] - whole["step"]["low"] <= 20


def test_pools_without_steps() -> None:
    """The newest that says anything stands; where nobody does, the newest reason."""
    said, none = _pooled(word="few"), _pooled(why=disclosure_control.TOO_CLOSE)

    assert combined([said, none])["items"][0]["word"] == "few"
    assert combined([none])["items"][0]["why"] == disclosure_control.TOO_CLOSE
    assert combined([said, none])["cohorts"] == 10


def test_roles_together() -> None:
    """They are shown where every pool has them, each averaged like the whole."""
    first: Step = {"low": 20, "high": 30}
    second: Step = {"low": 60, "high": 70}
    both = {"patient_leader": first, "professional": second}
    with_roles = _pooled(step={"low": 40, "high": 50}, people=100, roles=both)
    without = _pooled(step={"low": 40, "high": 50}, people=100)

    assert combined([with_roles, with_roles])["items"][0]["roles"] == both
    assert combined([with_roles, without])["items"][0]["roles"] is None


def _pooled(**said: Any) -> Pooled:
    about = dict.fromkeys(("item", "same_as", "theme", "ask", "option", "label", "counted"), "")
    figure: Any = {**about, **vars(Disclosed(**said))}
    made = date(2026, 11, 23).isoformat()
    return {"wave": "start", "made": made, "cohorts": 5, "items": [figure]}


@given(st.lists(st.integers(0, 30), min_size=2, max_size=6).filter(lambda n: sum(n) >= 2))
def test_what_is_possible_for_each_option(counts: list[int]) -> None:
    """The limits of a choice's options hold the truth, and are never wider than their words'."""
    people = sum(counts)
    ranges = [possible(word_for(count, people), people) for count in counts]

    narrowed = within(ranges, people)

    for count, (low, high), (least, most) in zip(counts, ranges, narrowed, strict=True):
        assert low <= least <= count <= most <= high
