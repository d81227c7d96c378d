"""The widget of debate moves that are turned into dialogue moves."""

from __future__ import annotations

from pairs_widgets.base import SetWidget


class Moves(SetWidget):
    """A set of moves; the last choice of each is kept, every choice gets feedback, none a score."""

    folder = "moves"
    kinds = frozenset({"answer"})
