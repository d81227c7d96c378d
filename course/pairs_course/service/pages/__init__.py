"""The service's pages for people: Home, who can see what, feedback, paper, help.

Plain HTML without scripts. Each needs a signed-in person who is on a roster; what it shows about
the pair is only the viewer's own work, never how far the partner is.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from pairs_course.programme.help_lines import HelpLine
from pairs_course.service.oauth import SignIn
from pairs_course.service.pages import dependencies, routes
from pairs_course.service.pages.cohort import routes as cohort_routes
from pairs_course.service.pages.pages import FOLDER, Pages
from pairs_course.service.spawner_client import Servers


def attach(
    app: FastAPI,
    sign_in: SignIn,
    servers: Servers,
    *,
    hub_prefix: str,
    base_prefix: str,
    help_lines: Sequence[HelpLine] = (),
) -> Pages:
    """Add the pages to the service's application and let them answer its errors."""
    pages = Pages(
        app.state.course,
        sign_in,
        servers,
        hub_prefix=hub_prefix,
        base_prefix=base_prefix,
        help_lines=help_lines,
    )
    prefix = pages.course.prefix
    app.state.pages = pages
    app.state.error_page = pages.error
    dependencies.install(app)
    for part in (routes.router, cohort_routes.router):
        app.include_router(part, prefix=prefix.rstrip("/"))
    app.mount(f"{prefix}static", StaticFiles(directory=FOLDER / "static"))
    return pages
