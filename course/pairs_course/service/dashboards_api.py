"""What the dashboards ask: what is published, for one viewer at a time, and nothing else."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from pairs_course.figures import network_page, page_access
from pairs_course.figures.published import Summary
from pairs_course.service.dependencies import ServiceContext, TheCaller, TheCourse
from pairs_course.service.problems import ApiProblem, documented
from pairs_course.service.published_models import (
    CurrentOut,
    CurrentPagesOut,
    LetterPageOut,
    NetworkOut,
    PublishedOut,
)

DASHBOARDS: Final = "dashboards"


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
#: Without a viewer the dashboards make a page before anybody asks for it.
MaybeViewer = Annotated[str | None, Query(min_length=1, max_length=64)]


@router.get("/published", responses=documented(401, 403, 429))
async def current(course: TheCourse) -> CurrentPagesOut:
    """Say which pages there are now, by their versions; no figure is in it."""
    return await course.run(_current, course)


@router.get("/published/{cohort}", response_model=PublishedOut, responses=ERRORS)
async def published(cohort: str, course: TheCourse, viewer: MaybeViewer = None) -> Response:
    """Give a cohort's summaries as far as ``viewer`` may see them, or the sentence why not."""
    return _json(await course.run(_published, course, cohort, viewer))


@router.get("/published/{cohort}/letter", responses=ERRORS)
async def letter(cohort: str, course: TheCourse, viewer: Viewer) -> LetterPageOut:
    """Give the newest letter that ``viewer`` may read, or the sentence why there is none."""
    return await course.run(_letter, course, cohort, viewer)


@router.get("/network", response_model=NetworkOut, responses=documented(401, 403, 429))
async def network(course: TheCourse, viewer: MaybeViewer = None) -> Response:
    """Give the figures, cards and letters of all cohorts of the kind that ``viewer`` is in."""
    return _json(await course.run(_network_for, course, viewer))


def _json(body: bytes) -> Response:
    """Answer with a body that a model of ours wrote."""
    return Response(body, media_type="application/json")


def _current(course: ServiceContext) -> CurrentPagesOut:
    versions = course.store.summaries.versions()
    return CurrentPagesOut(
        cohorts=[CurrentOut(cohort=name, version=version) for name, version in versions.items()],
        network=_network(course, _kind_to_make(course))[0],
    )


def _published(course: ServiceContext, cohort: str, viewer: str | None) -> bytes:
    store = course.store
    place = store.showing.place(cohort, viewer)
    role = place.role if viewer is not None else page_access.NOBODY
    pairs = store.showing.pairs_up_to(cohort, page_access.SPONSOR_PAIRS) if role == "sponsor" else 0
    view = page_access.published_view(role, pairs, place.published > 0)
    if not view.allowed:
        raise ApiProblem(403, "not-a-member", view.why)

    def page(summaries: list[Summary]) -> bytes:
        return (
            PublishedOut(
                cohort=cohort,
                title=place.title,
                demo=place.demo,
                version=place.published,
                summaries=summaries,
                why=view.why,
            )
            .model_dump_json()
            .encode()
        )

    if not view.shown:
        return page([])

    def made() -> tuple[str, bytes]:
        return "", page([one.summary for one in store.waves.published(cohort).values()])

    return course.kept.get(("cohort", cohort), place.stamp, made)[1]


def _letter(course: ServiceContext, cohort: str, viewer: str) -> LetterPageOut:
    place = course.store.showing.place(cohort, viewer)
    letters = course.store.letters.of_cohort(cohort)
    view = page_access.letter_view(place.role, letters, course.today())
    if not view.allowed:
        raise ApiProblem(403, "not-a-member", view.why)
    return LetterPageOut(
        cohort=cohort,
        title=place.title,
        demo=place.demo,
        version=_version(place.title, place.demo, view.letter),
        letter=view.letter,
        why=view.why,
    )


def _network_for(course: ServiceContext, viewer: str | None) -> bytes:
    kinds = course.store.showing.kinds
    demo = _kind_to_make(course) if viewer is None else page_access.network_of(kinds(viewer))
    if demo is None:
        raise ApiProblem(403, "not-on-a-roster", page_access.NOT_ON_A_ROSTER)
    return _network(course, demo)[1]


def _network(course: ServiceContext, demo: bool) -> tuple[str, bytes]:
    """Return the version and the body of the network of this kind of cohorts."""

    def made() -> tuple[str, bytes]:
        page = _network_page(course, demo)
        return page.version, page.model_dump_json().encode()

    return course.kept.get(("network", demo), course.store.network.stamp(demo), made)


def _network_page(course: ServiceContext, demo: bool) -> NetworkOut:
    store, title = course.store, network_page.title(demo)
    pools = network_page.pools(store.editions.published(demo), course.content)
    texts = network_page.texts(
        store.network.texts(demo, network_page.MOST_TEXTS) if pools else [], course.content
    )
    return NetworkOut(
        title=title,
        demo=demo,
        version=_version(title, demo, pools, texts),
        pools=pools,
        texts=texts,
        why="" if pools else page_access.NO_NETWORK_YET,
    )


def _kind_to_make(course: ServiceContext) -> bool:
    """Say whether the network to make in advance is that of demo cohorts: where nothing is real."""
    return course.store.network.stamp(demo=False).editions == 0


def _version(*shown: Any) -> str:
    """Name what a page shows, so that another name means that it shows something else."""
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
