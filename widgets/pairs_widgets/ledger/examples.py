"""Named examples of assumption cards: none, one of each standing, no kernel, no hub."""

from __future__ import annotations

from typing import Any

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Field, Item, Option
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state, page_words

ASSUMPTIONS = QuestionSet(
    id="assumptions",
    module="03-why-pairs",
    title="Assumption cards",
    intro="You will see these cards again in later modules.",
    shown="ledger",
    items=(
        Item(
            "assumptions",
            "cards",
            "What do you take to be true?",
            fields=(
                Field("saw", "What did you see or hear?"),
                Field("told", "What did you tell yourself about it?"),
                Field("else", "What else could it mean?"),
                Field("test", "How could you find out?"),
                Field("found", "What did you find?"),
                Field(
                    "stands",
                    "Where does it stand?",
                    "choice",
                    options=(
                        Option("open", "Not tested yet"),
                        Option("tested", "Tested"),
                        Option("changed", "I changed my mind"),
                    ),
                ),
            ),
            max=200,
        ),
    ),
)
CARDS = [
    {
        "id": "a1",
        "saw": "She looked at her watch.",
        "told": "She is bored.",
        "else": "She has a bus to catch.",
        "test": "Ask her.",
        "found": "",
        "stands": "open",
    },
    {
        "id": "b2",
        "saw": "He did not answer my letter.",
        "told": "He does not care.",
        "else": "It never came.",
        "test": "Phone him.",
        "found": "He was away, as I thought he might be.",
        "stands": "tested",
    },
    {
        "id": "c3",
        "saw": "The room was full of staff.",
        "told": "They want to outnumber us.",
        "else": "",
        "test": "Ask who asked them to come.",
        "found": "Each came alone, because they care.",
        "stands": "changed",
    },
]
_WHEN = "2026-11-03T14:03:00.000+00:00"


def _example(name: str, *cards: dict[str, Any], acks: str = "saved", **more: Any) -> Example:
    state = page_state((ASSUMPTIONS,), user="amira", partner="Ben", sharing="ok")
    if cards:
        state |= {"answers": {"assumptions": list(cards)}, "saved": {"answer/assumptions": _WHEN}}
    return Example("ledger", name, {**state, "set": page_words(ASSUMPTIONS), **more}, acks)


EXAMPLES = (
    _example("no card yet"),
    _example("three cards", *CARDS),
    _example("without a hub", CARDS[0], sharing="off", partner=""),
    _example("the kernel is gone", CARDS[0], acks="silent"),
    _example("every change refused", CARDS[0], acks="refused"),
)
