"""What a facilitator's desk asks about who takes part: look, preview, change, new passwords.

A password exists at the moment when it is made and never again, so that very answer has the cards
to print. Nothing of it is logged, and no answer below ``api/`` is kept by a browser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fastapi import APIRouter

from pairs_course.hub.settings import for_people
from pairs_course.people.names import isolate
from pairs_course.people.roster import AtLine, Roster, RosterError, RosterRow, roster_in
from pairs_course.people.roster_diff import Member, staying_words
from pairs_course.render import password_cards
from pairs_course.service.dependencies import (
    AFacilitator,
    OwnMemberships,
    ServiceContext,
    TheCourse,
)
from pairs_course.service.problems import ApiProblem, documented
from pairs_course.service.roster_models import (
    AppliedOut,
    ApplyIn,
    AtLineOut,
    CardOut,
    CardsOut,
    ChangeOut,
    CohortAddedOut,
    CohortIn,
    CohortPreviewOut,
    CohortProblemOut,
    OwnCohort,
    OwnCohorts,
    PersonOut,
    PreviewOut,
    RosterIn,
    RosterOut,
    UsernameIn,
)
from pairs_course.store import (
    BadCohortName,
    BadCohortTitle,
    CohortExists,
    Person,
    RosterConflict,
)

router = APIRouter(tags=["roster"])


@router.get("/cohorts", responses=documented(401, 403, 429))
async def own_cohorts(course: TheCourse, own: OwnMemberships) -> OwnCohorts:
    """List the cohorts that the caller is in, with their role in each."""
    return OwnCohorts(
        cohorts=[
            OwnCohort(
                name=person.cohort,
                title=(await course.run(course.store.people.cohort, person.cohort)).title,
                role=person.role,
            )
            for person in own
        ]
    )


@router.post("/cohorts/preview", responses=documented(401, 403, 429))
async def preview_cohort(
    body: CohortIn, course: TheCourse, own: OwnMemberships
) -> CohortPreviewOut:
    """Say what a new cohort would be, or every problem in what was sent. Nothing is made."""
    me = _maker(own)
    problems: list[CohortProblemOut] = []
    roster, title = Roster(body.source, ()), ""
    try:
        roster = _with_facilitator(roster_in(body.text, body.source), me)
    except (RosterError, RosterConflict) as wrong:
        problems += CohortProblemOut.of("roster", wrong.found)
    try:
        title = await course.run(course.store.people.check_new, body.name, roster, title=body.title)
    except (BadCohortName, CohortExists) as wrong:
        problems += CohortProblemOut.of("name", [AtLine(0, str(wrong).rstrip("."))])
    except BadCohortTitle as wrong:
        problems += CohortProblemOut.of("title", [AtLine(0, str(wrong).rstrip("."))])
    except RosterConflict as wrong:
        problems += CohortProblemOut.of("roster", wrong.found)
    if problems:
        return CohortPreviewOut(problems=problems, notes=[], understood=[], title="", people=[])
    people = [Member(row.username, row.name, row.role, row.pair) for row in roster.rows]
    return CohortPreviewOut(
        problems=[],
        notes=AtLineOut.all(list(roster.notes)),
        understood=list(roster.understood),
        title=title,
        people=PersonOut.all(people),
    )


@router.post(
    "/cohorts",
    responses=documented(401, 403, 409, 429, rules="bad-roster bad-cohort-name bad-cohort-title"),
)
async def add_cohort(body: CohortIn, course: TheCourse, own: OwnMemberships) -> CohortAddedOut:
    """Make a cohort whose facilitator the caller is; only somebody who is one already may.

    A caller who is not in the roster is added to it.
    """
    me = _maker(own)
    roster = _with_facilitator(_read(body, alone=False), me)
    passwords = await course.run(
        course.store.people.add_cohort, body.name, roster, title=body.title, by=me.username
    )
    made = await _cards(course, body.name, passwords)
    people = await course.run(course.store.rosters.people, body.name)
    return CohortAddedOut(
        name=body.name,
        role="facilitator",
        people=PersonOut.all(people),
        cards=made.cards,
        page=made.page,
    )


desk = APIRouter(prefix="/desk/{cohort}/roster", tags=["roster"])


@desk.get("", responses=documented(401, 403, 404, 429))
async def people(cohort: str, course: TheCourse, _me: AFacilitator) -> RosterOut:
    """Give everybody who is or was in the cohort."""
    found = await course.run(course.store.rosters.people, cohort)
    title = (await course.run(course.store.people.cohort, cohort)).title
    return RosterOut(
        title=title,
        people=PersonOut.all(found),
    )


@desk.post("/preview", responses=documented(401, 403, 404, 429))
async def preview(cohort: str, body: RosterIn, course: TheCourse, me: AFacilitator) -> PreviewOut:
    """Say what a roster would change, or every problem in it. Nothing is changed."""
    try:
        roster = roster_in(body.text, body.source, alone=True)
        seen = await course.run(course.store.rosters.preview, cohort, roster, me.username)
    except (RosterError, RosterConflict) as wrong:
        return _refused(wrong)
    return PreviewOut(
        problems=[],
        notes=AtLineOut.all(list(roster.notes)),
        understood=[*roster.understood, *staying_words(seen.stay, me.username)],
        changes=ChangeOut.all(seen.changes),
        digest=seen.digest,
    )


@desk.post("", responses=documented(401, 403, 404, 409, 429, rules="bad-roster"))
async def apply(cohort: str, body: ApplyIn, course: TheCourse, me: AFacilitator) -> AppliedOut:
    """Do what the preview said, all of it or nothing; 409 when it would say something else now.

    Who is in no cohort any more is out at once: their server stops, and no route lets them in.
    """
    roster = _read(body, alone=True)
    done = await course.run(
        course.store.rosters.apply, cohort, roster, digest=body.digest, by=me.username
    )
    for pair in done.pairs:
        await course.bell.ring(pair)
    for username in done.gone:
        course.servers.end(username)
    made = await _cards(course, cohort, done.passwords)
    return AppliedOut(changes=ChangeOut.all(done.changes), cards=made.cards, page=made.page)


@desk.post("/passwords", responses=documented(401, 403, 404, 409, 429))
async def renew_password(
    cohort: str, body: UsernameIn, course: TheCourse, me: AFacilitator
) -> CardsOut:
    """Give somebody of the cohort a new password; the one before ends, and all that it opened.

    The person reads on Home who gave it to them and when.
    """
    renew = course.store.people.renew_for
    password = await course.run(renew, cohort, body.username, me.username)
    return await _cards(course, cohort, {body.username: password})


async def _cards(course: ServiceContext, cohort: str, passwords: Mapping[str, str]) -> CardsOut:
    if not passwords:
        return CardsOut(cards=[], page="")
    place = await course.run(course.store.people.cohort, cohort)
    members = await course.run(course.store.people.members, cohort)
    new = [
        CardOut(name=p.name, username=p.username, password=passwords[p.username])
        for p in members
        if p.username in passwords
    ]
    page = password_cards.page(place, members, passwords, for_people())
    return CardsOut(cards=new, page=page)


def _refused(wrong: RosterError | RosterConflict) -> PreviewOut:
    problems = AtLineOut.all(wrong.found)
    return PreviewOut(problems=problems, notes=[], understood=[], changes=[], digest="")


def _read(body: RosterIn, *, alone: bool) -> Roster:
    try:
        return roster_in(body.text, body.source, alone=alone)
    except RosterError as wrong:
        raise ApiProblem(422, "bad-roster", str(wrong)) from None


def _maker(own: Sequence[Person]) -> Person:
    """Return the caller as a facilitator; raises ApiProblem (403) for somebody who is none."""
    for person in own:
        if person.role == "facilitator":
            return person
    message = (
        "You are facilitator of no cohort, and only facilitators add one. "
        "Ask whoever looks after the course to add it."
    )
    raise ApiProblem(403, "not-a-facilitator", message)


def _with_facilitator(roster: Roster, me: Person) -> Roster:
    """Return the roster with the one who makes the cohort, below its last line."""
    for row in roster.rows:
        if row.username == me.username:
            if row.role != "facilitator":
                what = f'expected the role "facilitator" for you, got "{row.role}"'
                raise RosterConflict(roster, [AtLine(row.line, what)])
            return roster
    said = f"You ({isolate(me.name)}) are not in this list, and become its facilitator."
    return replace(
        roster,
        rows=(*roster.rows, RosterRow(0, me.username, me.name, me.role, None)),
        understood=(*roster.understood, said),
    )
