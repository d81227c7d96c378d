"""Two lists of cards that grew apart, put together again: pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Card = dict[str, Any]


def merged(base: Sequence[Card], saved: Sequence[Card], given: Sequence[Card]) -> list[Card]:
    """Return the list that keeps what was done on both sides.

    Args:
        base: the list that the page began with.
        saved: the list as another module's page has saved it since.
        given: the page's own list.

    The same cards may be open in two modules, each with a kernel of its own. A card that only one
    side changed, added or removed goes that side's way; where both changed it, ``given`` wins.
    """
    before, theirs = _by_id(base), _by_id(saved)
    ours = _by_id(given)
    result = []
    for key, card in ours.items():
        if card != before.get(key):
            result.append(card)  # added or changed on the page
        elif key in theirs:
            result.append(theirs[key])
    new = (card for key, card in theirs.items() if key not in ours and key not in before)
    changed = (
        card
        for key, card in theirs.items()
        if key not in ours and key in before and card != before[key]
    )
    return [*result, *changed, *new]


def _by_id(cards: Sequence[Card]) -> dict[str, Card]:
    return {card["id"]: card for card in cards}
