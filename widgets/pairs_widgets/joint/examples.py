"""Named examples of texts that a pair writes together."""

from __future__ import annotations

from typing import Any

from pairs_course.content import QuestionSet
from pairs_course.items import Field, Item
from pairs_widgets.examples import Example
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
_PROPOSAL = "01922e5c-8400-7000-8000-000000000001"


def _stands(agreed: Any = None, proposal: Any = None) -> dict[str, Any]:
    nothing = {"agreed": None, "proposal": None}
    return {"joint": {"rules": {"agreed": agreed, "proposal": proposal}, "time": nothing}}


def _suggested(by: str, value: dict[str, str]) -> dict[str, Any]:
    return {"id": _PROPOSAL, "by": by, "value": value}


def _example(name: str, acks: str = "saved", **more: Any) -> Example:
    state = page_state((RULES,), user="amira", partner="Ben", sharing="ok")
    state |= {"set": page_words(RULES), "view": _stands()}
    return Example("joint", name, state | more, acks)


EXAMPLES = (
    _example("nothing yet"),
    _example("a draft", answers={"rules": _TEXT}),
    _example("the partner suggests", view=_stands(proposal=_suggested("partner", _NEW))),
    _example("my suggestion waits", view=_stands(proposal=_suggested("me", _TEXT))),
    _example("agreed", view=_stands(_TEXT)),
    _example("agreed, and a new text", view=_stands(_TEXT, _suggested("partner", _NEW))),
    _example("without a hub", sharing="off", partner=""),
    _example("the kernel is gone", "silent"),
)
