"""The hub service ``dashboards``: published pages behind the hub's sign-in, and nothing else.

It asks who may see a page, and sends what is stored. Nothing of Jupyter's or Voila's own is in this
process, so there is no kernel, websocket, contents or file route that could be left open: pages are
made by another program, :mod:`make_pages`.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import secrets
import signal
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlparse

import tornado.web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from pairs_course.hub import hidden_token
from pairs_course.hub.settings import start_command
from pairs_instructor.dashboards import pages
from pairs_instructor.dashboards.handlers import Missing, PublishedPage, SignedIn
from pairs_instructor.dashboards.publications_client import PublicationsClient
from pairs_instructor.dashboards.stored_pages import StoredPages
from pairs_instructor.dashboards.viewer_auth import HeaderAuth, Visitors

COHORT: Final = r"([a-z0-9][a-z0-9-]{0,39})"
#: A thousand people may come at the same moment.
BACKLOG: Final = 2048
MAX_HEADERS: Final = 16 * 1024
MAX_BODY: Final = 16 * 1024  # nothing is taken; so much is read before that is said
IDLE_SECONDS: Final = 300
_TOKEN: Final = "JUPYTERHUB_API_TOKEN"  # noqa: S105 - the name of a variable
_NEEDED: Final = {"JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_SERVICE_URL", "COURSE_URL", _TOKEN}


class Dashboards:
    """The service, as the hub's environment variables describe it."""

    def __init__(self) -> None:
        self.base = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
        self.visitors = Visitors(HeaderAuth.instance())
        self.course = PublicationsClient(os.environ["COURSE_URL"], os.environ[_TOKEN])
        state = Path(os.environ.get("COURSE_STATE", ".state")).absolute()
        self.stored = StoredPages(state / "pages")

    def application(self) -> tornado.web.Application:
        """Return every address that there is."""
        base = self.base
        handlers: list[tuple[str, type[tornado.web.RequestHandler], dict[str, object]]] = []
        for page, path in (("cohort", f"cohort/{COHORT}"), ("network", "network")):
            told = {"dashboards": self, "page": page}
            handlers.append((f"{base}{path}/?", PublishedPage, told))
            handlers.append((f"{base}{path}/figures\\.csv", PublishedPage, told | {"csv": True}))
        letter = {"dashboards": self, "page": "letter"}
        handlers.append((f"{base}letter/{COHORT}/?", PublishedPage, letter))
        handlers.append((f"{base}oauth_callback", SignedIn, {"auth": self.visitors.auth}))
        to_home = {"url": pages.HOME, "permanent": False}
        handlers.append((f"{base.rstrip('/')}/?", tornado.web.RedirectHandler, to_home))
        return tornado.web.Application(
            handlers,
            default_handler_class=Missing,
            # New at each start: a browser then signs in anew, which nobody notices.
            cookie_secret=secrets.token_bytes(32),
            log_function=_log_request,
        )

    async def run(self) -> None:
        """Serve until the hub ends this process."""
        url = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
        server = HTTPServer(
            self.application(),
            max_header_size=MAX_HEADERS,
            max_body_size=MAX_BODY,
            idle_connection_timeout=IDLE_SECONDS,
        )
        server.add_sockets(bind_sockets(url.port or 0, url.hostname, backlog=BACKLOG))
        ended = asyncio.Event()
        for sign in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sign, ended.set)
        # What is loaded by now stays: it is not looked through again each time many people come.
        gc.collect()
        gc.freeze()
        await ended.wait()
        server.stop()


def main() -> None:
    """Serve what is stored until the hub ends this process."""
    hidden_token.take()
    if not set(os.environ) >= _NEEDED:
        sys.exit(
            "The dashboards are a service of the hub, which tells them its address. "
            f"Run: {start_command()}"
        )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    asyncio.run(Dashboards().run())


def _log_request(handler: tornado.web.RequestHandler) -> None:
    """Log failures alone, and without the query, which may hold a sign-in's code."""
    if handler.get_status() >= 500:
        request = handler.request
        logging.getLogger("pairs.dashboards").error(
            "%s %s: %s", request.method, request.path, handler.get_status()
        )
