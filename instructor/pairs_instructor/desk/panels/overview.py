"""The cohort at a glance: who waits for a call, and where each person is in each module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairs_instructor.desk.blocks import Block, details, link, notice, table, text
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.words import day

_ABOUT = (
    "“In progress” means that something of the module has reached the course. You do not see when "
    "somebody works, what they have sealed, or what they answered."
)


class Overview(Panel):
    """Pairs by modules, with states and days. Nothing is done here."""

    name = "overview"

    def blocks(self) -> list[Block]:
        """Return who waits for a call, the pairs, and which modules are released."""
        found = self.desk.service().get("overview")
        shown = self._calls(found["calls"])
        if not found["pairs"]:
            return [*shown, text("There are no pairs in this cohort yet.")]
        columns = ["Name", "Pair", *(_column(module) for module in found["modules"])]
        rows = [
            [person["name"], _pair(pair), *map(_state, person["progress"])]
            for pair in found["pairs"]
            for person in pair["people"]
        ]
        return [
            *shown,
            text(_ABOUT),
            table("Where everybody is", columns, rows),
            details("The modules", [_modules(found["modules"])]),
        ]

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:  # noqa: ARG002 - as all panels have it
        """Refuse: there is nothing to press here."""
        raise Problem(("", "This page is older than the course. Load it again."))

    def _calls(self, calls: list[Mapping[str, Any]]) -> list[Block]:
        if not calls:
            return []
        waiting = [f"{call['name']} asked for a call on {day(call['at'])}." for call in calls]
        home = link("Say on Home that you have called", f"{self.desk.base}services/course/")
        return [notice("problem", "Please call. Their partners were not told.", [*waiting, home])]


def _column(module: Mapping[str, Any]) -> str:
    return f"{module['number']} {module['title']}"


def _pair(pair: Mapping[str, Any]) -> str:
    words = pair["pair"] or "No pair now"
    return f"{words}, taking a pause" if pair["paused"] else words


def _state(progress: Mapping[str, Any]) -> str:
    words = str(progress["state"]).capitalize()
    return f"{words} on {day(progress['at'])}" if progress["at"] else words


def _modules(modules: list[Mapping[str, Any]]) -> Block:
    rows = [(_column(module), _released(module)) for module in modules]
    return table("Released modules", ["Module", "Released"], rows)


def _released(module: Mapping[str, Any]) -> str:
    if not module["released"]:
        return "Not released"
    words = f"Released on {day(module['released'])}"
    return f"{words}. Opens on {day(module['opens'])}" if module["opens"] else words
