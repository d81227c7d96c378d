"""For people who work on paper: print their workbook, and type in the sheet they handed in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args

from pairs_course.answers.events import is_event_id, new_id
from pairs_course.people.names import told_apart
from pairs_course.programme.content import Content, QuestionSet
from pairs_course.programme.items import Item, Way
from pairs_course.render.workbook import FORMATS, sheets
from pairs_instructor.desk import paper_sheet_form
from pairs_instructor.desk.blocks import (
    Block,
    details,
    field,
    form,
    heading,
    link,
    listing,
    notice,
    text,
)
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.words import day

if TYPE_CHECKING:
    from pairs_instructor.desk.desk import Desk

STANDS = "Both sheets have these words, so it stands now."
POINTS = "All the points of this sheet are there now. Each is there once."
WAITS = "It waits until {partner} says the same, on paper or on the screen."


class Paper(Panel):
    """One person's sheet of one module: what it will do is said first, what it did afterwards."""

    name = "paper"
    title = "Paper"
    about = (
        "For people who work on paper: print their workbook, and type in the sheet that they "
        "handed in. Only the facilitator's sheet is typed in."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.person = ""
        # A form keeps its id until its sheet is typed in: another one would be drawn anew, and
        # what somebody was typing, or has to mend, would be gone.
        self._forms: dict[tuple[str, str], str] = {}

    def blocks(self) -> list[Block]:
        """Return the choice of person and module, the prints, and the sheet to type in."""
        people = self._people()
        if not people:
            return [text("Nobody in this cohort is in a pair yet.")]
        if self.person not in people:
            self.person = next((n for n, p in people.items() if p["paper"]), next(iter(people)))
        if not self.desk.module:
            self.desk.module = self._content.modules[0].id
        module = self._content.module(self.desk.module)
        person = people[self.person]
        start = f"{self.desk.base}services/course/paper/{module.id}?format="
        prints = [link(words, f"{start}{name}", new_tab=True) for name, words in FORMATS.items()]
        return [
            self._choice(people),
            heading(f"Print “{module.title}”"),
            text("Release the module first. Then each of these opens in a new tab, to be printed."),
            listing(prints),
            *self._sheet(person, module.title),
        ]

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:
        """Choose somebody and a module, or type in what the sheet says."""
        people = self._people()
        person = people.get(str(values.get("person", "")))
        known = [module.id for module in self._content.modules]
        module = str(values.get("module", ""))
        if person is None or module not in known:
            raise Problem(("person", "Choose a person and a module from the list."))
        if action == "choose":
            self.person, self.desk.module = person["username"], module
            return []
        nonce = values.get("form", "")
        if action != "type-in" or not is_event_id(nonce):
            raise Problem(("", "This page is older than the course. Load it again."))
        return self._type_in(person, people, module, str(nonce), values)

    @cached_property
    def _content(self) -> Content:
        return self.desk.content

    def _people(self) -> dict[str, Any]:
        found = self.desk.service().get("paper")["people"]
        names = told_apart((one["username"], one["name"]) for one in found)
        return {one["username"]: one | {"called": names[one["username"]]} for one in found}

    def _asked(self, module: str) -> list[tuple[QuestionSet, Item]]:
        return sheets.handed_in(self._content, module)

    def _choice(self, people: Mapping[str, Any]) -> Block:
        persons = [
            (
                name,
                f"{one['called']}, {one['pair']}{' (chose paper)' if one['paper'] else ''}",
            )
            for name, one in people.items()
        ]
        modules = [(m.id, f"{m.number} {m.title}") for m in self._content.modules]
        return form(
            "choose",
            "Show this sheet",
            [
                field("select", "person", "Person", value=self.person, options=persons),
                field("select", "module", "Module", value=self.desk.module, options=modules),
            ],
            choice=True,
        )

    def _sheet(self, person: Mapping[str, Any], title: str) -> list[Block]:
        module = self.desk.module
        seen = self.desk.service().get("paper", person["username"], module)
        sent = {(one["module"], one["item"]): one["value"] for one in seen["items"]}
        name = person["called"]
        shown: list[Block] = []
        if seen["sent"]:
            state = "complete" if seen["complete"] else "not complete yet"
            words = f"{name} sent this module on {day(seen['sent'])}. It is {state}."
            shown.append(text(words, "The sheet below shows what was sent, and nothing else."))
        fields = [
            one
            for question_set, item in self._asked(module)
            for one in paper_sheet_form.fields(item, sent.get((question_set.module, item.id)))
        ]
        ways = self.desk.content.words["ways"]
        fields += [
            field("select", "talked", "The pair conversation: did the two of you talk?",
                  options=[paper_sheet_form.EMPTY, *paper_sheet_form.TICKED],
                  hint="One tick is enough. It completes the module."),
            field("date", "when", "On which day did you talk?",
                  hint="If they talked. Ask them, if the sheet does not say."),
            field("select", "how", "How did you talk?",
                  options=[paper_sheet_form.EMPTY, *((way["id"], way["label"]) for way in ways)]),
            field("check", "send", f"Send it for {name} now, as a sheet that is handed in",
                  value=True),
        ]  # fmt: skip
        if not person["paper"]:
            asked = "They asked me to type this in"
            hint = f"{name} did not choose paper. Type in only what they asked you to."
            fields.append(field("check", "asked", asked, hint=hint, value=False))
        says = (
            f"What you type in becomes {name}'s own answers. They go as far as each question says. "
            f"{name} sees on Home, and beside each answer, that you typed it in. "
            "An empty box changes nothing."
        )
        nonce = self._forms.setdefault((person["username"], module), new_id())
        values = {"person": person["username"], "module": module, "form": nonce}
        return [
            heading(f"The facilitator's sheet of {name}: {title}"),
            *shown,
            details(
                "Type in the sheet",
                [
                    form(
                        "type-in",
                        "Type it in",
                        fields,
                        says=says,
                        values=values,
                        about=(person["username"], module),
                    )
                ],
            ),
        ]

    def _type_in(
        self,
        person: Mapping[str, Any],
        people: Mapping[str, Any],
        module: str,
        nonce: str,
        given: Mapping[str, Any],
    ) -> list[Block]:
        service = self.desk.service()
        seen = service.get("paper", person["username"], module)
        if not person["paper"] and given.get("asked") is not True:
            words = f"{person['called']} did not choose paper. Tick this if they asked you."
            raise Problem(("asked", words))
        sent = {(one["module"], one["item"]): one["value"] for one in seen["items"]}
        values: list[dict[str, Any]] = []
        places: dict[str, str] = {}
        problems: list[tuple[str, str]] = []
        for question_set, item in self._asked(module):
            try:
                said = paper_sheet_form.values(
                    item, given, sent.get((question_set.module, item.id))
                )
            except paper_sheet_form.Wrong as wrong:
                problems.append((wrong.name, str(wrong)))
                continue
            for place, one in enumerate(said):
                event_id = paper_sheet_form.event_id(nonce, item.id, one, place=place)
                values.append({"id": event_id, "item": item.id, "value": one})
                places[event_id] = paper_sheet_form.first_field(item)
        if problems:
            raise Problem(*problems)
        talk = _talk(nonce, given)
        if talk:
            places[talk["id"]] = "talked"
        send = given.get("send") is True
        if not values and not talk and not send:
            raise Problem(("", "Nothing is filled in, so there is nothing to type in."))
        body = {
            "asked": given.get("asked") is True,
            "values": values,
            "talk": talk,
            "send": paper_sheet_form.event_id(nonce, "send", dict(given)) if send else None,
        }
        done = service.post("paper", person["username"], module, body=body)
        if done["refused"]:
            raise Problem(*((places.get(r["id"], ""), f"{r['reason']}.") for r in done["refused"]))
        self._forms.pop((person["username"], module), None)
        return [self._done(person, people, module, done)]

    def _done(
        self,
        person: Mapping[str, Any],
        people: Mapping[str, Any],
        module: str,
        done: Mapping[str, Any],
    ) -> Block:
        partner = next(
            (
                one["called"]
                for one in people.values()
                if one["pair"] == person["pair"] and one["username"] != person["username"]
            ),
            "the partner",
        )
        asked = {item.id: item.numbered for _, item in self._asked(module)}
        says = {"agreed": STANDS, "waits": WAITS.format(partner=partner), "points": POINTS}
        entries = [f"{asked[item]}: {says[state]}" for item, state in done["together"].items()]
        sent = " It was sent." if done["sent"] else " It was not sent."
        return notice("done", f"The sheet of {person['called']} is typed in.{sent}", entries)


def _talk(nonce: str, given: Mapping[str, Any]) -> dict[str, Any] | None:
    ticked = given.get("talked", "")
    if ticked not in dict(paper_sheet_form.TICKED):
        return None
    when, how = (str(given.get(name, "")) for name in ("when", "how"))
    if ticked != "talked":
        when = how = ""
    elif not when or how not in get_args(Way):
        missing = [("when", "Give the day on which they talked.")] if not when else []
        if how not in get_args(Way):
            missing.append(("how", "Choose how they talked."))
        raise Problem(*missing)
    said = {"ticked": ticked, "when": when, "how": how}
    return {"id": paper_sheet_form.event_id(nonce, "talk", said), **said}
