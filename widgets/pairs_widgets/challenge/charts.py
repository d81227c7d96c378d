"""What the page is told of a measure's points, as a pure function: its run chart in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pairs_course.answers import run_chart
from pairs_course.answers.points import Point, standing


def chart(points: Sequence[Point]) -> dict[str, Any]:
    """Return what the points that stand show (type ``Chart`` in challenge/points.js)."""
    values = [point["value"] for point in standing(points)]
    verdict = run_chart.read(values)
    return {
        "median": verdict.median,
        "runs": [{"kind": run.kind, "places": list(run.places)} for run in verdict.runs],
        "said": run_chart.sentences(verdict, len(values)),
    }
