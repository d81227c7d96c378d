"""The desk: what a facilitator runs a cohort from, as panels of a notebook.

``desk.ipynb`` calls :func:`panel` with the name of each. A panel says what it shows as plain data
(:mod:`.blocks`), and one page draws all of them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pairs_instructor.desk.desk import Desk
    from pairs_instructor.desk.widget import DeskWidget


def panel(name: str) -> DeskWidget:
    """Show one panel of the desk; raises KeyError for a name that none has."""
    from pairs_instructor.desk.panels import PANELS
    from pairs_instructor.desk.widget import DeskWidget

    return DeskWidget(PANELS[name](_desk()))


@cache
def _desk() -> Desk:
    from pairs_instructor.desk.desk import Desk

    return Desk()
