"""The same questions at several times, side by side for both partners.

Shown only when everything is open: the partner's answers come from the service's view alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pairs_course.content import QuestionSet
from pairs_course.events import Event
from pairs_course.items import Item
from pairs_course.sharing import View

TIMES: Final = {
    "start": "At the start",
    "now": "Now",
    "then": "The start, as you see it now",
    "once": "",
}


def compared(
    sets: Sequence[QuestionSet], view: View, events: Sequence[Event]
) -> list[dict[str, Any]]:
    """Return one entry a question (type ``Compared`` in conversation/types.js).

    Args:
        sets: the sets that ask the same questions, in the order in which to show them.
        view: what the service lets this person see.
        events: this person's own events.

    Before everything is open there is nothing to compare, and the list is empty.
    """
    if view["phase"] != "open":
        return []
    own = {(e.module, e.item, e.wave): e.value for e in events if e.kind == "answer"}
    rows: dict[str, dict[str, Any]] = {}
    for one in sets:
        theirs = view["compared"].get(one.id, {})
        for item in one.items:
            if "partner" not in item.audience:
                continue
            row = rows.setdefault(item.question, {"ask": item.ask, "times": []})
            mine = own.get((one.module, item.id, one.wave))
            row["times"].append(
                {
                    "time": TIMES[one.wave],
                    "wave": one.wave,
                    "mine": _side(item, mine),
                    "partner": _side(item, theirs.get(item.id)),
                }
            )
    return list(rows.values())


def _side(item: Item, value: Any) -> dict[str, Any]:
    usable = value is not None and not item.value_error(value)
    return {"value": value, "words": item.words(value) if usable else "No answer"}
