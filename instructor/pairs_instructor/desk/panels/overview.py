"""The cohort at a glance: who waits for a call, and where each person is in each module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from pairs_course.course_time import short
from pairs_course.people.names import told_apart
from pairs_instructor.desk.blocks import Block, brief, details, link, notice, table, text
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.words import day

_ABOUT = (
    "“In progress” means that something of the module has reached the course. You do not see when "
    "somebody works, what they have sealed, or what they answered."
)


#: The states of a module for the eye, in a column of a few letters.
_SHORT: Final = {
    "not started": "-",
    "in progress": "Begun",
    "sent": "Sent",
    "feedback ready": "Feedback",
}


class Overview(Panel):
    """What waits for the facilitator, and pairs by modules. Nothing is done here."""

    name = "overview"
    title = "Your cohort"
    about = "Pairs by modules: what was begun, sent and given back, and when. It shows no answers."

    def blocks(self) -> list[Block]:
        """Return who waits for a call, what else waits, the pairs, and the released modules."""
        service = self.desk.service()
        found = service.get("overview")
        shown = [
            *self._calls(found["calls"]),
            *_waits(found, service.get("reviews")["reviews"]),
        ]
        if not found["pairs"]:
            return [*shown, text("There are no pairs in this cohort yet.")]
        heads = [brief(str(module["number"]), _column(module)) for module in found["modules"]]
        columns = ["Name", "Pair", *heads]
        everybody = [person for pair in found["pairs"] for person in pair["people"]]
        names = told_apart((person["username"], person["name"]) for person in everybody)
        rows = [
            [names[person["username"]], _pair(pair), *map(_state, person["progress"])]
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
        waiting = [
            f"{self.desk.name(call['username'])} asked for a call on {day(call['at'])}."
            for call in calls
        ]
        home = link(
            "Home says how it is safe to reach them. Say there that you have called",
            f"{self.desk.base}services/course/?cohort={quote(self.desk.cohort)}",
        )
        return [notice("problem", "Please call. Their partners were not told.", [*waiting, home])]


def _waits(found: Mapping[str, Any], reviews: list[Mapping[str, Any]]) -> list[Block]:
    """Say what waits: modules that were sent and not given back, and texts to be read."""
    people = [person for pair in found["pairs"] for person in pair["people"]]
    sent = [
        sum(person["progress"][number]["state"] == "sent" for person in people)
        for number in range(len(found["modules"]))
    ]
    entries = [
        f"{_column(module)}: {count} sent, without feedback yet"
        for module, count in zip(found["modules"], sent, strict=True)
        if count
    ]
    if texts := sum(one["state"] == "waiting" for one in reviews):
        entries.append(f"Cards and letters: {texts} to be read")
    if not entries:
        return [text("Nothing waits for you.")]
    return [notice("info", "This waits for you:", entries)]


def _column(module: Mapping[str, Any]) -> str:
    return f"{module['number']} {module['title']}"


def _pair(pair: Mapping[str, Any]) -> str:
    words = pair["pair"] or "No pair now"
    return f"{words}, taking a pause" if pair["paused"] else words


def _state(progress: Mapping[str, Any]) -> Block:
    """Put somebody's state in a module in words; the modules' columns are narrow."""
    state, at = str(progress["state"]), progress["at"]
    whole, eye = state.capitalize(), _SHORT[state]
    return brief(f"{eye} {short(at)}", f"{whole} on {day(at)}") if at else brief(eye, whole)


def _modules(modules: list[Mapping[str, Any]]) -> Block:
    rows = [(_column(module), _released(module)) for module in modules]
    return table("Released modules", ["Module", "Released"], rows)


def _released(module: Mapping[str, Any]) -> str:
    if not module["released"]:
        return "Not released"
    words = f"Released on {day(module['released'])}"
    return f"{words}. Opens on {day(module['opens'])}" if module["opens"] else words
