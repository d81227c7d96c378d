"""The one page of the service, and what it says when there is nothing to show."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import tornado.web
from jupyter_server.base.handlers import JupyterHandler

from pairs_instructor.dashboards import pages
from pairs_instructor.dashboards.rendering import RenderingError, Subject
from pairs_instructor.dashboards.summaries import NotFoundError, RefusedError, ServiceAwayError

if TYPE_CHECKING:
    from pairs_instructor.dashboards.service import Dashboards

_SAID: Final = {
    403: ("You cannot see this page", "This page is for the people of this cohort."),
    404: ("This page is not here", "Check the address, or go to Home and start from there."),
    503: (
        "The figures cannot be reached just now",
        "The course's own service does not answer. Try again in a minute. "
        "If it still fails, tell your facilitator.",
    ),
    504: (
        "This page took too long to make",
        "Try again in a minute. If it still fails, tell your facilitator.",
    ),
}
_WRONG: Final = (
    "Something went wrong",
    "The page could not be made. Try again in a minute. If it still fails, tell your facilitator.",
)


class _Plain(tornado.web.RequestHandler):
    """Answers errors with a page in plain words, and keeps every page to itself."""

    home: str

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", pages.security_policy())
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "private, no-store")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        heading, text = _SAID.get(status_code, _WRONG)
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, RefusedError):
            text = str(error)
        if status_code in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT):
            self.set_header("Retry-After", "60")
        self.finish(pages.message(heading, text, self.home))


class Missing(_Plain):
    """Every other address below the service."""

    def initialize(self, home: str) -> None:
        """Take the address of Home."""
        self.home = home

    def prepare(self) -> None:
        """Answer every method alike."""
        raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)


class CohortPage(_Plain, JupyterHandler):
    """A cohort's page, for the people of that cohort who are signed in to the hub."""

    def initialize(self, dashboards: Dashboards) -> None:
        """Take the service that answers."""
        self._dashboards = dashboards
        self.home = dashboards.home

    @property
    def content_security_policy(self) -> str:
        """The policy of all our pages, which Jupyter's own handler would set anew."""
        return pages.security_policy()

    @tornado.web.authenticated
    async def get(self, cohort: str) -> None:
        """Show the page that is published, or the sentence why there is none."""
        published = await self._ask(cohort)
        if published.summary is None:
            heading = f"{published.title}: no figures to show"
            text = pages.message(heading, published.why, self.home, demo=published.demo)
        else:
            subject = Subject(
                cohort, published.title, published.demo, published.version, published.summary
            )
            try:
                text = await self._dashboards.kept.get(subject)
            except RenderingError as error:
                cause = error.__cause__
                self.log.error("dashboard of cohort %s: %s", cohort, error, exc_info=cause)
                status = HTTPStatus.GATEWAY_TIMEOUT if error.late else 500
                raise tornado.web.HTTPError(status) from None
        await self.finish(text)

    async def _ask(self, cohort: str) -> Any:
        try:
            return await self._dashboards.published(cohort, self.current_user.username)
        except NotFoundError:
            raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND) from None
        except ServiceAwayError as error:
            self.log.warning("asking the course service: %s", error)
            raise tornado.web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from None

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Leave refusals out of the log: they are answers, and name people."""
        if not isinstance(value, RefusedError):
            super().log_exception(typ, value, tb)
