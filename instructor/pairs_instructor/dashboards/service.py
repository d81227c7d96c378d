"""The hub service ``dashboards``: published pages behind the hub's sign-in, and nothing else.

Nothing of Jupyter's or Voila's own is in this process, so there is no kernel, websocket, contents
or file route that could be left open: pages come from :mod:`rendering`'s program.
"""

from __future__ import annotations

import asyncio
import contextlib
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

from pairs_course.hub.settings import start_command
from pairs_instructor.dashboards import pages
from pairs_instructor.dashboards.disk_cache import Shelf
from pairs_instructor.dashboards.handlers import Missing, PublishedPage, SignedIn
from pairs_instructor.dashboards.page_cache import KeptPages
from pairs_instructor.dashboards.prerender import Watcher
from pairs_instructor.dashboards.publications_client import PublicationsClient
from pairs_instructor.dashboards.render_client import Rendering
from pairs_instructor.dashboards.viewer_auth import HeaderAuth, Visitors

COHORT: Final = r"([a-z0-9][a-z0-9-]{0,39})"
#: A thousand people may come at the same moment.
BACKLOG: Final = 2048
MAX_HEADERS: Final = 16 * 1024
MAX_BODY: Final = 16 * 1024  # nothing is taken; so much is read before that is said
IDLE_SECONDS: Final = 300
_NEEDED: Final = {"JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_SERVICE_URL", "COURSE_URL"}
_TOKEN: Final = "JUPYTERHUB_API_TOKEN"  # noqa: S105 - the name of a variable
_TOKEN_PIPE: Final = "PAIRS_TOKEN_PIPE"  # noqa: S105


class Dashboards:
    """The service, as the hub's environment variables describe it.

    Args:
        notebooks: the folder with a notebook for each page.
    """

    def __init__(self, notebooks: Path) -> None:
        self.base = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
        #: The address of Home, on the same host.
        self.home = os.environ.get("JUPYTERHUB_BASE_URL", "/").rstrip("/") + "/services/course/"
        self.visitors = Visitors(HeaderAuth.instance())
        self.course = PublicationsClient(os.environ["COURSE_URL"], os.environ[_TOKEN])
        limit = float(os.environ.get("DASHBOARDS_RENDER_LIMIT", "60"))
        self.rendering = Rendering(notebooks, self.home, self.base, limit)
        state = Path(os.environ.get("COURSE_STATE", ".state")).absolute()
        self.kept = KeptPages(Shelf(state / "pages"), self.rendering)
        self.watcher = Watcher(self.course, self.kept)

    def application(self) -> tornado.web.Application:
        """Return every address that there is."""
        base, home = self.base, {"home": self.home}
        handlers: list[tuple[str, type[tornado.web.RequestHandler], dict[str, object]]] = []
        for page, path in (("cohort", f"cohort/{COHORT}"), ("network", "network")):
            told = {"dashboards": self, "page": page}
            handlers.append((f"{base}{path}/?", PublishedPage, told))
            handlers.append((f"{base}{path}/figures\\.csv", PublishedPage, told | {"csv": True}))
        letter = {"dashboards": self, "page": "letter"}
        handlers.append((f"{base}letter/{COHORT}/?", PublishedPage, letter))
        handlers.append((f"{base}oauth_callback", SignedIn, home | {"auth": self.visitors.auth}))
        to_home = {"url": self.home, "permanent": False}
        handlers.append((f"{base.rstrip('/')}/?", tornado.web.RedirectHandler, to_home))
        return tornado.web.Application(
            handlers,
            default_handler_class=Missing,
            default_handler_args=home,
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
        watching = asyncio.create_task(self.watcher.run())
        try:
            await ended.wait()
        finally:
            server.stop()
            watching.cancel()
            await self.rendering.close()
            with contextlib.suppress(asyncio.CancelledError):
                await watching


def main(notebooks: Path = pages.NOTEBOOKS) -> None:
    """Serve the notebooks of a folder until the hub ends this process."""
    told = set(os.environ)
    if not (told >= _NEEDED and told & {_TOKEN, _TOKEN_PIPE}):
        sys.exit(
            "The dashboards are a service of the hub, which tells them its address. "
            f"Run: {start_command()}"
        )
    hide_token()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    asyncio.run(Dashboards(notebooks).run())


def hide_token() -> None:
    """Begin this program anew without its token in the environment that it was started with.

    That one stays readable in ``/proc`` for every program of the same user, however it is changed
    later: for the kernels that make pages, too. The token comes through a pipe instead.
    """
    if _TOKEN_PIPE in os.environ:
        with os.fdopen(int(os.environ.pop(_TOKEN_PIPE)), encoding="ascii") as pipe:
            os.environ[_TOKEN] = pipe.read()
        return
    leave, enter = os.pipe()
    os.write(enter, os.environ.pop(_TOKEN).encode("ascii"))
    os.close(enter)
    os.set_inheritable(leave, True)
    os.environ[_TOKEN_PIPE] = str(leave)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606


def _log_request(handler: tornado.web.RequestHandler) -> None:
    """Log failures alone, and without the query, which may hold a sign-in's code."""
    if handler.get_status() >= 500:
        request = handler.request
        logging.getLogger("pairs.dashboards").error(
            "%s %s: %s", request.method, request.path, handler.get_status()
        )
