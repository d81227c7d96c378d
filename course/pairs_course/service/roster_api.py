"""Who takes part: for a facilitator's own server, which makes a gradebook that fits."""

from __future__ import annotations

from fastapi import APIRouter

from pairs_course.service.dependencies import AFacilitator, OwnMemberships, TheCourse
from pairs_course.service.problems import documented
from pairs_course.service.roster_models import OwnCohort, OwnCohorts, PersonOut, RosterOut

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


@router.get("/desk/{cohort}/roster", responses=documented(401, 403, 404, 429))
async def people(cohort: str, course: TheCourse, _me: AFacilitator) -> RosterOut:
    """Give everybody who is or was in the cohort."""
    found = await course.run(course.store.rosters.people, cohort)
    title = (await course.run(course.store.people.cohort, cohort)).title
    return RosterOut(
        title=title,
        people=PersonOut.all(found),
    )
