"""Named examples of the challenge: no text, few points, a shift, points of both, no hub."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from pairs_course.answers.joint_text import By
from pairs_course.answers.points import Point
from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Field, Item
from pairs_widgets.challenge.charts import chart
from pairs_widgets.examples import Example, together
from pairs_widgets.state import page_state, page_words

MEASURE = QuestionSet(
    id="measure",
    module="03-why-pairs",
    title="Our aim and our measure",
    shown="challenge",
    items=(
        Item(
            "aim",
            "joint",
            "Our aim",
            "What will be different, by how much, and by when?",
            fields=(
                Field("aim", "What do we want to change?"),
                Field("number", "What number do we want to reach?", "number", "For example 20."),
                Field("by", "By which day?", "date"),
            ),
            audience=("partner", "facilitator"),
        ),
        Item(
            "measure",
            "joint",
            "Our measure",
            fields=(
                Field("what", "What do we count?"),
                Field("how-often", "How often?"),
            ),
            audience=("partner", "facilitator"),
        ),
        Item(
            "points",
            "points",
            "The points of our measure",
            "One day and one number for each point.",
            audience=("partner", "facilitator"),
        ),
    ),
)
AIM = {"aim": "More people come to the group.", "number": "20", "by": "2027-03-01"}
TEXT = {"what": "People who come", "how-often": "Each week"}
OTHER = {"what": "People who call", "how-often": "Each month"}


def points(*values: float, by: By = "me") -> list[Point]:
    """Return points, one a week from 2 November 2026 on."""
    first = date(2026, 11, 2)
    return [
        {
            "id": f"01922e5c-8400-7000-8000-{number:012d}",
            "day": (first + timedelta(weeks=number)).isoformat(),
            "value": value,
            "by": by,
            "changed": None,
            "out": False,
        }
        for number, value in enumerate(values)
    ]


def stands(rows: Sequence[Point] = (), *text: Any) -> dict[str, Any]:
    """Return what of the state speaks of the pair: its points, and where its measure stands."""
    joint: Any = {"aim": together(AIM if text else None), "measure": together(*text)}
    shown = {"joint": joint, "points": {"points": list(rows)}}
    return {"view": shown, "charts": {"points": chart(rows)}}


def _example(name: str, acks: str = "saved", **more: Any) -> Example:
    state = page_state((MEASURE,), user="amira", partner="Ben", sharing="ok")
    return Example("challenge", name, {**state, "set": page_words(MEASURE), **more}, acks)


FEW = points(12, 9.5, 14)
THEIRS: list[Point] = [{**point, "id": f"{point['id'][:-3]}9{n:02d}"}
          for n, point in enumerate(points(11, 16, by="partner"))]  # fmt: skip
MENDED: list[Point] = [FEW[0], {**FEW[1], "changed": "partner"}, {**FEW[2], "out": True,
                                                                 "changed": "partner"}]  # fmt: skip
SHIFT = points(5, 6, 4, 6, 5, 4, 9, 11, 10, 9, 12, 10)

EXAMPLES = (
    _example("nothing yet", **stands()),
    _example("a measure without points", **stands((), TEXT)),
    _example("one point", **stands(points(12), TEXT)),
    _example("few points", **stands(FEW, TEXT)),
    _example("a shift", **stands(SHIFT, TEXT)),
    _example("a trend", **stands(points(5, 8, 4, 6, 7, 7, 8, 9.5, 3, 6, 5), TEXT)),
    _example("no pattern", **stands(points(5, 8, 4, 6, 9, 7, 8, 3, 6, 5, 9), TEXT)),
    _example("points of both", **stands(sorted([*FEW, *THEIRS], key=itemgetter("day")), TEXT)),
    _example("changed and taken out", **stands(MENDED, TEXT)),
    _example("both suggest a measure", **stands(FEW, None, ("me", TEXT), ("partner", OTHER))),
    _example("without a hub", sharing="off", partner="", **stands(FEW, None, ("me", TEXT))),
    _example("the kernel is gone", "silent", **stands(FEW, TEXT)),
    _example("every point refused", "refused", **stands(FEW, TEXT)),
)
