"""Who takes part: a list sent as a whole or a person at a time, looked at first; and passwords."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from pairs_course.people.list_reader import ListText
from pairs_course.people.names import isolate
from pairs_course.people.roster import RosterError, text_of
from pairs_course.people.roster_diff import Member, as_text
from pairs_instructor.desk import gradebook_sync, jobs
from pairs_instructor.desk.blocks import Block, details, download, form, link, notice, table, text
from pairs_instructor.desk.one_person import edited
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.people_forms import (
    MOVED,
    add_cohort,
    new_cohort,
    one_person,
    renew,
    tables,
    whole,
)
from pairs_instructor.desk.words import day_of
from pairs_instructor.service_client import CallError

PASTED: Final = "What you pasted"
_ONE: Final = ("add", "change", "pair", "take-off")


class People(Panel):
    """The people and pairs of a cohort; nothing changes before somebody has seen what will."""

    name = "people"
    title = "People and pairs"
    about = (
        "See who takes part. Add, pair and take off people, one by one or with a whole new "
        "list. You always see first what would change."
    )

    def blocks(self) -> list[Block]:
        """Return who is here, and the ways to change that."""
        people, title = self._people()
        here = [person for person in people if person.left is None]
        return [
            *tables(here, [person for person in people if person.left], title),
            whole(here, self.desk.cohort),
            details("Add, change or take off one person", one_person(here)),
            details("Give somebody a new password", [renew(here)]),
            details("Add a cohort", [add_cohort()]),
        ]

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:
        """Look at what would change, do it, renew a password, or add a cohort."""
        if action == "look":
            source, given = _given(values)
            return self._look(source, given.text, given.understood)
        if action == "take-off" and values.get("who") == self.desk.user:
            raise Problem(("who", "You cannot take yourself off. Another facilitator can."))
        if action in _ONE:
            here = [person for person in self._people()[0] if person.left is None]
            return self._look("the list", as_text(edited(here, action, values)), one=True)
        if action == "apply":
            return self._apply(values)
        if action == "renew":
            return self._renew(values)
        if action == "look-cohort":
            return self._look_cohort(values)
        if action == "add-cohort":
            return self._add_cohort(values)
        raise Problem(("", "This page is older than the course. Load it again."))

    def _people(self) -> tuple[list[Member], str]:
        told = self.desk.service().get("roster")
        people = [
            Member(p["username"], p["name"], p["role"], p["pair"], p["left"])
            for p in told["people"]
        ]
        return people, str(told["title"])

    def _look(
        self, source: str, given: str, read: Sequence[str] = (), *, one: bool = False
    ) -> list[Block]:
        seen = self.desk.service().post("roster", "preview", body={"source": source, "text": given})
        if seen["problems"]:
            raise Problem(*(("", _at_line(problem, one)) for problem in seen["problems"]))
        shown = _how_read(seen, read, one=one)
        if not seen["changes"]:
            return [*shown, notice("info", "Nothing would change: this is who is here already.")]
        kinds = {change["kind"] for change in seen["changes"]}
        return [
            *shown,
            notice("info", "This would change:", [change["words"] for change in seen["changes"]]),
            *([text(MOVED)] if {"leaves", "joins"} <= kinds else []),
            form(
                "apply",
                "Make these changes",
                values={"source": source, "text": given, "digest": seen["digest"]},
                says="Nothing has changed yet. This does what stands above, and nothing else.",
                main=True,
            ),
        ]

    def _apply(self, values: Mapping[str, Any]) -> list[Block]:
        body = {name: str(values.get(name, "")) for name in ("source", "text", "digest")}
        try:
            done = self.desk.service().post("roster", body=body)
        except CallError as error:
            again = self._look(body["source"], body["text"])
            if any(_digest(block) == body["digest"] for block in again):
                raise  # the same would be done, so something else went wrong
            return [notice("problem", str(error)), *again]
        words = [change["words"] for change in done["changes"]]
        return [notice("done", "Done:", words), *_cards(done, self.desk.cohort)]

    def _renew(self, values: Mapping[str, Any]) -> list[Block]:
        username = str(values.get("who", ""))
        if not username:
            raise Problem(("who", "Choose a person."))
        made = self.desk.service().post("roster", "passwords", body={"username": username})
        said = "The new password is made. The old one no longer works. Their Home says it was you."
        return [notice("done", said), *_cards(made, self.desk.cohort)]

    def _look_cohort(self, values: Mapping[str, Any]) -> list[Block]:
        name, title = str(values.get("name", "")).strip(), str(values.get("title", "")).strip()
        missing = [one for one in ("name", "title") if not str(values.get(one, "")).strip()]
        if missing:
            raise Problem(*((one, "Fill this in.") for one in missing))
        source, given = _given(values)
        told = {"name": name, "title": title, "source": source, "text": given.text}
        seen = self.desk.service("cohorts").post("preview", body=told)
        if seen["problems"]:
            fields = {"name": "name", "title": "title", "roster": ""}
            raise Problem(
                *((fields[one["part"]], _at_line(one, False)) for one in seen["problems"])
            )
        rows = [(p["name"], p["username"], p["role"], p["pair"] or "") for p in seen["people"]]
        about = [
            f"Its short name is {name}. It stands in addresses, and it cannot be changed.",
            f"Its title, which people read, is {isolate(seen['title'])}.",
        ]
        return [
            *_how_read(seen, given.understood),
            notice("info", "This would be made:", about),
            table("Who would be in it", ["Name", "Sign-in name", "Role", "Pair"], rows),
            new_cohort(told, self.desk.content.modules),
        ]

    def _add_cohort(self, values: Mapping[str, Any]) -> list[Block]:
        body = {one: str(values.get(one, "")) for one in ("name", "title", "source", "text")}
        modules = [module.id for module in self.desk.content.modules]
        days = {one: day_of(values.get(f"opens {one}"), f"opens {one}") for one in modules}
        made = self.desk.service("cohorts").post(body=body)
        people = [Member(**person) for person in made["people"]]
        problem = gradebook_sync.follow(self.desk.home, body["name"], people)
        shown = [notice("problem", problem)] if problem else []
        where = f"The cohort “{isolate(body['title'])}” is there, with a desk of its own."
        if values.get("release") == "all" and not problem:
            jobs.begin_all(self.desk.home / body["name"], days, self.desk.user)
            where += " All modules are being released, which takes a minute."
        else:
            where += " Release its modules there, one by one, under “Modules”."
        desk = f"{self.desk.base}services/course/desk/{quote(body['name'], safe='')}"
        way = link(f"Open the desk of “{isolate(body['title'])}”", desk, new_tab=True)
        return [notice("done", where, [way]), *shown, *_cards(made, body["name"])]


def _how_read(
    seen: Mapping[str, Any], read: Sequence[str] = (), *, one: bool = False
) -> list[Block]:
    """Say what to look at in a list, and what was read in another way than it was written."""
    notes = [_at_line(note, one) for note in seen["notes"]]
    shown = [notice("problem", "Look at these first:", notes)] if notes else []
    if understood := [*read, *seen["understood"]]:
        shown.append(notice("info", "This is how your list was read:", understood))
    return shown


def _cards(made: Mapping[str, Any], cohort: str) -> list[Block]:
    if not made["cards"]:
        return []
    rows = [(card["name"], card["username"], card["password"]) for card in made["cards"]]
    return [
        table("New passwords: shown this once", ["Name", "Sign-in name", "Password"], rows),
        download("Save the cards to print", f"cards-{cohort}.html", made["page"]),
        text("Open the file, print it, then delete it: it holds the passwords."),
    ]


def _given(values: Mapping[str, Any]) -> tuple[str, ListText]:
    """Return the name and the text of what was sent: a file, or else pasted cells."""
    file, pasted = values.get("file"), str(values.get("pasted", ""))
    if isinstance(file, Mapping):
        name = str(file.get("name", ""))[:100] or "the file"
        try:
            data = base64.b64decode(str(file.get("base64", "")), validate=True)
            return name, text_of(data, name)
        except binascii.Error:
            raise Problem(("file", "The file did not arrive whole. Choose it again.")) from None
        except RosterError as wrong:
            raise Problem(*(("file", f"{one.what}.") for one in wrong.found)) from None
    if not pasted.strip():
        raise Problem(("file", "Choose a file, or paste the cells below."))
    return PASTED, ListText(pasted)


def _at_line(said: Mapping[str, Any], one: bool) -> str:
    whole = one or not said["line"]
    return f"{said['what']}." if whole else f"Line {said['line']}: {said['what']}."


def _digest(block: Block) -> str | None:
    return next((f["value"] for f in block.get("fields", []) if f["name"] == "digest"), None)
