"""What the points of a measure show, by the rules of a run chart: pure functions.

PROGRAMME, rule 10. A *shift* is 6 points in a row on one side of the median; points on it neither
count nor break the row. A *trend* is 5 points in a row that all go up or all go down; a point equal
to the one before neither counts nor breaks the row. Under 10 points there is no verdict. (Rules:
Perla, Provost and Murray, BMJ Quality & Safety 2011;20:46.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

ENOUGH: Final = 10
SHIFT: Final = 6
TREND: Final = 5

Side = Literal["above", "below", "up", "down"]


@dataclass(frozen=True)
class Run:
    """Points in a row that say the same; ``places`` are those that count, in their order."""

    kind: Literal["shift", "trend"]
    side: Side
    places: tuple[int, ...]


@dataclass(frozen=True)
class Verdict:
    """What a run chart says: its median, whether there are enough points, and its runs."""

    median: float | None
    enough: bool
    runs: tuple[Run, ...]


def read(values: Sequence[float]) -> Verdict:
    """Return what the numbers of a measure show, in the order of their days."""
    median = _median(values)
    if median is None or len(values) < ENOUGH:
        return Verdict(median, enough=False, runs=())
    return Verdict(median, enough=True, runs=(*shifts(values, median), *trends(values)))


def _median(values: Sequence[float]) -> float | None:
    # Not that of the standard library, whose module costs each kernel some milliseconds to load.
    if not values:
        return None
    order, half = sorted(values), len(values) // 2
    return order[half] if len(order) % 2 else (order[half - 1] + order[half]) / 2


def shifts(values: Sequence[float], median: float) -> tuple[Run, ...]:
    """Return the rows of at least 6 points on one side of the median."""
    runs: list[Run] = []
    row: list[int] = []
    side: Side = "above"
    for place, value in enumerate([*values, math.nan]):
        if value == median:
            continue
        now: Side | None = "above" if value > median else "below" if value < median else None
        if row and now != side:
            if len(row) >= SHIFT:
                runs.append(Run("shift", side, tuple(row)))
            row = []
        if now:
            side = now
            row.append(place)
    return tuple(runs)


def trends(values: Sequence[float]) -> tuple[Run, ...]:
    """Return the rows of at least 5 points that all go up or all go down."""
    runs: list[Run] = []
    row: list[int] = []
    side: Side | None = None
    for place, value in enumerate(values):
        if row and value == values[row[-1]]:
            continue
        now: Side | None = None
        if row:
            now = "up" if value > values[row[-1]] else "down"
        if side and now != side:
            if len(row) >= TREND:
                runs.append(Run("trend", side, tuple(row)))
            row = row[-1:]  # the turning point begins the next row
        side = now
        row.append(place)
    if side and len(row) >= TREND:
        runs.append(Run("trend", side, tuple(row)))
    return tuple(runs)


def sentences(verdict: Verdict, count: int) -> list[str]:
    """Say in plain words what the points show; what it means is for the pair to say."""
    if not count:
        return ["There are no points yet."]
    if not verdict.enough:
        have = "You have 1 point." if count == 1 else f"You have {count} points."
        return [f"{have} From {ENOUGH} points on you can look for a pattern. Until then, wait."]
    if not verdict.runs:
        return ["No shift and no trend so far. Points always go up and down a little."]
    return [_sentence(run) for run in verdict.runs]


def _sentence(run: Run) -> str:
    many = len(run.places)
    if run.kind == "shift":
        said = f"This is a shift: {many} points in a row lie {run.side} the median."
    else:
        said = f"This is a trend: {many} points in a row go {run.side}."
    return f"{said} What happened then?"
