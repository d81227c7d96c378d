"""What the page is told of a measure's points, as a pure function: its run chart in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pairs_course import runchart
from pairs_course.points import Point, standing


def chart(points: Sequence[Point]) -> dict[str, Any]:
    """Return what the points that stand show (type ``Chart`` in challenge/points.js)."""
    values = [point["value"] for point in standing(points)]
    verdict = runchart.read(values)
    return {
        "median": verdict.median,
        "runs": [{"kind": run.kind, "places": list(run.places)} for run in verdict.runs],
        "said": runchart.sentences(verdict, len(values)),
    }
