"""What the dashboards ask: a cohort's published summary, for one viewer."""

from __future__ import annotations

from typing import Annotated, Final, cast

from fastapi import APIRouter, Query

from pairs_course import publishing
from pairs_course.published import Summary
from pairs_course.service.course import TheCaller, TheCourse
from pairs_course.service.models import PublishedOut
from pairs_course.service.problems import Problem, documented

DASHBOARDS: Final = "dashboards"
router = APIRouter(tags=["dashboards"])


@router.get("/published/{cohort}", responses=documented(401, 403, 404, 429))
async def published(
    cohort: str,
    course: TheCourse,
    who: TheCaller,
    viewer: Annotated[str, Query(min_length=1, max_length=64)],
) -> PublishedOut:
    """Give the newest summary as far as ``viewer`` may see it, or the sentence why not."""
    if who.kind != "service" or who.name != DASHBOARDS:
        raise Problem(
            403,
            "not-the-dashboards",
            f"Only the hub's service “{DASHBOARDS}” asks this. Open the dashboard's page instead.",
        )
    place = await course.run(course.store.people.cohort, cohort)
    person = await course.run(course.store.people.find, viewer, cohort)
    latest = await course.run(course.store.summaries.latest, cohort)
    role = person.role if person else None
    summary = cast(Summary, latest.summary) if latest else None
    view = publishing.published_view(role, place.pairs, summary)
    if not view.allowed:
        raise Problem(403, "not-a-member", view.why)
    return PublishedOut(
        cohort=cohort,
        title=place.title,
        demo=place.demo,
        version=latest.version if latest else 0,
        summary=dict(view.summary) if view.summary else None,
        why=view.why,
    )
