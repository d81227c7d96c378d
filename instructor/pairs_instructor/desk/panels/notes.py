"""Writing to a pair: one note a module for both, and private ones where work is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pairs_course.people.names import isolate
from pairs_course.service_line import ServiceError
from pairs_course.size_limits import MAX_NOTE
from pairs_instructor.desk.blocks import (
    Block,
    details,
    field,
    form,
    heading,
    notice,
    quote,
    table,
    text,
)
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.words import day

_NOT_MARKED: Final = (
    "What {} sent is not marked yet, so there is no place for a private note. Collect and mark "
    "first; nothing was changed."
)
_OLD_PAGE: Final = "This page is older than the course. Load it again."


class Notes(Panel):
    """The pairs with their notes on the module that was chosen, and forms to write to one pair."""

    name = "notes"
    title = "Notes"
    about = (
        "A note to the pair is read by both. A private note is read by one person. Both come "
        "with the feedback."
    )

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.pair = ""

    def blocks(self) -> list[Block]:
        """Return the choice of module and pair, the forms for that pair, and every pair's note."""
        modules = self.desk.content.modules
        if not self.desk.module:
            self.desk.module = modules[0].id
        pairs = self._pairs()
        chosen = next((pair for pair in pairs if pair["pair"] == self.pair), None)
        shown = [self._choice(pairs)]
        if chosen is not None:
            shown += [
                heading(f"{_named(chosen)}: {self.desk.content.module(self.desk.module).title}"),
                _to_pair(chosen, self.desk.module),
                *self._private(chosen),
            ]
        return [*shown, _overview(pairs)]

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:
        """Choose a module and a pair, or write a note."""
        module, pair = str(values.get("module", "")), str(values.get("pair", ""))
        if module not in [one.id for one in self.desk.content.modules]:
            raise Problem(("module", "Choose a module."))
        if action == "choose":
            self.desk.module, self.pair = module, pair
            return []
        words = str(values.get("text", ""))
        if len(words) > MAX_NOTE:
            limit = f"Write at most {MAX_NOTE} characters. This note has {len(words)}."
            raise Problem(("text", limit))
        if action == "note":
            return self._write(module, pair, words, values.get("read"))
        if action == "private":
            return self._write_private(module, str(values.get("student", "")), words, values)
        raise Problem(("", _OLD_PAGE))

    def _pairs(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.desk.service().get("notes", self.desk.module)["notes"]
        return found

    def _choice(self, pairs: Sequence[Mapping[str, Any]]) -> Block:
        modules = [(m.id, f"{m.number} {m.title}") for m in self.desk.content.modules]
        named = [("", "Choose a pair"), *((pair["pair"], _named(pair)) for pair in pairs)]
        return form(
            "choose",
            "Show the notes",
            [
                field("select", "module", "Module", value=self.desk.module, options=modules),
                field("select", "pair", "Pair", value=self.pair, options=named),
            ],
            choice=True,
        )

    def _private(self, pair: Mapping[str, Any]) -> list[Block]:
        from pairs_instructor.nbgrader import (
            private_notes,  # a second to load: only when a pair is chosen
        )

        module = self.desk.module
        marked = [
            note
            for note in private_notes.read(self.desk.folder, module)
            if self.desk.pair_of(note.student) == pair["pair"]
        ]
        if not marked:
            words = (
                "What they sent is not marked yet, so there is no place for a private note. "
                "Collect and mark the module first."
            )
            return [heading("Private notes", level=4), text(words)]
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

    def _write(self, module: str, pair: str, words: str, read: Any) -> list[Block]:
        body = {"pair": pair, "text": words, "read": read or None}
        try:
            kept = self.desk.service().put("notes", module, body=body)
        except ServiceError as error:
            if error.code != "note-changed":
                raise
            raise self._newer(module, pair, error.sentence) from None
        title = self.desk.content.module(module).title
        if not kept["text"]:
            return [notice("done", f"There is no note to {_named(kept)} now on “{title}”.")]
        saved = f"The note to {_named(kept)} on “{title}” is saved."
        return [notice("done", f"{saved} They have it once you give feedback back.")]

    def _newer(self, module: str, pair: str, why: str) -> Problem:
        """Show what another facilitator wrote; what was typed here stays in its box."""
        pairs = self.desk.service().get("notes", module)["notes"]
        now = next(one for one in pairs if one["pair"] == pair)
        return Problem(("text", why), shown=_now(now["text"]), values={"read": now["at"] or ""})

    def _write_private(
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


def _to_pair(pair: Mapping[str, Any], module: str) -> Block:
    area = field(
        "area",
        "text",
        "Note to the pair",
        hint="Plain words. An empty note is none.",
        value=pair["text"],
        rows=8,
    )
    return form(
        "note",
        "Save the note to the pair",
        [area],
        says=f"{_people(pair)} read the same note on their feedback page, once you give feedback "
        "back.",
        values={"module": module, "pair": pair["pair"], "read": pair["at"] or ""},
        about=(module, pair["pair"]),
        main=True,
    )


def _overview(pairs: Sequence[Mapping[str, Any]]) -> Block:
    rows = [
        (_named(pair), f"{day(pair['at'])}, {pair['by'] or 'unknown'}" if pair["at"] else "No note")
        for pair in pairs
    ]
    written = sum(1 for pair in pairs if pair["at"])
    listed = table("Notes on this module", ["Pair", "Written"], rows)
    return details(f"{written} of {len(pairs)} pairs have a note", [listed])


def _named(pair: Mapping[str, Any]) -> str:
    return f"{pair['pair']}: {_people(pair)}{' (no pair any more)' if pair['ended'] else ''}"


def _people(pair: Mapping[str, Any]) -> str:
    return " and ".join(map(isolate, pair["people"])) or "nobody"
