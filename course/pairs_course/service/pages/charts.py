"""A run chart as places on a small drawing: what the template needs, and nothing of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pairs_course.answers.points import Point

WIDTH: Final = 400
HEIGHT: Final = 200
_LEFT: Final = 52
_RIGHT: Final = 16
_TOP: Final = 16
_BOTTOM: Final = 30


@dataclass(frozen=True)
class Drawn:
    """Where the dots, the middle line and the words at the edges stand, in the drawing's units."""

    dots: list[tuple[float, float]]
    median: float | None
    most: str
    least: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM

    @property
    def line(self) -> str:
        """The dots as the points of a line."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.dots)


def drawn(points: Sequence[Point], median: float | None) -> Drawn | None:
    """Return the drawing of some points in the order of their days, None without a point."""
    if not points:
        return None
    values = [point["value"] for point in points]
    least, most = min(values), max(values)
    wide, high = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM

    def across(place: int) -> float:
        return round(
            _LEFT + (wide / 2 if len(points) == 1 else wide * place / (len(points) - 1)), 1
        )

    def up(value: float) -> float:
        share = 0.5 if least == most else (value - least) / (most - least)
        return round(HEIGHT - _BOTTOM - share * high, 1)

    return Drawn(
        [(across(place), up(value)) for place, value in enumerate(values)],
        None if median is None else up(median),
        f"{most:g}",
        f"{least:g}" if least != most else "",
    )
