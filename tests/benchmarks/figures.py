"""What a benchmark found: pairs of ours and theirs, their ratios, and how they are written down."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")

#: A ratio from fewer runs says nothing about its spread.
USUAL_PAIRS = 5


@dataclass(frozen=True)
class Pair:
    """One run of ours and one of theirs, next to each other in time, in the same unit."""

    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """Ours over theirs: below 1 is better than stock."""
        return self.ours / self.theirs


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, in which unit, and every pair of runs.

    ``more`` holds further figures by name: absolute ones such as a 99th percentile, or how it
    was measured.
    """

    id: str
    what: str
    unit: str
    pairs: tuple[Pair, ...]
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def ours(self) -> float:
        """The median of our runs."""
        return statistics.median(pair.ours for pair in self.pairs)

    @property
    def theirs(self) -> float:
        """The median of their runs."""
        return statistics.median(pair.theirs for pair in self.pairs)

    @property
    def ratios(self) -> dict[str, float]:
        """The spread of the ratio over the pairs; each pair ran under the same conditions."""
        return spread([pair.ratio for pair in self.pairs])

    def entry(self, ran: date) -> dict[str, Any]:
        """Return what ``results.json`` holds under this figure's id."""
        return {
            "what": self.what,
            "ours": rounded(self.ours),
            "theirs": rounded(self.theirs),
            "unit": self.unit,
            "ratio": self.ratios,
            "ran": ran.isoformat(),
            "runs": len(self.pairs),
            **self.more,
        }


def rounds(count: int, sides: Mapping[str, Callable[[], T]]) -> dict[str, list[T]]:
    """Run every side once a round; return what each found, by its name, in order of the rounds.

    Who goes first changes from round to round, so whatever drifts on the machine (caches, heat,
    other programs) meets all sides alike.
    """
    found: dict[str, list[T]] = {name: [] for name in sides}
    for number in range(count):
        first = number % len(sides)
        names = list(sides)
        for name in names[first:] + names[:first]:
            found[name].append(sides[name]())
    return found


def paired(ours: Sequence[float], theirs: Sequence[float]) -> tuple[Pair, ...]:
    """Pair what two sides found in the same rounds."""
    return tuple(Pair(*values) for values in zip(ours, theirs, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the nearest-rank percentile: a value that was measured, never one in between.

    Raises:
        ValueError: without any value.
    """
    if not values:
        raise ValueError("a percentile of no values")
    rank = math.ceil(percent / 100 * len(values))
    return sorted(values)[max(rank, 1) - 1]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return the smallest, the middle and the largest value."""
    return {
        "min": rounded(min(values)),
        "median": rounded(statistics.median(values)),
        "max": rounded(max(values)),
    }


def rounded(value: float) -> float:
    """Keep three digits that say something: 0.0123, 1.23, 123."""
    if not value:
        return 0.0
    return round(value, max(0, 2 - math.floor(math.log10(abs(value)))))
