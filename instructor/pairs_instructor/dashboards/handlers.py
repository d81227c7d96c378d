"""The pages of the service and their figures as CSV, and what they say when there is nothing.

Each is for somebody who is signed in to the hub, and for whom the course service says that they
may see it: both are asked before anything is sent, "304 Not Modified" too.
"""

from __future__ import annotations

import logging
import traceback
from functools import cache, lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import tornado.web
from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler, HubOAuthenticated

from pairs_course.people.names import isolate
from pairs_instructor.dashboards import choices, pages, tables
from pairs_instructor.dashboards.page_cache import Made
from pairs_instructor.dashboards.page_view import WHOLE, Page, PageContent, Subject
from pairs_instructor.dashboards.publications_client import ServiceAwayError, Unknown, ViewerRefused
from pairs_instructor.dashboards.render_client import RenderingError

if TYPE_CHECKING:
    from pairs_instructor.dashboards.service import Dashboards

_LOG: Final = logging.getLogger("pairs.dashboards")
_AGAIN: Final = "Try again in a minute. If it still fails, tell your facilitator."
_SAID: Final = {
    400: ("That did not work", "Go to Home, and start from there."),
    403: ("You cannot see this page", "This page is for people of the course."),
    404: ("This page is not here", "Check the address, or go to Home and start from there."),
    405: ("This page is only for reading", "Nothing can be sent to it. Go to Home instead."),
    503: (
        "The figures cannot be reached just now",
        f"The course's own service does not answer. {_AGAIN}",
    ),
    504: ("This page took too long to make", _AGAIN),
}
_WRONG: Final = ("Something went wrong", f"The page could not be made. {_AGAIN}")


@cache
def _headers() -> tuple[tuple[str, str], ...]:
    return (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", pages.security_policy()),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cache-Control", "private, no-store"),
    )


class Plain(tornado.web.RequestHandler):
    """Answers errors with a page in plain words, and keeps every page to itself."""

    home: str

    def set_default_headers(self) -> None:
        """Allow nothing but this host and its style, and let nobody keep what is sent."""
        for name, value in _headers():
            self.set_header(name, value)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what a status means to whoever looks, and nothing of what it came from."""
        heading, text = _SAID.get(status_code, _WRONG)
        if status_code in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT):
            self.set_header("Retry-After", "60")
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.set_header("Allow", "GET, HEAD")
        self.finish(pages.message(heading, text, self.home))

    def compute_etag(self) -> str | None:
        """Leave out Tornado's own: what has no tag of ours is not to be kept."""
        return None

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log what is wrong with this program alone, by its place: messages may hold anything."""
        if not isinstance(value, tornado.web.HTTPError):
            frame = traceback.extract_tb(tb)[-1]
            name = typ.__name__
            _LOG.error("%s %s at %s:%s", self.request.path, name, frame.filename, frame.lineno)


class Missing(Plain):
    """Every other address below the service."""

    def initialize(self, home: str) -> None:
        """Take the address of Home."""
        self.home = home

    def prepare(self) -> None:
        """Answer every method alike."""
        raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)


class SignedIn(Plain, HubOAuthCallbackHandler):
    """Where the hub sends a browser back to, once somebody has signed in."""

    def initialize(self, home: str, auth: HubOAuth) -> None:
        """Take the address of Home, and what knows the hub."""
        self.home = home
        self.hub_auth = auth

    def get_current_user(self) -> None:
        """Know nobody yet: JupyterHub's own way would hold up everybody while it asks."""


