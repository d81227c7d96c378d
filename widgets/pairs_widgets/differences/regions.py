"""The difference map: what only one of the two sees, what both see, and what to ask: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from pairs_course.answers.partner_view import View
from pairs_course.programme.items import Item

SEE: Final = "see"
NOT_SEE: Final = "not-see"
SIDES: Final[tuple[Literal["mine", "partner"], ...]] = ("mine", "partner")
#: The region by own answer and the partner's.
REGIONS: Final[Mapping[tuple[Any, Any], str]] = {
    (SEE, SEE): "both",
    (SEE, NOT_SEE): "mine",
    (NOT_SEE, SEE): "theirs",
    (NOT_SEE, NOT_SEE): "neither",
}


def difference_map(items: Sequence[Item], view: View) -> dict[str, Any] | None:
    """Return the map of what is open (type ``Map`` in differences/map.js), or None before that.

    Args:
        items: the items of the set: choices between ``see`` and ``not-see``, and texts.
        view: what the service lets this person see of the pair: what both sealed.

    Each choice is in one region; what is unsure, passed or missing on either side is to ask about.
    A text stands in its author's region. ``whole`` says that nothing is still closed.
    """
    shown = [i for i in items if i.id in view["opened"] and i.id in view["partner"]]
    if not shown:
        return None
    places: dict[str, list[dict[str, str]]] = {
        name: [] for name in ("mine", "theirs", "both", "neither", "ask")
    }
    for item in shown:
        own, partner = (view[side][item.id]["answer"] for side in SIDES)
        if item.kind == "choice":
            places[REGIONS.get((own, partner), "ask")].append({"ask": item.ask, "text": ""})
        elif item.kind == "text":
            for place, text in (("mine", own), ("theirs", partner)):
                if isinstance(text, str) and text.strip():
                    places[place].append({"ask": item.ask, "text": text})
    return {**places, "whole": len(shown) == len([i for i in items if "partner" in i.audience])}
