"""The panels of the desk in their main states, with a service of canned answers: for axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pairs_instructor
from pairs_instructor.desk.blocks import Block
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panels.contents import Contents
from pairs_instructor.desk.panels.notes import Notes
from pairs_widgets.examples import Example

MODULE: Final = "05-debate-and-dialogue"
LONG: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
AT: Final = "2026-05-03T10:00:00.000+00:00"
ROSTER: Final = [
    {"username": "ann", "name": LONG, "role": "patient-leader", "pair": "1", "left": None},
    {"username": "bob", "name": "Bob", "role": "professional", "pair": "1", "left": None},
    {"username": "cat", "name": "Cat", "role": "patient-leader", "pair": "1", "left": AT},
]

#: What the service answers, by the beginning of what it is asked.
ANSWERS: Final[dict[tuple[str, ...], Any]] = {
    ("roster",): {"title": "North", "people": ROSTER},
    (): {"cohorts": [{"name": name, "title": LONG, "role": "facilitator"} for name in ("a", "b")]},
}  # fmt: skip


class Canned:
    """A service that answers the same each time."""

    def get(self, *where: str) -> Any:
        """Return what is there."""
        return ANSWERS[where]


def example(name: str, folder: Path) -> Example:
    """Return a state of :data:`STATES`; ``folder`` is empty and takes the facilitator's home."""
    (folder / "a").mkdir()
    desk = Desk("a", folder, lambda _cohort, _part: Canned())
    desk.module = MODULE
    desk.follow()
    shown = STATES[name](desk)
    state = {"cohort": "a", "user": "fay", "run": "1", "parts": [], "title": "A part of it",
             "about": LONG, "blocks": shown}  # fmt: skip
    home = Path(pairs_instructor.__file__).parent
    return Example("desk", f"desk/{name}", state, acks="silent", home=home)


def _notes(desk: Desk) -> list[Block]:
    panel = Notes(desk)
    panel.act("choose", {"module": MODULE, "pair": "1"})
    return panel.blocks()


STATES: Final[dict[str, Callable[[Desk], list[Block]]]] = {
    "contents": lambda desk: Contents(desk).blocks(),
    "notes": _notes,
}
