"""Named examples of an if-then plan."""

from __future__ import annotations

from typing import Any

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Field, Item
from pairs_widgets.examples import Example, together
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


def _example(name: str, *given: Any) -> Example:
    state = page_state((PLAN,), user="amira", partner="Ben", sharing="ok")
    view = {"joint": {"plan-01": together(*given)}}
    return Example("plan", name, {**state, "set": page_words(PLAN), "view": view})


EXAMPLES = (
    _example("nothing yet"),
    _example("the partner suggests", None, ("partner", _TEXT)),
    _example("agreed", _TEXT),
)
