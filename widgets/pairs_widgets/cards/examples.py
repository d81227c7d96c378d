"""Named examples of cards: none, some, full, unsaved, refused, without a hub."""

from __future__ import annotations

from typing import Any

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Field, Item, Option
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state, page_words

CYCLES = QuestionSet(
    id="cycles",
    module="07-our-local-challenge",
    title="Our small tests",
    intro="One card is one small test.",
    items=(
        Item(
            "cycles",
            "cards",
            "What did you try?",
            "Say what you expect before you try it.",
            fields=(
                Field("try", "What will you try?"),
                Field("predict", "What do you think will happen?", hint="A number helps."),
                Field("when", "When?", "date"),
                Field("cost", "How many hours does it take?", "number", "For example 1.5."),
                Field("happened", "What happened?"),
                Field(
                    "next",
                    "What next?",
                    "choice",
                    options=(
                        Option("keep", "Keep it"),
                        Option("change", "Change it and try again"),
                        Option("drop", "Drop it"),
                    ),
                ),
            ),
            most=3,
            max=200,
            audience=("facilitator",),
        ),
    ),
)
ONE = {
    "id": "a1",
    "try": "Phone people the day before.",
    "predict": "Two more people come.",
    "when": "2026-11-03",
    "cost": 1.5,
    "happened": "",
    "next": "",
}
TWO = {
    **ONE,
    "id": "b2",
    "try": "Meet at <b>six</b> in the evening.\nBring soup.",
    "cost": "",
    "happened": "Four came.",
    "next": "keep",
}
WHEN = "2026-11-03T14:03:00.000+00:00"


def _example(name: str, *cards: dict[str, Any], acks: str = "saved", **more: Any) -> Example:
    state = page_state((CYCLES,), user="amira", partner="Ben", sharing="ok")
    if cards:
        state |= {"answers": {"cycles": list(cards)}, "saved": {"answer/cycles": WHEN}}
    return Example("cards", name, {**state, "set": page_words(CYCLES), **more}, acks)


EXAMPLES = (
    _example("no card yet"),
    _example("two cards", ONE, TWO),
    _example("no room for more", ONE, TWO, {**ONE, "id": "c3", "next": "drop"}),
    _example("the service is away", ONE, sharing="waiting", unshared=["answer/cycles"]),
    _example("without a hub", ONE, sharing="off", partner=""),
    _example("the kernel is gone", ONE, acks="silent"),
    _example("every change refused", ONE, acks="refused"),
)
