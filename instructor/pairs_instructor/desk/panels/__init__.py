"""The panels of the desk, by the names that ``desk.ipynb`` calls them with."""

from __future__ import annotations

from typing import Final

from pairs_instructor.desk.panel import Panel
from pairs_instructor.desk.panels.modules import Modules
from pairs_instructor.desk.panels.notes import Notes

_ALL: Final[tuple[type[Panel], ...]] = (Modules, Notes)

PANELS: Final[dict[str, type[Panel]]] = {panel.name: panel for panel in _ALL}
