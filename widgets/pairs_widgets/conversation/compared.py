"""The same questions at several times, side by side for both partners.

Shown only when everything is open: the partner's answers come from the service's view alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pairs_course.answers.events import Event
from pairs_course.answers.partner_view import Opened, View
from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Item
from pairs_widgets.state import said

NOTHING: Final[Opened] = {"answer": None, "guess": None, "later": None}


def compared(
    sets: Sequence[QuestionSet], view: View, events: Sequence[Event], beside: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return one entry a question (type ``Compared`` in conversation/types.js).

    Args:
        sets: the sets that ask the same questions, in the order in which to show them.
        view: what the service lets this person see.
        events: this person's own events.
        beside: what each time is called, by wave.

    Before everything is open there is nothing to compare, and the list is empty.
    """
    if view["phase"] != "open":
        return []
    # An answer given while somebody had another partner is in no view, and still one's own.
    own = {(e.module, e.item, e.wave): e.value for e in events if e.kind == "answer"}
    rows: dict[str, dict[str, Any]] = {}
    for one in sets:
        sides = view["compared"].get(one.id, {"mine": {}, "partner": {}})
        for item in one.items:
            if "partner" not in item.audience:
                continue
            row = rows.setdefault(item.question, {"ask": item.ask, "times": []})
            mine = sides["mine"].get(item.id, NOTHING)
            if mine == NOTHING:
                mine = {**NOTHING, "answer": own.get((one.module, item.id, one.wave))}
            row["times"].append(
                {
                    "time": beside[one.wave],
                    "wave": one.wave,
                    "mine": _side(item, mine),
                    "partner": _side(item, sides["partner"].get(item.id, NOTHING)),
                }
            )
    return list(rows.values())


def _side(item: Item, side: Opened) -> dict[str, Any]:
    later = side["later"]
    return {
        "value": side["answer"],
        "words": said(item, side["answer"], "No answer"),
        "later": later and {"words": said(item, later["answer"], "No answer"), "day": later["day"]},
    }
