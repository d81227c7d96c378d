"""Texts that a pair writes together: either suggests, and it stands when the other confirms."""

from __future__ import annotations

from pairs_widgets.base import SetWidget


class Joint(SetWidget):
    """The joint items of one set, with one's own drafts, and where each of them stands."""

    folder = "joint"
    kinds = frozenset({"answer", "propose", "confirm"})
    follows_pair = True
