"""For people who work on paper: print their workbook, and type in the sheet they handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, get_args

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from pairs_course.answers.events import is_event_id, new_id
from pairs_course.people.names import told_apart
from pairs_course.programme.content import Content, Module, QuestionSet
from pairs_course.programme.items import Item, Way
from pairs_course.render.workbook import FORMATS, sheets
from pairs_course.service.pages.cohort import paper_sheet
from pairs_course.service.pages.cohort.at_cohort import AtCohort, Here, sent_at
from pairs_course.service.pages.cohort.paper_sheet import EMPTY, TICKED, SheetField, Wrong
from pairs_course.service.problems import ApiProblem
from pairs_course.store import Store, Submission
from pairs_course.store.paper import SheetEntry, Standing

router: Final = APIRouter()
PART: Final = "paper"
FORM: Final = "sheet"
Sent = Annotated[AtCohort, Depends(sent_at("paper?person={person}&module={module}"))]

_STANDS: Final = "Both sheets have these words, so it stands now."
_POINTS: Final = "All the points of this sheet are there now. Each is there once."
_WAITS: Final = "It waits until {} says the same, on paper or on the screen."

Asked = Sequence[tuple[QuestionSet, Item]]


@dataclass(frozen=True)
class Writer:
    """Somebody in a pair, whom no other person is called like, and whether they chose paper."""

    username: str
    called: str
    pair: str
    paper: bool


@dataclass(frozen=True)
class Sheet:
    """What stands on a form that can be read: answers, talk and sending, each with its field."""

    entries: Sequence[SheetEntry]
    fields: Mapping[str, str]
    send: bool


@router.get("/paper")
async def show(here: Here, person: str = "", module: str = "") -> Response:
    """The choice of person and module, the prints, and the sheet to type in."""
    course = here.course
    writers = await course.run(_writers, here.store, here.cohort)
    if not writers:
        return here.html(PART, writer=None)
    first = next((name for name, one in writers.items() if one.paper), next(iter(writers)))
    writer = _writer(writers, person or first)
    chosen = course.module(module) if module else course.content.modules[0]
    sent = await course.run(_newest, here.store, here.cohort, writer.username, chosen.id)
    return here.html(
        PART,
        writer=writer,
        module=chosen,
        persons=[(name, _choice(one)) for name, one in writers.items()],
        modules=[(one.id, f"{one.number} {one.title}") for one in course.content.modules],
        formats=FORMATS.items(),
        sent=sent.at if sent else None,
        complete=bool(sent and sent.payload["complete"]),
        fields=[
            *_questions(course.content, chosen, _values(sent)),
            *_ending(writer, course.content),
        ],
        sheet=new_id(),
        draft=f"{here.person.username}/{here.cohort}/sheet/{writer.username}/{chosen.id}",
    )


@router.post("/paper/type-in")
async def type_in(here: Sent) -> Response:
    """Type in what a person wrote: all of it or nothing. Pressing again is harmless."""
    course, store = here.course, here.store
    writers = await course.run(_writers, store, here.cohort)
    writer, module = _writer(writers, here.text("person")), course.module(here.text("module"))
    if not is_event_id(here.text("sheet")):
        raise ApiProblem(422, "old-page", "This page is older than the course. Load it again.")
    if not writer.paper and not here.ticked("asked"):
        words = f"{writer.called} did not choose paper. Tick this if they asked you."
        return here.refused(("asked", words))
    asked = sheets.handed_in(course.content, module.id)
    sent = await course.run(_newest, store, here.cohort, writer.username, module.id)
    sheet, problems = read(here.values, module.id, asked, _values(sent))
    if problems:
        return here.refused(*problems)
    if not sheet.entries:
        return here.refused(("", "Nothing is filled in, so there is nothing to type in."))
    done = await course.run(
        store.paper.type_in, here.person.name, writer.username, sheet.entries, course.content
    )
    if done.refused:
        return here.refused(
            *((sheet.fields.get(one.id, ""), f"{one.reason}.") for one in done.refused)
        )
    await course.bell.ring(done.pair)
    words = f"The sheet of {writer.called} is typed in. It was {'' if sheet.send else 'not '}sent."
    return here.done(words, _together(done.together, asked, _partner(writers, writer)))


def read(
    given: Mapping[str, str], module: str, asked: Asked, before: Mapping[str, Any]
) -> tuple[Sheet, list[tuple[str, str]]]:
    """Return what a form says that was sent, and what in it has to be mended, by field.

    Args:
        given: what the form held; its ``sheet`` is known to be an id.
        module: whose sheet it is.
        asked: the questions of the sheet.
        before: what was sent before, by item: the same again says nothing.
    """
    nonce = given["sheet"].strip()
    entries: list[SheetEntry] = []
    fields: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    for one, item in asked:
        try:
            said = paper_sheet.values(item, given, before.get(item.id))
        except Wrong as wrong:
            problems.append((wrong.name, str(wrong)))
            continue
        for place, value in enumerate(said):
            name = paper_sheet.event_id(nonce, item.id, value, place=place)
            entries.append(SheetEntry(name, one.module, item.id, one.wave, "answer", value))
            fields[name] = paper_sheet.first_field(item)
    talk, missing = _talk(nonce, module, given)
    if talk:
        entries.append(talk)
        fields[talk.id] = "talked"
    send = given.get("send") == "yes"
    if send:
        told = {name: value for name, value in given.items() if name not in ("form", "sheet")}
        name = paper_sheet.event_id(nonce, "send", told)
        entries.append(SheetEntry(name, module, module, "once", "send"))
    return Sheet(entries, fields, send), [*problems, *missing]


def _talk(
    nonce: str, module: str, given: Mapping[str, str]
) -> tuple[SheetEntry | None, list[tuple[str, str]]]:
    """Return which box was ticked about the pair conversation, and what it lacks."""
    ticked, when, how = (given.get(name, "").strip() for name in ("talked", "when", "how"))
    if ticked not in dict(TICKED):
        return None, []
    if ticked == "talked":
        missing = [("when", "Give the day on which they talked.")] if not when else []
        if how not in get_args(Way):
            missing.append(("how", "Choose how they talked."))
        if missing:
            return None, missing
        value: dict[str, Any] | None = {"talked": True, "when": when, "how": how}
    else:
        # Nobody is asked on paper why they did not talk.
        value = {"talked": False, "why": ""} if ticked == "not-talked" else None
    name = paper_sheet.event_id(nonce, "talk", ticked, value)
    if value is None:
        return SheetEntry(name, module, module, "once", "alone"), []
    return SheetEntry(name, module, module, "once", "talked", value), []


def _writers(store: Store, cohort: str) -> dict[str, Writer]:
    """Return the people in pairs whose sheets can be typed in, in the order of the roster."""
    members = [one for one in store.people.members(cohort) if one.pair]
    names = told_apart((one.username, one.name) for one in members)
    doors = store.paper.doors(cohort)
    return {
        one.username: Writer(
            one.username, names[one.username], one.pair or "", doors.get(one.username) == "paper"
        )
        for one in members
    }


def _writer(writers: Mapping[str, Writer], username: str) -> Writer:
    if username not in writers:
        raise ApiProblem(
            404,
            "unknown-person",
            "There is nobody of that name in a pair of this cohort. Choose somebody from the list.",
        )
    return writers[username]


def _partner(writers: Mapping[str, Writer], of: Writer) -> str:
    others = (one.called for one in writers.values() if one.pair == of.pair and one is not of)
    return next(others, "the partner")


def _choice(writer: Writer) -> str:
    return f"{writer.called}, {writer.pair}{' (chose paper)' if writer.paper else ''}"


def _newest(store: Store, cohort: str, username: str, module: str) -> Submission | None:
    found = store.submissions.list(cohort, module=module, username=username)
    return found[-1] if found else None


def _values(sent: Submission | None) -> dict[str, Any]:
    """Return what was sent, by item. What is in the store and was not sent is the person's own."""
    return {**sent.payload["answers"], **sent.payload["joint"]} if sent else {}


