"""The desk: what a facilitator runs a cohort from, as panels of a notebook.

``desk.ipynb`` opens the desk of its cohort and shows each panel by its name. A panel says what it
shows as plain data (:mod:`.blocks`), and one page draws all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pairs_instructor.desk.desk import Desk


def open_desk(cohort: str) -> Desk:
    """Return the desk of a cohort, up to date with its list of people."""
    from pairs_instructor.desk.desk import Desk
    from pairs_instructor.desk.panels import PARTS

    desk = Desk(cohort)
    desk.parts = [{"name": part.name, "title": part.title} for part in PARTS]
    desk.follow()
    return desk
