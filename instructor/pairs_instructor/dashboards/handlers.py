"""The pages of the service and their figures as CSV, and what they say when there is nothing.

Each is for somebody who is signed in to the hub, and for whom the course service says that they
may see it: both are asked before anything is sent, "304 Not Modified" too.
"""

from __future__ import annotations

import contextlib
import logging
import traceback
from functools import cache, lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import tornado.web
from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler, HubOAuthenticated

from pairs_course.figures.published import PageName
from pairs_course.people.names import isolate
from pairs_instructor.dashboards import choices, pages
from pairs_instructor.dashboards.choices import WHOLE, Choices
from pairs_instructor.dashboards.publications_client import (
    Answer,
    Seen,
    ServiceAwayError,
    Unknown,
    ViewerRefused,
)
from pairs_instructor.dashboards.stored_pages import Made, NotStoredError

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
}
_BEING_MADE: Final = (
    "This page is being made",
    "It is new, and takes less than a minute. Load it again then.",
)
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

    def set_default_headers(self) -> None:
        """Allow nothing but this host and its style, and let nobody keep what is sent."""
        for name, value in _headers():
            self.set_header(name, value)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what a status means to whoever looks, and nothing of what it came from."""
        heading, text = _SAID.get(status_code, _WRONG)
        if status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            self.set_header("Retry-After", "60")
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.set_header("Allow", "GET, HEAD")
        self.finish(pages.message(heading, text))

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

    def prepare(self) -> None:
        """Answer every method alike."""
        raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)


class SignedIn(Plain, HubOAuthCallbackHandler):
    """Where the hub sends a browser back to, once somebody has signed in."""

    def initialize(self, auth: HubOAuth) -> None:
        """Take what knows the hub."""
        self.hub_auth = auth

    def get_current_user(self) -> None:
        """Know nobody yet: JupyterHub's own way would hold up everybody while it asks."""


class PublishedPage(HubOAuthenticated, Plain):
    """A page, or its figures as CSV, for whoever may see it."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, dashboards: Dashboards, page: PageName, csv: bool = False) -> None:
        """Take the service that answers, and which page this is."""
        self._dashboards, self._page, self._csv = dashboards, page, csv
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
        made, tried = self._stored(answer, chosen), False
        if made is None and isinstance(answer, Seen) and answer.edition:
            tried = await self._make(cohort)
            # Meanwhile there may be another edition, or this viewer may be on no list any more.
            course.forget(visitor.name, self._page, cohort)
            answer = await self._asked(visitor.name, cohort)
            made = self._stored(answer, chosen)
        if isinstance(answer, Unknown):
            raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)
        if isinstance(answer, ViewerRefused):
            self._say(HTTPStatus.FORBIDDEN, _SAID[403][0], answer.sentence)
        elif not answer.edition:
            self._say_nothing_to_show(answer)
        elif made is not None:
            self._send(made, chosen, cohort)
        elif tried:
            raise tornado.web.HTTPError(HTTPStatus.INTERNAL_SERVER_ERROR)
        else:
            link = (self.request.uri or "", "Load this page again")
            self._say(HTTPStatus.ACCEPTED, *_BEING_MADE, link=link)

    head = get

    def compute_etag(self) -> str | None:
        """Return the tag of what is sent; Tornado compares it with what the browser has."""
        return self._tag

    async def _identified(self) -> Any:
        try:
            return await self._dashboards.visitors.identify(self)
        except tornado.web.HTTPError as error:
            # As JupyterHub says it: the hub is away.
            raise _away("asking the hub who is looking", error.status_code) from None

    def _chosen(self) -> Choices | None:
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
            link = (whole, "Open the whole page")
            self._say(HTTPStatus.NOT_FOUND, "There is no such view", str(error), link=link)
            return None
        return chosen

    async def _asked(self, viewer: str, cohort: str) -> Answer:
        try:
            return await self._dashboards.course.published(viewer, self._page, cohort)
        except ServiceAwayError as error:
            raise _away("asking the course service", error) from None

    def _stored(self, answer: Answer, chosen: Choices) -> Made | None:
        """Return what is stored of the view that a viewer may see, if anything is."""
        if isinstance(answer, Seen) and answer.edition:
            with contextlib.suppress(NotStoredError):
                view = f"{chosen.name}.{'csv' if self._csv else 'html'}"
                return self._dashboards.stored.read(answer.edition, view)
        return None

    async def _make(self, cohort: str) -> bool:
        """Have the page made; say whether that was tried by now."""
        try:
            return await self._dashboards.course.make(self._page, cohort)
        except ServiceAwayError as error:
            raise _away("asking for a page", error) from None

    def _send(self, made: Made, chosen: Choices, cohort: str) -> None:
        if self._csv:
            name = "-".join(filter(None, (cohort or self._page, chosen.theme, chosen.wave)))
            self.set_header("Content-Type", "text/csv; charset=utf-8")
            self.set_header("Content-Disposition", f'attachment; filename="{name}-figures.csv"')
        self.set_header("Cache-Control", "private, no-cache")
        self.set_header("Vary", "Accept-Encoding")
        if _takes_gzip(self.request.headers.get("Accept-Encoding", "")):
            self.set_header("Content-Encoding", "gzip")
            self._tag = made.packed_tag
            self.finish(made.packed)
        else:
            self._tag = made.plain_tag
            self.finish(made.plain)

    def _say_nothing_to_show(self, answer: Seen) -> None:
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
        self.finish(pages.message(heading, text, **more))


def _away(what: str, error: object) -> tornado.web.HTTPError:
    _LOG.warning("%s: %s", what, error)
    return tornado.web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)


@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    """Say whether a browser takes compressed pages; one that refuses them says ``gzip;q=0``."""
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "x-gzip", "*"):
            return not weight.replace(" ", "").rstrip("0.").endswith("q=")
    return False
