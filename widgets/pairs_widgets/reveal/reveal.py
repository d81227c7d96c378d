"""What an opened item shows: own and partner's answer and guess, and how the viewer reads them.

The partner's values come from the service's view and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pairs_course.items import Item
from pairs_course.reading import reading
from pairs_course.sharing import View

COMPARED: Final = frozenset({"scale", "between", "choice"})


def opened(
    items: Sequence[Item], view: View, answers: Mapping[str, Any], guesses: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return what the page shows of the opened items (type ``Opened`` in reveal/reveal.js).

    Args:
        items: the sealed items of the module, in the order of the programme.
        view: what the service lets this person see.
        answers: this person's own answers, by item id.
        guesses: this person's own guesses, by item id.

    The picked items come first, one's own pick before the partner's.
    """
    picked = [p for p in (view["picks"]["mine"], view["picks"]["theirs"]) if p]
    known = {item.id: item for item in items}
    order = dict.fromkeys([*picked, *known])
    return [
        _one(known[i], view, answers.get(i), guesses.get(i))
        for i in order
        if i in known and i in view["opened"]
    ]


def _one(item: Item, view: View, answer: Any, guess: Any) -> dict[str, Any]:
    theirs = view["partner"][item.id]
    read = reading(answer, theirs["answer"], guess) if item.kind in COMPARED else None
    return {
        "item": item.id,
        "mine": {
            "answer": answer,
            "guess": guess,
            "changed": view["mine"][item.id],
            "words": _words(item, answer, theirs["guess"]),
        },
        "partner": {
            "answer": theirs["answer"],
            "guess": theirs["guess"],
            "changed": theirs["changed"],
            "words": _words(item, theirs["answer"], guess),
        },
        "reading": {"kind": read.kind, "text": read.text} if read else None,
    }


def _words(item: Item, answer: Any, guessed: Any) -> dict[str, str]:
    """Put one person's answer in words, and what the other guessed it to be."""
    return {"answer": _said(item, answer, "No answer"), "guessed": _said(item, guessed, "No guess")}


def _said(item: Item, value: Any, nothing: str) -> str:
    if value in (None, "") or item.value_error(value):
        return nothing
    if item.kind == "between" and isinstance(value, int):
        return f"{value} of 5"  # the two statements stand above the line
    return item.words(value)
