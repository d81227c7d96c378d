"""Puts the service together; what it needs comes from outside, so tests run it without a hub."""

from __future__ import annotations

from fastapi import FastAPI

from pairs_course.programme.content import Content
from pairs_course.service import (
    dashboards_api,
    exchange_api,
    kernel_api,
    notes_api,
    paper_api,
    participant_matching_api,
    problems,
    releases_api,
    roster_api,
)
from pairs_course.service.dependencies import ServiceContext
from pairs_course.service.limits import BodyLimit
from pairs_course.service.page_making import PageMaking
from pairs_course.service.problems import ApiProblem
from pairs_course.service.release_guard import Code
from pairs_course.service.spawner_client import NoServers, Servers
from pairs_course.service.token_auth import Identity
from pairs_course.store import Store

__all__ = ["PREFIX", "ApiProblem", "ServiceContext", "create_app"]

PREFIX = "/services/course/"


def create_app(
    store: Store,
    content: Content,
    identity: Identity,
    *,
    prefix: str = PREFIX,
    servers: Servers | None = None,
    own_code: bool = False,
    making: PageMaking | None = None,
) -> FastAPI:
    """Make the application; ``prefix`` begins and ends with a slash.

    ``servers`` is what can start and stop people's servers; without a hub there are none.
    ``own_code`` lets facilitators release modules with code that is not the course's.
    ``making`` makes the dashboards' pages; without it none are made.

    ``app.state.course`` is what routes work with. ``app.state.error_page`` may be set to answer
    problems outside of ``api/`` as pages.
    """
    app = FastAPI(
        title="Collaborative Pairs: the course service",
        description="Answers, submissions and summaries, for kernels, nbgrader and dashboards.",
        openapi_url=f"{prefix}openapi.json",
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    code = Code.installed(own=own_code)
    making = making or PageMaking()
    app.state.course = ServiceContext(
        store, content, identity, prefix, servers or NoServers(), code, pages=making
    )
    store.when_published(making.changed)
    app.state.error_page = None
    problems.install(app)
    app.add_middleware(BodyLimit, prefix=prefix)
    for part in (
        kernel_api,
        participant_matching_api,
        exchange_api,
        dashboards_api,
        roster_api,
        releases_api,
        notes_api,
        paper_api,
    ):
        app.include_router(part.router, prefix=f"{prefix}api")
    return app
