"""Named examples of meeting another pair: one for each state."""

from __future__ import annotations

from typing import Any

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Field, Item
from pairs_widgets.examples import Example, together
from pairs_widgets.state import page_state, page_words

MEET = QuestionSet(
    id="meet-03",
    module="03-why-pairs",
    title="One sentence for the other pair",
    intro="You write this together. Leave out what they told you about themselves.",
    shown="meet",
    items=(
        Item(
            "meet-03",
            "joint",
            "One sentence from us to the other pair",
            "For example: “You asked who is missing, and now we ask it, too.”",
            fields=(Field("sentence", "What did they help us to see?"),),
            audience=("partner", "facilitator", "other-pair"),
            max=300,
        ),
    ),
)
PEOPLE = ["Cat Cedar", "Dan <b>Dell</b>"]
_TEXT = {"sentence": "You asked who is never in the room."}


def _example(
    name: str,
    standing: str,
    people: list[str] | None = None,
    sentence: dict[str, str] | None = None,
    asking: bool | None = None,
    acks: str = "saved",
    joint: Any = None,
    **more: Any,
) -> Example:
    state = page_state((MEET,), user="amira", partner="Ben", sharing="ok")
    state |= {
        "set": page_words(MEET),
        "module": MEET.module,
        "view": {"joint": {"meet-03": joint or together()}},
        "meeting": {
            "state": standing,
            "people": people or [],
            "sentence": sentence,
            "asking": asking,
        },
    }
    return Example("meet", name, state | more, acks)


EXAMPLES = (
    _example("not asked", "none"),
    _example("being asked", "none", asking=True, sharing="waiting"),
    _example("not known yet", "unknown"),
    _example("waiting", "waiting"),
    _example("matched", "matched", PEOPLE),
    _example("matched, a draft", "matched", PEOPLE, answers={"meet-03": _TEXT}),
    _example(
        "matched, the partner suggests",
        "matched",
        PEOPLE,
        joint=together(None, ("partner", _TEXT)),
    ),
    _example(
        "both sentences",
        "matched",
        PEOPLE,
        {"sentence": "We count Sundays now. <i>Thank you.</i>"},
        joint=together(_TEXT),
    ),
    _example("the other pair has gone", "gone"),
    _example("without a hub", "unknown", sharing="off", partner=""),
    _example("the kernel is gone", "none", acks="silent"),
)
