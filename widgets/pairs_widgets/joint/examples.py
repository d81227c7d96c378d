"""Named examples of texts that a pair writes together."""

from __future__ import annotations

from typing import Any

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Field, Item
from pairs_widgets.examples import Example, together
from pairs_widgets.state import page_state, page_words

RULES = QuestionSet(
    id="agreement",
    module="01-setting-out",
    title="Our agreement",
    intro="Your facilitator can read it after one of you sends this module.",
    items=(
        Item(
            "rules",
            "joint",
            "Our ground rules",
            "For example: we let each other finish.",
            fields=(Field("text", "What do we promise each other?"),),
            audience=("partner", "facilitator"),
        ),
        Item(
            "time",
            "joint",
            "Our time",
            fields=(
                Field("meet", "When and where do we meet?"),
                Field("change", "What do we do when one of us cannot come?"),
            ),
            audience=("partner", "facilitator"),
        ),
    ),
)
_TEXT = {"text": "We let each other finish.\nWe say when we do not know."}
_NEW = {"text": "We let each other finish. <b>Always</b>."}
_AGREED = {"text": "We take turns."}


def stands(*given: Any, **more: Any) -> dict[str, Any]:
    """Return the pair's view with the first text standing as ``together`` says it."""
    return {"joint": {"rules": together(*given, **more), "time": together()}, "points": {}}


def _example(name: str, acks: str = "saved", **more: Any) -> Example:
    state = page_state((RULES,), user="amira", partner="Ben", sharing="ok")
    state |= {"set": page_words(RULES), "view": stands()}
    return Example("joint", name, state | more, acks)


EXAMPLES = (
    _example("nothing yet"),
    _example("a draft", answers={"rules": _TEXT}),
    _example("the partner suggests", view=stands(None, ("partner", _NEW))),
    _example("my suggestion waits", view=stands(None, ("me", _TEXT))),
    _example("both suggest", view=stands(None, ("partner", _NEW), ("me", _TEXT))),
    _example(
        "both suggest anew", view=stands(_AGREED, ("me", _TEXT), ("partner", _NEW)), answers={}
    ),
    _example("agreed", view=stands(_TEXT)),
    _example("agreed, one put aside", view=stands(_TEXT, earlier=[("partner", _NEW)])),
    _example("agreed, and a new text", view=stands(_TEXT, ("partner", _NEW))),
    _example("without a hub", sharing="off", partner=""),
    _example("the kernel is gone", "silent"),
)
