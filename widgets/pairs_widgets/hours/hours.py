"""Cards of hours, with their sums by whose hours they are and how they are paid."""

from __future__ import annotations

from pairs_widgets.cards.cards import Cards


class Hours(Cards):
    """The hours of one set: fields ``whose`` and ``paid`` (choices) and ``hours`` (a number)."""

    folder = "hours"
