"""The rules of a run chart: each by its definition, on any points."""

from __future__ import annotations

import itertools
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers.run_chart import Run, Verdict, read, sentences, shifts, trends

VALUES = st.lists(st.integers(-3, 3).map(float), max_size=30)


def _sides(values: list[float], median: float) -> str:
    """A letter for each point off the median; those on it are left out."""
    return "".join("a" if value > median else "b" for value in values if value != median)


def _steps(values: list[float]) -> str:
    """A letter for each step between different neighbours."""
    kept = [value for value, _ in itertools.groupby(values)]
    return "".join("u" if b > a else "d" for a, b in itertools.pairwise(kept))


def _longest(letters: str) -> int:
    return max((len(list(group)) for _, group in itertools.groupby(letters)), default=0)


@given(VALUES, st.integers(-3, 3).map(float))
def test_a_shift_is_six_in_a_row_on_one_side(values: list[float], median: float) -> None:
    """Points on the median neither count nor break the row."""
    found = shifts(values, median)

    assert bool(found) == (_longest(_sides(values, median)) >= 6)
    for run in found:
        assert len(run.places) >= 6
        between = [values[n] for n in range(run.places[0], run.places[-1] + 1)]
        assert {_sides([value], median) for value in between} <= {run.side[0], ""}
        assert [value for value in between if value != median] == [values[n] for n in run.places]


@given(VALUES)
def test_a_trend_is_five_points_in_a_row_up_or_down(values: list[float]) -> None:
    """Equal neighbours neither count nor break the row: 5 points make 4 steps."""
    found = trends(values)

    assert bool(found) == (_longest(_steps(values)) >= 4)
    for run in found:
        row = [values[n] for n in run.places]
        assert len(row) >= 5
        assert row == sorted(set(row), reverse=run.side == "down")


@given(VALUES)
def test_upside_down_everything_turns_round(values: list[float]) -> None:
    """Up is neither better nor worse than down."""
    turn = {"above": "below", "below": "above", "up": "down", "down": "up"}
    runs = read(values).runs

    mirrored = read([-value for value in values]).runs

    assert [(r.kind, turn[r.side], r.places) for r in runs] == [
        (r.kind, r.side, r.places) for r in mirrored
    ]


@given(VALUES)
def test_under_ten_points_there_is_no_verdict(values: list[float]) -> None:
    """The median is there from the first point on; the rest waits."""
    verdict = read(values)

    assert verdict.enough == (len(values) >= 10)
    assert verdict.enough or not verdict.runs
    assert verdict.median == (statistics.median(values) if values else None)


@pytest.mark.parametrize(
    ("values", "runs"),
    [
        # 6 above, with a point on the line (5) between them
        ([1, 2, 3, 9, 1, 7, 8, 6, 7, 5, 8, 7, 1, 2, 3],
         (Run("shift", "above", (5, 6, 7, 8, 10, 11)),)),
        ([1] * 5 + [2] * 6, ()),
        ([1, 0] * 4 + [2] * 8, (Run("shift", "below", tuple(range(8))),
                                Run("shift", "above", tuple(range(8, 16))))),
        # 5 points up are 4 steps; the equal one in between does not count
        ([5, 9, 1, 2, 3, 3, 4, 5, 1, 9], (Run("trend", "up", (2, 3, 4, 6, 7)),)),
        ([5, 9, 1, 2, 3, 4, 1, 9, 5, 5], ()),
    ],
)  # fmt: skip
def test_examples_by_hand(values: list[float], runs: tuple[Run, ...]) -> None:
    """Rows that were counted with a pencil."""
    assert read(values).runs == runs


@pytest.mark.parametrize(
    ("verdict", "count", "said"),
    [
        (Verdict(None, False, ()), 0, "There are no points yet."),
        (Verdict(1, False, ()), 1, "You have 1 point. From 10 points on"),
        (Verdict(1, False, ()), 9, "You have 9 points. From 10 points on"),
        (Verdict(1, True, ()), 10, "No shift and no trend so far."),
        (Verdict(1, True, (Run("shift", "above", (0,) * 7),)), 20, "7 points in a row lie above"),
        (Verdict(1, True, (Run("trend", "down", (0,) * 5),)), 20, "5 points in a row go down."),
    ],
)
def test_what_is_said(verdict: Verdict, count: int, said: str) -> None:
    """Plain sentences, and never that up or down is good."""
    assert said in " ".join(sentences(verdict, count))
