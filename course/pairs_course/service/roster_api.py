"""What a facilitator's desk asks about who takes part: look, preview, change, new passwords.

A password exists at the moment when it is made and never again, so that very answer has the cards
to print. Nothing of it is logged, and no answer below ``api/`` is kept by a browser.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter

from pairs_course import cards
from pairs_course.people import AtLine, Roster, RosterError, roster_in, roster_of
from pairs_course.service.course import AFacilitator, Course, OwnMemberships, TheCourse
from pairs_course.service.problems import Problem, documented
from pairs_course.service.roster_models import (
    AppliedOut,
    ApplyIn,
    AtLineOut,
    CardOut,
    CardsOut,
    ChangeOut,
    CohortAddedOut,
    CohortIn,
    OwnCohort,
    OwnCohorts,
    PersonOut,
    PreviewOut,
    RosterIn,
    RosterOut,
    UsernameIn,
)
from pairs_course.store import Person, RosterConflict

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


@router.post("/cohorts", responses=documented(401, 403, 409, 429))
async def add_cohort(body: CohortIn, course: TheCourse, own: OwnMemberships) -> CohortAddedOut:
    """Make a cohort whose facilitator the caller is; only somebody who is one already may.

    A caller who is not in the roster is added to it.
    """
    me = next((person for person in own if person.role == "facilitator"), None)
    if me is None:
        message = (
            "You are facilitator of no cohort, and only facilitators add one. "
            "Ask whoever looks after the course to add it."
        )
        raise Problem(403, "not-a-facilitator", message)
    roster = _with_facilitator(_read(body, alone=False), me)
    passwords = await course.run(
        course.store.people.add_cohort, body.name, roster, title=body.title, by=me.username
    )
    made = await _cards(course, body.name, passwords)
    return CohortAddedOut(name=body.name, role="facilitator", cards=made.cards, page=made.page)


desk = APIRouter(prefix="/desk/{cohort}/roster", tags=["roster"])


@desk.get("", responses=documented(401, 403, 404, 429))
async def people(cohort: str, course: TheCourse, _me: AFacilitator) -> RosterOut:
    """Give everybody who is or was in the cohort."""
    found = await course.run(course.store.rosters.people, cohort)
    title = (await course.run(course.store.people.cohort, cohort)).title
    return RosterOut(
        title=title,
        people=[
            PersonOut.model_validate(
                {"username": m.username, "name": m.name, "role": m.role, "pair": m.pair}
                | {"left": m.left}
            )
            for m in found
        ],
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
        understood=list(roster.understood),
        changes=ChangeOut.all(seen.changes),
        digest=seen.digest,
    )


@desk.post("", responses=documented(401, 403, 404, 409, 429))
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


async def _cards(course: Course, cohort: str, passwords: Mapping[str, str]) -> CardsOut:
    if not passwords:
        return CardsOut(cards=[], page="")
    place = await course.run(course.store.people.cohort, cohort)
    members = await course.run(course.store.people.members, cohort)
    new = [
        CardOut(name=p.name, username=p.username, password=passwords[p.username])
        for p in members
        if p.username in passwords
    ]
    return CardsOut(cards=new, page=cards.page(place, members, passwords))


def _refused(wrong: RosterError | RosterConflict) -> PreviewOut:
    problems = AtLineOut.all(wrong.found)
    return PreviewOut(problems=problems, notes=[], understood=[], changes=[], digest="")


def _read(body: RosterIn, *, alone: bool) -> Roster:
    try:
        return roster_in(body.text, body.source, alone=alone)
    except RosterError as wrong:
        raise Problem(422, "bad-roster", str(wrong)) from None


def _with_facilitator(roster: Roster, me: Person) -> Roster:
    """Return the roster with the one who makes the cohort, below its last line."""
    for row in roster.rows:
        if row.username == me.username:
            if row.role != "facilitator":
                what = f'expected the role "facilitator" for you, got "{row.role}"'
                raise RosterConflict(roster, [AtLine(row.line, what)])
            return roster
    rows = [(row.username, row.name, row.role, row.pair or "") for row in roster.rows]
    return roster_of([*rows, (me.username, me.name, "facilitator", "")], roster.source)
