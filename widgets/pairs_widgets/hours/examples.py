"""Named examples of hours: no card, cards of each kind, cards that say too little."""

from __future__ import annotations

from typing import Any

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Field, Item, Option
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state, page_words

HOURS = QuestionSet(
    id="hours",
    module="04-what-gets-in-the-way",
    title="Whose hours?",
    shown="hours",
    items=(
        Item(
            "hours",
            "cards",
            "Who gives time to your challenge?",
            "One card is one task.",
            fields=(
                Field(
                    "whose",
                    "Whose hours are they?",
                    "choice",
                    options=(
                        Option("leader", "Patient or community leader"),
                        Option("professional", "Health professional"),
                        Option("other", "Somebody else"),
                    ),
                ),
                Field("task", "What is the task?"),
                Field("hours", "How many hours a month?", "number"),
                Field(
                    "paid",
                    "How are they paid?",
                    "choice",
                    options=(
                        Option("salary", "As part of a salary"),
                        Option("fee", "With a fee"),
                        Option("costs-only", "Costs only"),
                        Option("nobody", "Nobody pays"),
                    ),
                ),
            ),
            max=200,
            audience=("facilitator",),
        ),
    ),
)


def _card(name: str, whose: str, hours: float | str, paid: str) -> dict[str, Any]:
    return {"id": name, "whose": whose, "task": "Phone calls", "hours": hours, "paid": paid}


CARDS = [
    _card("a", "leader", 12, "nobody"),
    _card("b", "leader", 2.5, "costs-only"),
    _card("c", "professional", 8, "salary"),
    _card("d", "professional", 1.1, "nobody"),
    _card("e", "leader", 0.1, "nobody"),
]
_WHEN = "2026-11-03T14:03:00.000+00:00"


def _example(name: str, *cards: dict[str, Any], acks: str = "saved", **more: Any) -> Example:
    state = page_state((HOURS,), user="amira", partner="Ben", sharing="ok")
    if cards:
        state |= {"answers": {"hours": list(cards)}, "saved": {"answer/hours": _WHEN}}
    return Example("hours", name, {**state, "set": page_words(HOURS), **more}, acks)


EXAMPLES = (
    _example("no card yet"),
    _example("five cards", *CARDS),
    _example("cards that say too little", _card("a", "", 3, ""), _card("b", "other", "", "fee")),
    _example("without a hub", CARDS[0], sharing="off", partner=""),
    _example("the kernel is gone", CARDS[0], acks="silent"),
    _example("every change refused", CARDS[0], acks="refused"),
)
