"""Extends a person's Jupyter server: fresh module folders, and sending unsent events."""

from __future__ import annotations

import asyncio
import html
import json
import os
from pathlib import Path
from urllib.parse import quote

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp
from tornado import web

from pairs_course.hub import malloc_trim
from pairs_course.hub.open_handler import OpenHandler, bring_up_to_date
from pairs_course.hub.outbox_task import send_what_waits
from pairs_course.hub.plain_page.settings import home_address

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A fresh copy - Collaborative Pairs</title>
<style>body {{ font: 1.125rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 2rem auto;
padding: 0 1rem; }} button {{ font: inherit; min-height: 44px; padding: 0 1rem; }}</style>
</head><body><main>
<h1>A fresh copy</h1>
<p>You get the module as it was released. Your answers are stored separately, so they stay.</p>
<form method="post">{xsrf}<input type="hidden" name="path" value="{path}">
<p><button type="submit">Get a fresh copy</button></p></form>
<p><a href="{home}">Home</a></p>
</main></body></html>
"""


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "pairs_course.hub.server_extension"}]


def _load_jupyter_server_extension(app: ServerApp) -> None:
    """Add our routes to the server, and start sending unsent events when it runs."""
    base = app.web_app.settings["base_url"].rstrip("/")
    app.web_app.add_handlers(  # type: ignore[no-untyped-call]
        ".*$",
        [
            (f"{base}/pairs/home", HomeHandler),
            (f"{base}/pairs/fresh", FreshHandler),
            (rf"{base}/pairs/open/((?:_desk/)?[0-9a-z-]+)", OpenHandler),
        ],
    )
    app.web_app.settings["pairs_memory"] = malloc_trim.watch()  # the only reference to it
    if "COURSE_URL" in os.environ:
        app.io_loop.add_callback(send_what_waits, Path.home() / ".pairs")


class HomeHandler(JupyterHandler):
    """Redirects the server's start page to the course's Home."""

    @web.authenticated
    def get(self) -> None:
        """Redirect to Home."""
        self.redirect(home_address())


class FreshHandler(JupyterHandler):
    """Makes the module folders match the release, as starting the server does."""

    @web.authenticated
    def get(self) -> None:
        """Show the page with the button that posts."""
        path, xsrf = html.escape(self.get_argument("path", "")), self.xsrf_form_html()
        self.finish(_PAGE.format(xsrf=xsrf, path=path, home=home_address()))

    @web.authenticated
    async def post(self) -> None:
        """Update the folders, then redirect to the module at ``path``, or Home.

        ``path`` comes from the form, or from JSON, which gets a JSON answer.
        """
        as_json = "application/json" in self.request.headers.get("Content-Type", "")
        path = self._path_of_json() if as_json else self.get_body_argument("path", "")
        try:
            digests = await asyncio.to_thread(bring_up_to_date, Path.home())
        except (OSError, KeyError, ValueError):
            raise web.HTTPError(503, "The course does not answer. Try again in a minute.") from None
        if path and path not in digests:
            raise web.HTTPError(404, "This is not a released module. Go back to Home.")
        if as_json:
            self.finish({"fresh": sorted(digests)})
        else:
            self.redirect(f"{self.base_url}voila/render/{quote(path)}" if path else home_address())

    def _path_of_json(self) -> str:
        try:
            path = json.loads(self.request.body or b"{}").get("path", "")
        except (ValueError, AttributeError):
            raise web.HTTPError(400, 'Expected JSON like {"path": "..."}.') from None
        return str(path)