def _questions(content: Content, module: Module, sent: Mapping[str, Any]) -> list[SheetField]:
    return [
        one
        for _, item in sheets.handed_in(content, module.id)
        for one in paper_sheet.fields(item, sent.get(item.id))
    ]


def _ending(writer: Writer, content: Content) -> list[SheetField]:
    """Return what stands below the questions: the talk, sending, and that it was asked for."""
    found = [
        SheetField(
            "select",
            "talked",
            "The pair conversation: did the two of you talk?",
            "One tick is enough. It completes the module.",
            options=[EMPTY, *TICKED],
        ),
        SheetField(
            "date",
            "when",
            "On which day did you talk?",
            "If they talked. Ask them, if the sheet does not say.",
        ),
        SheetField(
            "select",
            "how",
            "How did you talk?",
            options=[EMPTY, *((way["id"], way["label"]) for way in content.words["ways"])],
        ),
        SheetField(
            "check",
            "send",
            f"Send it for {writer.called} now, as a sheet that is handed in",
            value="yes",
        ),
    ]
    if not writer.paper:
        hint = f"{writer.called} did not choose paper. Type in only what they asked you to."
        found.append(SheetField("check", "asked", "They asked me to type this in", hint))
    return found


def _together(together: Mapping[str, Standing], asked: Asked, partner: str) -> list[str]:
    """Say how each text of the pair stands, and that points are there."""
    says: dict[Standing, str] = {
        "agreed": _STANDS,
        "waits": _WAITS.format(partner),
        "points": _POINTS,
    }
    numbered = {item.id: item.numbered for _, item in asked}
    return [f"{numbered[item]}: {says[state]}" for item, state in together.items()]
