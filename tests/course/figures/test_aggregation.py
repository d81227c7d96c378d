"""Small-number rules: what a figure may say, and who may see it."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.figures import aggregation
from pairs_course.figures.aggregation import Publishable, summarise, word_for
from pairs_course.figures.published import Summary
from pairs_course.people.roster import PAIR_ROLES
from pairs_course.programme import loader
from pairs_course.programme.items import Item, Option

from ..histories import Given

DAY = date(2026, 11, 23)
SCALE = Item("A1", "scale", "We know what we want.", audience=("facilitator", "cohort"))
BETWEEN = Item("D1", "between", "Answer", left="I came with it.", right="We each had a part.",
               audience=("cohort",))  # fmt: skip
CHOICE = Item("C1", "choice", "No time means", audience=("cohort",),
              options=(Option("diary", "The diary"), Option("fear", "Fear")))  # fmt: skip
KINDS = {
    "scale": (SCALE, [1, 2, 3, 4, 5], [4, 5]),
    "between": (BETWEEN, [1, 2, 3, 4, 5], [4, 5]),
    "choice": (CHOICE, ["diary", "fear"], ["diary"]),
}
NO_VALUES = ["unsure", "pass", None, 0, 6, True, "gone", 4.0, {"text": "x"}]


def cohort(item: Item, pairs: list[tuple[Any, Any]]) -> list[Given]:
    """Give each pair its two answers; the answer `...` is none at all."""
    return [
        Given(f"pair{n}", f"person{n}{side}", role, item.id, value)
        for n, pair in enumerate(pairs)
        for side, role, value in zip("ab", PAIR_ROLES, pair, strict=True)
        if value is not ...
    ]


def summary_of(item: Item, answers: list[Given], pairs: int) -> Summary:
    """Summarise answers to one item of a cohort of so many pairs."""
    return summarise("start", [Publishable(item)], answers, DAY, pairs=pairs)


def figures(item: Item, pairs: list[tuple[Any, Any]], size: int | None = None) -> list[Any]:
    """Return the words for a cohort, of more pairs than gave these answers if ``size`` says so."""
    summary = summary_of(item, cohort(item, pairs), size or len(pairs))
    return [figure["word"] for figure in summary["items"]]


@st.composite
def answers(draw: st.DrawFn) -> tuple[Item, list[Any], list[tuple[Any, Any]]]:
    """Draw an item, what counts in its first figure, and a cohort's answers to it."""
    item, values, counted = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    one = st.sampled_from([*values, *values, *NO_VALUES, ...])
    return item, counted, draw(st.lists(st.tuples(one, one), max_size=40))


