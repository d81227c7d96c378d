"""Writing to one person alone, on what they sent: nbgrader's own comments, where work is marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pairs_course.people.names import isolate
from pairs_course.people.roster import PAIR_ROLES
from pairs_course.size_limits import MAX_NOTE
from pairs_instructor.desk.blocks import Block, field, form, heading, notice, quote, text
from pairs_instructor.desk.panel import Panel, Problem

_NOT_MARKED: Final = (
    "What {} sent is not marked yet, so there is no place for a private note. Collect and mark "
    "first; nothing was changed."
)


class Notes(Panel):
    """The choice of a module and a pair, and a form for each of the two whose work is marked."""

    name = "notes"
    title = "Private notes"
    about = (
        "A private note is read by one person. It comes with the feedback. The note that both of a "
        "pair read is written on the page “Notes”."
    )

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.pair = ""

    def blocks(self) -> list[Block]:
        """Return the choice of module and pair, and the forms for that pair."""
        modules = self.desk.content.modules
        if not self.desk.module:
            self.desk.module = modules[0].id
        pairs = self._pairs()
        shown = [self._choice(pairs)]
        if self.pair in pairs:
            title = self.desk.content.module(self.desk.module).title
            shown += [heading(f"{pairs[self.pair]}: {title}"), *self._private()]
        return shown

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:
        """Choose a module and a pair, or write a note."""
        module = str(values.get("module", ""))
        if module not in [one.id for one in self.desk.content.modules]:
            raise Problem(("module", "Choose a module."))
        if action == "choose":
            self.desk.module, self.pair = module, str(values.get("pair", ""))
            return []
        words = str(values.get("text", ""))
        if len(words) > MAX_NOTE:
            limit = f"Write at most {MAX_NOTE} characters. This note has {len(words)}."
            raise Problem(("text", limit))
        if action == "private":
            return self._write(module, str(values.get("student", "")), words, values)
        raise Problem(("", "This page is older than the course. Load it again."))

    def _pairs(self) -> dict[str, str]:
        """Return the pairs of the cohort by their labels, each with the names of its people."""
        people: dict[str, list[str]] = {}
        for one in self.desk.people:
            if one.role in PAIR_ROLES and one.pair and not one.left:
                people.setdefault(one.pair, []).append(isolate(one.name))
        return {pair: f"{pair}: {' and '.join(names)}" for pair, names in people.items()}

    def _choice(self, pairs: Mapping[str, str]) -> Block:
        modules = [(m.id, f"{m.number} {m.title}") for m in self.desk.content.modules]
        return form(
            "choose",
            "Show the notes",
            [
                field("select", "module", "Module", value=self.desk.module, options=modules),
                field(
                    "select",
                    "pair",
                    "Pair",
                    value=self.pair,
                    options=[("", "Choose a pair"), *pairs.items()],
                ),
            ],
            choice=True,
        )

    def _private(self) -> list[Block]:
        from pairs_instructor.nbgrader import (
            private_notes,  # a second to load: only when a pair is chosen
        )

        module = self.desk.module
        marked = [
            note
            for note in private_notes.read(self.desk.folder, module)
            if self.desk.pair_of(note.student) == self.pair
        ]
        if not marked:
            words = (
                "What they sent is not marked yet, so there is no place for a private note. "
                "Collect and mark the module first."
            )
            return [text(words)]
        return [self._to_one(module, note.student, note.text) for note in marked]

    def _to_one(self, module: str, student: str, before: str) -> Block:
        name = self.desk.name(student)
        box = field(
            "area",
            "text",
            f"Private note to {name}",
            hint="An empty note is none.",
            value=before,
            rows=5,
        )
        return form(
            "private",
            f"Save the private note to {name}",
            [box],
            says=f"{name} alone reads it. They have it once you give feedback back.",
            values={"module": module, "student": student, "before": before},
            about=(module, student),
        )

    def _write(
        self, module: str, student: str, words: str, values: Mapping[str, Any]
    ) -> list[Block]:
        from pairs_instructor.nbgrader import private_notes

        try:
            kept = private_notes.write(
                self.desk.folder, module, student, words, str(values.get("before", ""))
            )
        except private_notes.PrivateNoteChanged as changed:
            shown, read = _now(changed.text), {"before": changed.text}
            raise Problem(("text", str(changed)), shown=shown, values=read) from None
        except private_notes.NotGraded:
            raise Problem(("text", _NOT_MARKED.format(self.desk.name(student)))) from None
        except private_notes.NoteError as error:
            raise Problem(("text", str(error))) from None
        whose = f"{self.desk.name(student)} on “{self.desk.content.module(module).title}”"
        if not kept:
            return [notice("done", f"The private note to {whose} is removed.")]
        saved = f"The private note to {whose} is saved."
        return [notice("done", f"{saved} They have it once you give feedback back.")]


def _now(newer: str) -> list[Block]:
    there = quote(newer) if newer else text("There is no note now.")
    return [
        heading("The note as it is now", level=4),
        there,
        text("Your text is still in the box. Press the button again to save it in its place."),
    ]
