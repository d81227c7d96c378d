"""The panels of the desk, by the names that ``desk.ipynb`` calls them with."""

from __future__ import annotations

from typing import Final

from pairs_instructor.desk.panel import Panel
from pairs_instructor.desk.panels.contents import Contents
from pairs_instructor.desk.panels.grades import Grades
from pairs_instructor.desk.panels.modules import Modules
from pairs_instructor.desk.panels.notes import Notes

_ALL: Final[tuple[type[Panel], ...]] = (
    Contents,
    Modules,
    Notes,
    Grades,
)

PANELS: Final[dict[str, type[Panel]]] = {panel.name: panel for panel in _ALL}
#: Those that are shown one at a time.
PARTS: Final = tuple(panel for panel in _ALL if panel.title)