def full(item: Item, pairs: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    values = next(v for i, v, _ in KINDS.values() if i is item)
    return [p for p in pairs if all(type(x) in (int, str) and x in values for x in p)]


@given(answers())
def test_a_figure_needs_enough_full_pairs(drawn: Any) -> None:
    """Five pairs in which both gave a value; seven where the cohort has seven pairs."""
    item, _, pairs = drawn

    shown = [word is not None for word in figures(item, pairs)]

    needed = 7 if len(pairs) >= 7 else 5
    assert shown == [len(full(item, pairs)) >= needed] * max(1, len(item.options))


@given(answers())
def test_the_word_follows_the_people_of_full_pairs(drawn: Any) -> None:
    """Few under 4 in 10, many over 6 in 10, else about half; others count nowhere."""
    item, counted, pairs = drawn
    people = [value for pair in full(item, pairs) for value in pair]
    needed = 14 if len(pairs) >= 7 else 10
    share = sum(v in counted for v in people) / len(people) if len(people) >= needed else None

    word = figures(item, pairs)[0]

    if share is None:
        assert word is None
    else:
        expected = "few" if share < 0.4 else "many" if share > 0.6 else "about half"
        assert word == expected


@given(answers())
def test_a_summary_never_holds_a_count(drawn: Any) -> None:
    """Cohorts of every size give the same few words, and no digit but the day's and the items'."""
    item, _, pairs = drawn

    summary = summary_of(item, cohort(item, pairs), len(pairs))

    blank = {"item": "", "same_as": "", "ask": ""}
    text = json.dumps([{**f, **blank} for f in summary["items"]], ensure_ascii=False)
    assert re.findall(r"\d", text) == []
    assert {f["word"] for f in summary["items"]} <= {"few", "about half", "many", None}
    assert [f["why"] is None for f in summary["items"]] == [
        f["word"] is not None for f in summary["items"]
    ]


@given(answers(), st.data())
def test_people_who_leave_take_their_partner_out_too(drawn: Any, data: st.DataObject) -> None:
    """Without one person's answer the figure is the same as without the pair."""
    item, _, pairs = drawn
    if not pairs:
        return
    n = data.draw(st.integers(0, len(pairs) - 1))
    left, right = pairs[n]

    one_gone = figures(item, [*pairs[:n], (..., right), *pairs[n + 1 :]])

    assert one_gone == figures(item, [*pairs[:n], (left, ...), *pairs[n + 1 :]])
    assert one_gone == figures(item, [*pairs[:n], *pairs[n + 1 :]], size=len(pairs))


@given(answers(), st.randoms())
def test_order_does_not_matter(drawn: Any, random: Any) -> None:
    """A figure is a function of who answered what, not of when."""
    item, _, pairs = drawn
    given_answers = cohort(item, pairs)
    shuffled = random.sample(given_answers, len(given_answers))

    n = len(pairs)
    assert summary_of(item, shuffled, n) == summary_of(item, given_answers, n)


@pytest.mark.parametrize(
    ("counted", "people", "word"),
    [
        (0, 10, "few"), (3, 10, "few"), (4, 10, "about half"), (6, 10, "about half"),
        (7, 10, "many"), (10, 10, "many"), (39, 100, "few"), (40, 100, "about half"),
        (60, 100, "about half"), (61, 100, "many"),
    ],
)  # fmt: skip
def test_words_at_their_limits(counted: int, people: int, word: str) -> None:
    """Exactly 4 and exactly 6 in 10 are about half."""
    assert word_for(counted, people) == word


def test_large_cohorts_get_words_too() -> None:
    """From 50 pairs on nothing finer is made."""
    assert figures(SCALE, [(5, 1)] * 80) == ["about half"]


def test_a_whole_summary() -> None:
    """Each kind of item says in words what was counted; a choice has one figure an option."""
    pairs: list[tuple[Any, Any]] = [(5, 4), (4, 1), (5, 5), (4, 4), (2, "pass"), (4, 5)]
    named: list[tuple[Any, Any]] = [("diary", "diary")] * 5
    answers_given = [*cohort(SCALE, pairs), *cohort(BETWEEN, pairs[:4]), *cohort(CHOICE, named)]

    summary = summarise(
        "start",
        [Publishable(i, "eight") for i in (SCALE, BETWEEN, CHOICE)],
        answers_given,
        DAY,
        pairs=6,
    )

    none = Option("", "")

    def figure(item: Item, counted: str, word: str | None, option: Option = none) -> dict[str, Any]:
        return {
            "item": item.id,
            "same_as": item.id,
            "theme": "eight",
            "ask": item.ask,
            "option": option.id,
            "label": option.label,
            "counted": counted,
            "word": word,
            "why": None if word else aggregation.TOO_FEW,
        }

    assert summary == {
        "wave": "start",
        "closed": "2026-11-23",
        "items": [
            figure(SCALE, "answered “often” or “always”", "many"),
            figure(BETWEEN, "were nearer to “We each had a part” than to “I came with it”", None),
            figure(CHOICE, "named “The diary”", "many", CHOICE.options[0]),
            figure(CHOICE, "named “Fear”", "few", CHOICE.options[1]),
        ],
        "finished": [],
    }


def test_the_start_wave_is_the_eight() -> None:
    """The programme publishes the Eight at the start, and no item that others may not see."""
    content = loader.load()

    items = [one.item.id for one in aggregation.items_of(content, "start")]

    assert items == ["A1", "A3", "A5", "T1", "T4", "T6", "T9", "T10"]
    assert aggregation.waves(content)[0] == "start"


@pytest.mark.parametrize(
    ("pairs", "sent", "finished"),
    [(6, 3, True), (7, 3, False), (7, 4, True), (4, 4, False), (6, 0, False)],
)
def test_what_most_pairs_have_finished(pairs: int, sent: int, finished: bool) -> None:
    """From half of the pairs on; in a cohort of under five pairs nothing is said."""
    content = loader.load()
    module = content.modules[0]

    found = aggregation.mostly_finished(content, {module.id: sent}, pairs)

    assert found == ([{"module": module.id, "title": module.title}] if finished else [])
