"""Named examples of a ladder: untouched, half answered, no kernel, no hub."""

from __future__ import annotations

from typing import Any

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Audience, Item, Option
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state, page_words

_RUNGS = (
    Option("told", "People are told"),
    Option("asked", "People are asked"),
    Option("work", "People work on it with us"),
    Option("decide", "People decide with us"),
    Option("lead", "People lead"),
)
_BOTH: tuple[Audience, ...] = ("partner", "facilitator")


def _rung(name: str, ask: str) -> Item:
    return Item(name, "choice", ask, options=_RUNGS, guess=True, audience=_BOTH)


LADDER = QuestionSet(
    id="ladder",
    module="02-a-new-relationship",
    title="Where are your decisions taken?",
    intro="Answer for yourself first.",
    sealed=True,
    shown="ladder",
    items=(
        _rung("L1", "Where is your first decision taken now?"),
        _rung("L2", "Where is your second decision taken now?"),
        _rung("L3", "Where is your third decision taken now?"),
        Item("L4", "text", "What would one rung higher look like?", audience=_BOTH),
    ),
)
_WHEN = "2026-11-03T14:03:00.000+00:00"
_GIVEN = {"L1": "asked", "L2": "unsure"}


def _example(name: str, acks: str = "saved", **more: Any) -> Example:
    state = page_state((LADDER,), user="amira", partner="Ben", sharing="ok")
    return Example("ladder", name, {**state, "set": page_words(LADDER), **more}, acks)


EXAMPLES = (
    _example("nothing answered"),
    _example(
        "half answered",
        answers=_GIVEN,
        guesses={"L1": "work"},
        saved={f"answer/{item}": _WHEN for item in _GIVEN},
    ),
    _example("without a hub", sharing="off", partner=""),
    _example("the kernel is gone", "silent"),
    _example("every answer refused", "refused"),
)