class PublishedPage(HubOAuthenticated, Plain):
    """A page, or its figures as CSV, for whoever may see it."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, dashboards: Dashboards, page: Page, csv: bool = False) -> None:
        """Take the service that answers, and which page this is."""
        self._dashboards, self._page, self._csv = dashboards, page, csv
        self.home = dashboards.home
        self.hub_auth = dashboards.visitors.auth
        self._tag: str | None = None

    async def get(self, cohort: str = "") -> None:
        """Show the view that the address asks for, or the sentence why there is none."""
        visitors, course = self._dashboards.visitors, self._dashboards.course
        visitor = visitors.known(self.request) or await self._identified()
        if not visitor.allowed:
            if visitor.name:
                raise tornado.web.HTTPError(HTTPStatus.FORBIDDEN)
            self.redirect(self.get_login_url())
            return
        chosen = self._chosen()
        if chosen is None:
            return
        answer = course.known(visitor.name, self._page, cohort)
        if answer is None:
            answer = await self._asked(visitor.name, cohort)
        if isinstance(answer, Unknown):
            raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)
        if isinstance(answer, ViewerRefused):
            self._say(HTTPStatus.FORBIDDEN, _SAID[403][0], answer.sentence)
        elif not answer.shows:
            self._say_nothing_to_show(answer)
        else:
            view = answer.view(chosen)
            self._send(self._figures(view) if self._csv else await self._made(view, answer.asked))

    head = get

    def compute_etag(self) -> str | None:
        """Return the tag of what is sent; Tornado compares it with what the browser has."""
        return self._tag

    async def _identified(self) -> Any:
        try:
            return await self._dashboards.visitors.identify(self)
        except tornado.web.HTTPError as error:
            # As JupyterHub says it: the hub is away.
            _LOG.warning("asking the hub who is looking: status %s", error.status_code)
            raise tornado.web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from None

    def _chosen(self) -> choices.Choices | None:
        """Return what the query chooses; None where there is no such view, which is then said."""
        request = self.request
        if not request.query:
            return WHOLE
        try:
            query = {
                name: [value.decode("utf-8", "replace") for value in values]
                for name, values in request.query_arguments.items()
            }
            chosen = choices.read(query)
            if self._page == "letter" and chosen != WHOLE:
                raise choices.UnknownChoiceError("A letter is one page. Open it as a whole.")
        except choices.UnknownChoiceError as error:
            whole = request.path.removesuffix("/figures.csv")
            self._say(HTTPStatus.NOT_FOUND, "There is no such view", str(error), whole=whole)
            return None
        return chosen

    async def _asked(self, viewer: str, cohort: str) -> Any:
        try:
            return await self._dashboards.course.published(viewer, self._page, cohort)
        except ServiceAwayError as error:
            _LOG.warning("asking the course service: %s", error)
            raise tornado.web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from None

    async def _made(self, view: Subject, asked: float) -> Made:
        kept = self._dashboards.kept
        try:
            return kept.known(view.key) or await kept.get(view, asked)
        except RenderingError as error:
            if not error.again:
                _LOG.error("page %s: %s: %s", view.folder, error, error.reason)
            status = HTTPStatus.GATEWAY_TIMEOUT if error.late else HTTPStatus.INTERNAL_SERVER_ERROR
            raise tornado.web.HTTPError(status) from None

    def _figures(self, view: Subject) -> Made:
        kept, key = self._dashboards.kept, f"{view.key}.csv"
        made = kept.known(key)
        if made is None:
            text = tables.csv(view.page, view.data, view.choices, demo=view.demo)
            made = Made.of(text.encode())
            kept.remember(key, made)  # and not on disk: it takes milliseconds
        name = "-".join(filter(None, (view.cohort or view.page, *vars(view.choices).values())))
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{name}-figures.csv"')
        return made

    def _send(self, made: Made) -> None:
        self.set_header("Cache-Control", "private, no-cache")
        self.set_header("Vary", "Accept-Encoding")
        if _takes_gzip(self.request.headers.get("Accept-Encoding", "")):
            self.set_header("Content-Encoding", "gzip")
            self._tag = made.packed_tag
            self.finish(made.packed)
        else:
            self._tag = made.plain_tag
            self.finish(made.plain)

    def _say_nothing_to_show(self, answer: PageContent) -> None:
        status = HTTPStatus.NOT_FOUND if self._csv else HTTPStatus.OK
        thing = "letter" if self._page == "letter" else "figures"
        heading = (
            f"{isolate(answer.title)}: no {thing} to show"
            if answer.title
            else f"No {thing} to show"
        )
        self._say(status, heading, answer.why, demo=answer.demo)

    def _say(self, status: int, heading: str, text: str, **more: Any) -> None:
        self.set_status(status)
        self.finish(pages.message(heading, text, self.home, **more))


@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    """Say whether a browser takes compressed pages; one that refuses them says ``gzip;q=0``."""
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "x-gzip", "*"):
            return not weight.replace(" ", "").rstrip("0.").endswith("q=")
    return False
