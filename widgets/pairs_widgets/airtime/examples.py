"""Named examples of the airtime mirror: both ways, before and after."""

from __future__ import annotations

from typing import Any

from pairs_course.programme.compiled import load
from pairs_widgets.airtime.airtime import NOTES
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state, page_words


def _example(name: str, acks: str = "saved", value: dict[str, Any] | None = None) -> Example:
    question_set = load().question_set("airtime-05")
    state = page_state((question_set,), user="amira", partner="Ben", sharing="ok")
    state |= {"set": page_words(question_set), "notes": list(NOTES)}
    if value is not None:
        state["answers"] = {question_set.items[0].id: value}
    return Example("airtime", name, state, acks)


def _value(mode: str, mine: int | None, theirs: int | None, guess: int | None) -> dict[str, Any]:
    return {"mode": mode, "mine": mine, "theirs": theirs, "guess": guess}


EXAMPLES = (
    _example("nothing yet"),
    _example("buttons, not begun", value=_value("buttons", None, None, 40)),
    _example("buttons, finished", value=_value("buttons", 372, 248, 40)),
    _example("buttons, one voice only", value=_value("buttons", 61, 0, None)),
    _example("buttons, a few seconds", value=_value("buttons", 6, 4, 40)),
    _example("guess only", value=_value("guess", None, None, 70)),
    _example("guess only, no guess", value=_value("guess", None, None, None)),
    _example("the kernel is gone", "silent", _value("buttons", 12, 7, None)),
)
