"""What the dashboards ask: which page a viewer may see, by its name. No figure is in an answer."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from pairs_course.figures import network_page, page_access
from pairs_course.figures.published import PageName, PublishedPage
from pairs_course.service.dependencies import ServiceContext, TheCaller, TheCourse
from pairs_course.service.problems import ApiProblem, documented
from pairs_course.service.strict_model import Strict
from pairs_course.store import published_pages

DASHBOARDS: Final = "dashboards"
#: How long the dashboards are kept waiting for a page that is being made.
PATIENCE: Final = 30.0


class PageOut(Strict):
    """The page that a viewer sees now, by its name, or no name and the sentence why there is none.

    A page of that name always shows the same.
    """

    title: str
    demo: bool
    edition: str
    why: str


class WantedIn(Strict):
    """A page that somebody waits for; ``cohort`` is empty for the network."""

    page: PageName
    cohort: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,39})?$")]


async def the_dashboards(who: TheCaller) -> None:
    """Refuse everybody but the hub's service of that name; raises ApiProblem (403)."""
    if who.kind != "service" or who.name != DASHBOARDS:
        raise ApiProblem(
            403,
            "not-the-dashboards",
            f"Only the hub's service “{DASHBOARDS}” asks this. Open the dashboard's page instead.",
        )


router = APIRouter(tags=["dashboards"], dependencies=[Depends(the_dashboards)])
ERRORS: Final = documented(401, 403, 404, 429)

Viewer = Annotated[str, Query(min_length=1, max_length=64)]


@router.get("/published/{cohort}", responses=ERRORS)
async def published(cohort: str, course: TheCourse, viewer: Viewer) -> PageOut:
    """Say which page of a cohort ``viewer`` sees, or the sentence why not."""
    return await course.run(_published, course, cohort, viewer)


@router.get("/published/{cohort}/letter", responses=ERRORS)
async def letter(cohort: str, course: TheCourse, viewer: Viewer) -> PageOut:
    """Say which is the newest letter that ``viewer`` may read, or the sentence why not."""
    return await course.run(_letter, course, cohort, viewer)


@router.get("/network", responses=documented(401, 403, 429))
async def network(course: TheCourse, viewer: Viewer) -> PageOut:
    """Say which page of all cohorts of the kind that ``viewer`` is in they see."""
    return await course.run(_network, course, viewer)


@router.post(
    "/pages",
    status_code=204,
    response_class=Response,
    responses=documented(401, 403, 429) | {202: {"description": "It is still being made."}},
)
async def make(wanted: WantedIn, course: TheCourse) -> Response:
    """Have a page made that is not stored, and answer when that was tried, or after a while."""
    tried = await course.pages.make(wanted.page, wanted.cohort, PATIENCE)
    return Response(status_code=204 if tried else 202)


def _published(course: ServiceContext, cohort: str, viewer: str) -> PageOut:
    store = course.store
    place = store.showing.place(cohort, viewer)
    sponsor = place.role == "sponsor"
    pairs = store.showing.pairs_up_to(cohort, page_access.SPONSOR_PAIRS) if sponsor else 0
    view = page_access.published_view(place.role, pairs, place.published > 0)
    if not view.allowed:
        raise ApiProblem(403, "not-a-member", view.why)
    page = published_pages.cohort_page(store, cohort) if view.shown else None
    return _out(page, place.title, place.demo, view.why)


def _letter(course: ServiceContext, cohort: str, viewer: str) -> PageOut:
    store = course.store
    place = store.showing.place(cohort, viewer)
    view = page_access.letter_view(place.role, store.letters.of_cohort(cohort), course.today())
    if not view.allowed:
        raise ApiProblem(403, "not-a-member", view.why)
    page = published_pages.letter_page(store, cohort, view.letter) if view.letter else None
    return _out(page, place.title, place.demo, view.why)


def _network(course: ServiceContext, viewer: str) -> PageOut:
    demo = page_access.network_of(course.store.showing.kinds(viewer))
    if demo is None:
        raise ApiProblem(403, "not-on-a-roster", page_access.NOT_ON_A_ROSTER)
    page = published_pages.network_of(course.store, course.content, demo)
    why = "" if page else page_access.NO_NETWORK_YET
    return _out(page, network_page.title(demo), demo, why)


def _out(page: PublishedPage | None, title: str, demo: bool, why: str) -> PageOut:
    name = published_pages.edition(page) if page else ""
    return PageOut(title=title, demo=demo, edition=name, why=why)
