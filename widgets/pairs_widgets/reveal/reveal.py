"""What an opened item shows: own and partner's answer and guess, and how the viewer reads them.

The partner's values come from the service's view and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pairs_course.answers.partner_view import Opened, View
from pairs_course.answers.reveal import reading
from pairs_course.programme.items import Item
from pairs_widgets.state import said

COMPARED: Final = frozenset({"scale", "between", "choice"})


def opened(items: Sequence[Item], view: View) -> list[dict[str, Any]]:
    """Return what the page shows of the opened items (type ``Opened`` in reveal/reveal.js).

    Args:
        items: the sealed items of the module, in the order of the programme.
        view: what the service lets this person see: of both, what their seals fixed.

    The picked items come first, one's own pick before the partner's.
    """
    picked = [p for p in (view["picks"]["mine"], view["picks"]["theirs"]) if p]
    known = {item.id: item for item in items}
    parts = [i for p in picked for i in known if p in (i, known[i].chosen_in)]
    order = dict.fromkeys([*parts, *known])
    return [
        _one(known[i], view["mine"][i], view["partner"][i])
        for i in order
        if i in known and i in view["opened"] and _is_shown(known[i], view)
    ]


def _is_shown(item: Item, view: View) -> bool:
    """Leave out a box for words about an option where neither of the two wrote any."""
    sides = (view["mine"][item.id], view["partner"][item.id])
    return not item.if_chosen or any(side["answer"] or side["later"] for side in sides)


def _one(item: Item, mine: Opened, partner: Opened) -> dict[str, Any]:
    read = (
        reading(mine["answer"], partner["answer"], mine["guess"], guessed=item.guess)
        if item.kind in COMPARED
        else None
    )
    return {
        "item": item.id,
        "mine": _side(item, mine, partner["guess"]),
        "partner": _side(item, partner, mine["guess"]),
        "reading": read.text if read else "",
    }


def _side(item: Item, side: Opened, guessed: Any) -> dict[str, Any]:
    """Return one person's side: values for the picture, and words for all to read.

    ``later`` is an answer that was given after the seal: in words, with its day.
    """
    later = side["later"]
    return {
        "answer": side["answer"],
        "guess": side["guess"],
        "words": _words(item, side["answer"], guessed),
        "later": later and {"words": said(item, later["answer"], "No answer"), "day": later["day"]},
    }


def _words(item: Item, answer: Any, guessed: Any) -> dict[str, str]:
    """Put one person's answer in words, and what the other guessed it to be."""
    return {"answer": said(item, answer, "No answer"), "guessed": said(item, guessed, "No guess")}
