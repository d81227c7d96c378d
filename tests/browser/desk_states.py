"""The panels of the desk in their main states, with a service of canned answers: for axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pairs_instructor
from pairs_course.pairs import moderation
from pairs_course.people.roster_diff import Change, sentence
from pairs_instructor.desk.blocks import Block
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panels.contents import Contents
from pairs_instructor.desk.panels.notes import Notes
from pairs_instructor.desk.panels.overview import Overview
from pairs_instructor.desk.panels.paper import Paper
from pairs_instructor.desk.panels.people import People
from pairs_instructor.desk.panels.reviews import Reviews
from pairs_widgets.examples import Example

MODULE: Final = "05-debate-and-dialogue"
LONG: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
AT: Final = "2026-05-03T10:00:00.000+00:00"
DIGEST: Final = "0" * 64
ROSTER: Final = [
    {"username": "ann", "name": LONG, "role": "patient-leader", "pair": "1", "left": None},
    {"username": "bob", "name": "Bob", "role": "professional", "pair": "1", "left": None},
    {"username": "cat", "name": "Cat", "role": "patient-leader", "pair": "1", "left": AT},
]
CARDS: Final = [{"name": "Ann", "username": "ann", "password": "amber-boat-cedar"}]


def _text(state: str) -> dict[str, Any]:
    parts = [
        {"label": "Dear next pair,", "text": f"Ask Priya,\n{LONG}.",
         "marks": [{"start": 4, "end": 9, "why": "capital"}]},
    ]  # fmt: skip
    return {
        "pair": "1", "people": [LONG, "Bob"], "item": "letter", "title": "Our letter",
        "state": state, "digest": DIGEST, "fields": parts, "at": AT, "by": "Fay",
        "reason": moderation.REASONS["unclear"],
    }  # fmt: skip


PAIRED: Final = sentence(Change("pair", ("dana-l", "omar-h"), ("דנה לוי", "عمر"), now="1"))

#: What the service answers, by the beginning of what it is asked.
ANSWERS: Final[dict[tuple[str, ...], Any]] = {
    ("roster",): {"title": "North", "people": ROSTER},
    ("roster", "preview"): {
        "problems": [],
        "notes": [{"line": 3, "what": f"the name “{LONG}” is long"}],
        "understood": ["“Nurse” is read as professional."],
        "changes": [{"kind": "joins", "words": f"{LONG} is added."},
                    {"kind": "pair", "words": PAIRED},
                    {"kind": "leaves", "words": "Cat leaves."}],
        "digest": DIGEST,
    },
    ("preview",): {
        "problems": [], "notes": [], "understood": ["“Nurse” is read as professional."],
        "title": "Leeds 2027", "people": ROSTER,
    },
    ("roster", "passwords"): {"cards": CARDS, "page": "<!doctype html>"},
    ("notes", MODULE): {
        "notes": [
            {"pair": "1", "people": [LONG, "Bob"], "ended": False, "text": f"Thank you. {LONG}",
             "at": AT, "by": "Fay"},
            {"pair": "2", "people": [], "ended": True, "text": "", "at": None, "by": None},
        ]
    },
    ("paper",): {"people": [{"username": "ann", "name": LONG, "pair": "1", "paper": False}]},
    ("paper", "ann", MODULE): {
        "items": [{"module": MODULE, "item": "D1", "value": 4}], "sent": AT, "complete": False,
    },
    ("reviews",): {
        "reviews": [_text("waiting"), _text("published"), _text("sent-back")],
        "reasons": moderation.REASONS,
    },
    ("overview",): {
        "modules": [{"number": "05", "title": "Debate", "released": AT, "opens": AT}],
        "pairs": [{"pair": LONG, "paused": True, "people": [
            {"username": "ann", "name": LONG, "progress": [{"state": "sent", "at": AT}]}]}],
        "calls": [{"username": "ann", "name": LONG, "at": AT}],
    },
    (): {"cohorts": [{"name": name, "title": LONG, "role": "facilitator"} for name in ("a", "b")]},
}  # fmt: skip


class Canned:
    """A service that is asked and told, and answers the same each time."""

    def get(self, *where: str) -> Any:
        """Return what is there."""
        return ANSWERS[where]

    def post(self, *where: str, body: object) -> Any:
        """Return what a thing that was done comes to."""
        assert body
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


def _preview(desk: Desk) -> list[Block]:
    return People(desk).act("look", {"pasted": "ann,Ann,patient-leader,1"})


def _new_cohort(desk: Desk) -> list[Block]:
    return People(desk).act("look-cohort", {"name": "leeds", "title": "Leeds 2027", "pasted": "x"})


STATES: Final[dict[str, Callable[[Desk], list[Block]]]] = {
    "contents": lambda desk: Contents(desk).blocks(),
    "overview": lambda desk: Overview(desk).blocks(),
    "notes": _notes,
    "paper": lambda desk: Paper(desk).blocks(),
    "reviews": lambda desk: Reviews(desk).blocks(),
    "people": lambda desk: People(desk).blocks(),
    "people-preview": _preview,
    "people-new-cohort": _new_cohort,
    "people-password": lambda desk: People(desk).act("renew", {"who": "ann"}),
}
