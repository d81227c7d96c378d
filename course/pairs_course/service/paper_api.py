"""Sheets of paper: a facilitator types them in, and the person's own journal hears of it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from pairs_course.people.roster import PAIR_ROLES
from pairs_course.programme.content import Module
from pairs_course.render.workbook import sheets
from pairs_course.service.dependencies import AFacilitator, AMember, ServiceContext, TheCourse
from pairs_course.service.models import RefusalOut
from pairs_course.service.paper_models import (
    OnPaperOut,
    PeopleOut,
    SheetIn,
    SheetItem,
    SheetOut,
    TalkIn,
    TypedInOut,
    TypedOut,
)
from pairs_course.service.problems import ApiProblem, documented
from pairs_course.store import Person, Submission
from pairs_course.store.paper import SheetEntry

router = APIRouter()


@router.get("/typed", tags=["kernel"], responses=documented(401, 403, 429))
async def typed(course: TheCourse, me: AMember) -> TypedOut:
    """Give what a facilitator typed in for the caller from paper, for the caller's journal."""
    events = await course.run(course.store.paper.events, me.username)
    return TypedOut(events=[event.to_json() for event in events])


@router.get("/desk/{cohort}/paper", tags=["desk"], responses=documented(401, 403, 404, 429))
async def people(cohort: str, course: TheCourse, _me: AFacilitator) -> PeopleOut:
    """List the people in pairs, and who of them chose paper."""
    members = await course.run(course.store.people.members, cohort)
    doors = await course.run(course.store.paper.doors, cohort)
    return PeopleOut(
        people=[
            OnPaperOut(
                username=one.username,
                name=one.name,
                pair=one.pair,
                paper=doors.get(one.username) == "paper",
            )
            for one in members
            if one.pair
        ]
    )


@router.get(
    "/desk/{cohort}/paper/{username}/{module}",
    tags=["desk"],
    responses=documented(401, 403, 404, 429),
)
async def sheet(
    cohort: str, username: str, module: str, course: TheCourse, _me: AFacilitator
) -> SheetOut:
    """Give the facilitator's sheet of one person, filled in with what was sent and nothing else."""
    found, person = course.module(module), await _person(course, cohort, username)
    sent = await _sent(course, cohort, username, found)
    nothing: dict[str, Any] = {"answers": {}, "joint": {}, "complete": False}
    payload = sent.payload if sent else nothing
    values = {**payload["answers"], **payload["joint"]}
    return SheetOut(
        username=person.username,
        name=person.name,
        paper=await _on_paper(course, username),
        module=found.id,
        sent=sent.at if sent else None,
        complete=payload["complete"],
        items=[
            SheetItem.of(one.id, one.module, one.wave, item, values.get(item.id))
            for one, item in sheets.handed_in(course.content, found.id)
        ],
    )


@router.post(
    "/desk/{cohort}/paper/{username}/{module}",
    tags=["desk"],
    responses=documented(401, 403, 404, 429, rules="not-asked"),
)
async def type_in(
    cohort: str, username: str, module: str, body: SheetIn, course: TheCourse, me: AFacilitator
) -> TypedInOut:
    """Type in what a person wrote: all of it or, with refusals, nothing. Repeating is harmless."""
    found = course.module(module)
    await _person(course, cohort, username)
    if not body.asked and not await _on_paper(course, username):
        raise ApiProblem(
            422,
            "not-asked",
            "This person did not choose paper. Tick that they asked you to type this in, "
            "or ask them first. Nothing was typed in.",
        )
    written, refused = _written(course, found, body)
    if refused:
        return TypedInOut(refused=refused, together={}, sent=False)
    type_in = course.store.paper.type_in
    done = await course.run(type_in, me.name, username, written, course.content)
    await course.bell.ring(done.pair)
    return TypedInOut(
        refused=[RefusalOut(id=one.id, reason=one.reason) for one in done.refused],
        together=done.together,
        sent=body.send is not None and not done.refused,
    )


def _written(
    course: ServiceContext, module: Module, body: SheetIn
) -> tuple[list[SheetEntry], list[RefusalOut]]:
    """Return what is on the sheet, and what cannot be on it: questions of other sheets."""
    places = {item.id: one for one, item in sheets.handed_in(course.content, module.id)}
    written, refused = [], []
    for given in body.values:
        one = places.get(given.item)
        if one is None:
            reason = f"{given.item} is not on the facilitator's sheet of {module.id}"
            refused.append(RefusalOut(id=given.id, reason=reason))
        else:
            written.append(
                SheetEntry(given.id, one.module, given.item, one.wave, "answer", given.value)
            )
    if body.talk:
        written.append(_talk(module.id, body.talk))
    if body.send:
        written.append(SheetEntry(body.send, module.id, module.id, "once", "send"))
    return written, refused


def _talk(module: str, talk: TalkIn) -> SheetEntry:
    if talk.ticked == "alone":
        return SheetEntry(talk.id, module, module, "once", "alone")
    said = {"talked": True, "when": talk.when, "how": talk.how}
    # Nobody is asked on paper why they did not talk.
    value = said if talk.ticked == "talked" else {"talked": False, "why": ""}
    return SheetEntry(talk.id, module, module, "once", "talked", value)


async def _person(course: ServiceContext, cohort: str, username: str) -> Person:
    person = await course.run(course.store.people.find, username, cohort)
    if person is None or person.role not in PAIR_ROLES:
        raise ApiProblem(
            404,
            "unknown-person",
            "There is nobody of that name in a pair of this cohort. Choose somebody from the list.",
        )
    return person


async def _on_paper(course: ServiceContext, username: str) -> bool:
    return bool(await course.run(course.store.people.door, username) == "paper")


async def _sent(
    course: ServiceContext, cohort: str, username: str, module: Module
) -> Submission | None:
    listing = course.store.submissions.list
    found = await course.run(listing, cohort, module=module.id, username=username)
    return found[-1] if found else None
