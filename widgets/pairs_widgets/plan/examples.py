"""Named examples of an if-then plan."""

from __future__ import annotations

from typing import Any

from pairs_course.content import QuestionSet
from pairs_course.items import Field, Item
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state, page_words

PLAN = QuestionSet(
    id="plan-01",
    module="01-setting-out",
    title="Our first if-then plan",
    intro="Your facilitator can read it after one of you sends this module.",
    items=(
        Item(
            "plan-01",
            "joint",
            "Our plan for the first step",
            "For example: If it is Monday at nine, then we call each other for ten minutes.",
            fields=(Field("if", "If…"), Field("then", "then we…")),
            audience=("partner", "facilitator"),
            max=300,
        ),
    ),
)
_TEXT = {"if": "it is Monday at nine,", "then": "call each other for ten minutes."}


def _example(name: str, agreed: Any = None, proposal: Any = None) -> Example:
    state = page_state((PLAN,), user="amira", partner="Ben", sharing="ok")
    view = {"joint": {"plan-01": {"agreed": agreed, "proposal": proposal}}}
    return Example("plan", name, {**state, "set": page_words(PLAN), "view": view})


EXAMPLES = (
    _example("nothing yet"),
    _example(
        "the partner suggests",
        proposal={"id": "01922e5c-8400-7000-8000-000000000001", "by": "partner", "value": _TEXT},
    ),
    _example("agreed", _TEXT),
)
