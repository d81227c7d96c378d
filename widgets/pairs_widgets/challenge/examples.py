"""Named examples of the challenge: no text, few points, a shift, suggestions, no hub, no kernel."""

from __future__ import annotations

from typing import Any

from pairs_course.content import QuestionSet
from pairs_course.events import Event
from pairs_course.items import Field, Item
from pairs_widgets.challenge.charts import charts
from pairs_widgets.examples import Example
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
                Field("points", "The points of our measure", "points"),
            ),
            max=400,
            audience=("partner", "facilitator"),
        ),
    ),
)
AIM = {"aim": "More people come to the group.", "number": "20", "by": "2027-03-01"}
_PROPOSAL = "01922e5c-8400-7000-8000-000000000001"


def points(*values: float) -> str:
    """Return a text of points, one a week from 2 November 2026 on."""
    days = [f"2026-11-{day:02}" for day in range(2, 31, 7)]
    days += [f"2026-12-{day:02}" for day in range(7, 29, 7)]
    days += [f"2027-01-{day:02}" for day in range(4, 29, 7)]
    return "\n".join(f"{day} {value:g}" for day, value in zip(days, values, strict=False))


def measure(*values: float) -> dict[str, str]:
    """Return the text of a measure with these points."""
    return {"what": "People who come", "how-often": "Each week", "points": points(*values)}


def suggested(by: str, value: dict[str, str]) -> dict[str, Any]:
    """Return a suggestion as the pair's view has it."""
    return {"id": _PROPOSAL, "by": by, "value": value}


def stands(agreed: Any = None, proposal: Any = None, mine: Any = None) -> dict[str, Any]:
    """Return what of the state speaks of the pair; ``mine`` is one's own last suggestion."""
    joint: Any = {
        "aim": {"agreed": AIM if agreed else None, "proposal": None},
        "measure": {"agreed": agreed, "proposal": proposal},
    }
    own = [Event(_PROPOSAL, "", MEASURE.module, "measure", "once", "propose", mine)] if mine else []
    return {"view": {"joint": joint}, "charts": charts(MEASURE.items, joint, own)}


def _example(name: str, acks: str = "saved", **more: Any) -> Example:
    state = page_state((MEASURE,), user="amira", partner="Ben", sharing="ok")
    return Example("challenge", name, {**state, "set": page_words(MEASURE), **more}, acks)


FEW = measure(12, 9.5, 14)
SHIFT = measure(5, 6, 4, 6, 5, 4, 9, 11, 10, 9, 12, 10)

EXAMPLES = (
    _example("nothing yet", **stands()),
    _example("a measure without points", **stands(measure())),
    _example("one point", **stands(measure(12))),
    _example("few points", **stands(FEW)),
    _example("a shift", **stands(SHIFT)),
    _example("a trend", **stands(measure(5, 8, 4, 6, 7, 7, 8, 9.5, 3, 6, 5))),
    _example("no pattern", **stands(measure(5, 8, 4, 6, 9, 7, 8, 3, 6, 5, 9))),
    _example(
        "the partner adds a point", **stands(FEW, suggested("partner", measure(12, 9.5, 14, 16)))
    ),
    _example("my point waits", **stands(FEW, suggested("me", measure(12, 9.5, 14, 16)))),
    _example(
        "a point of mine is not in it",
        **stands(
            FEW,
            suggested("partner", measure(12, 9.5, 14, 16)),
            {**FEW, "points": FEW["points"] + "\n2026-11-24 15"},
        ),
    ),
    _example("without a hub", sharing="off", partner="", **stands(None, suggested("me", FEW))),
    _example("the kernel is gone", "silent", **stands(FEW)),
    _example("every suggestion refused", "refused", **stands(FEW)),
)
