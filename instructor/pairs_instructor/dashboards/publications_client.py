"""Asking the course service which page a viewer may see, with this service's own token.

Its word on a viewer and a page is good for five seconds, so that somebody who is taken off a
roster is out in seconds; without its word nobody is let in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPResponse

from pairs_course.figures.published import PageName
from pairs_instructor.dashboards.ttl_cache import Remembered

MEMBERSHIP_SECONDS: Final = 5.0
MOST_MEMBERSHIPS: Final = 20_000
TIMEOUT: Final = 10.0
#: How long the course service may take to answer who waits for a page.
MAKING_TIMEOUT: Final = 50.0
AT_ONCE: Final = 16
_REFUSALS: Final = ("not-a-member", "not-on-a-roster")


class ServiceAwayError(Exception):
    """The course service does not answer, or not as it should."""


@dataclass(frozen=True)
class Seen:
    """The page that a viewer sees, by its name; without one, ``why`` says why there is none."""

    title: str
    demo: bool
    edition: str
    why: str


@dataclass(frozen=True)
class ViewerRefused:
    """The viewer may not see the page; ``sentence`` is for them."""

    sentence: str


@dataclass(frozen=True)
class Unknown:
    """There is no such page."""


Answer = Seen | ViewerRefused | Unknown


class PublicationsClient:
    """The course service, as the dashboards know it.

    Args:
        url: its address.
        token: this service's own token, which never reaches a page.
    """

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        self._answers: Remembered[tuple[str, PageName, str], Answer] = Remembered(
            MEMBERSHIP_SECONDS, MOST_MEMBERSHIPS
        )
        # Nothing of it is remembered: all who wait for the same page wait for one answer.
        self._made: Remembered[tuple[PageName, str], bool] = Remembered(0, 1)

    def known(self, viewer: str, page: PageName, cohort: str) -> Answer | None:
        """Return what this viewer gets, if that was asked just now."""
        return self._answers.known((viewer, page, cohort))

    async def published(self, viewer: str, page: PageName, cohort: str) -> Answer:
        """Return what this viewer gets; raises ServiceAwayError."""
        key = (viewer, page, cohort)
        return await self._answers.get(key, lambda: self._ask(viewer, page, cohort))

    def forget(self, viewer: str, page: PageName, cohort: str) -> None:
        """Ask anew next time, whatever this viewer got just now."""
        self._answers.forget((viewer, page, cohort))

    async def make(self, page: PageName, cohort: str) -> bool:
        """Have a page made that is not stored; say whether that was tried by now.

        Raises ServiceAwayError.
        """
        return await self._made.get((page, cohort), lambda: self._make(page, cohort))

    async def _make(self, page: PageName, cohort: str) -> bool:
        body = json.dumps({"page": page, "cohort": cohort})
        # Of its own, so that it holds up nobody who asks for a page that is there.
        client = AsyncHTTPClient(force_instance=True)
        try:
            answer = await self._fetch(client, "/api/pages", MAKING_TIMEOUT, body)
        finally:
            client.close()
        if answer.code not in (202, 204):
            raise ServiceAwayError(f"expected status 202 or 204, got {answer.code}")
        return answer.code == 204

    async def _ask(self, viewer: str, page: PageName, cohort: str) -> Answer:
        path = f"{_path(page, cohort)}?{urlencode({'viewer': viewer})}"
        answer = await self._fetch(AsyncHTTPClient(max_clients=AT_ONCE), path, TIMEOUT)
        if answer.code == 404:
            return Unknown()
        try:
            data = json.loads(answer.body)
            if answer.code == 200:
                return Seen(data["title"], data["demo"], data["edition"], data["why"])
            if answer.code == 403 and data["error"]["code"] in _REFUSALS:
                return ViewerRefused(str(data["error"]["message"]))
        except (ValueError, KeyError, TypeError):
            raise ServiceAwayError(f"status {answer.code} with an unknown body") from None
        raise ServiceAwayError(f"expected status 200, got {answer.code}")

    async def _fetch(
        self, client: AsyncHTTPClient, path: str, seconds: float, body: str | None = None
    ) -> HTTPResponse:
        """Get, or post a body of JSON."""
        headers = {"Authorization": f"token {self._token}", "Content-Type": "application/json"}
        try:
            return await client.fetch(
                f"{self._url}{path}",
                method="GET" if body is None else "POST",
                body=body,
                headers=headers,
                request_timeout=seconds,
                follow_redirects=False,
                raise_error=False,
            )
        except (OSError, HTTPClientError) as error:
            raise ServiceAwayError(type(error).__name__) from None


def _path(page: PageName, cohort: str) -> str:
    if page == "network":
        return "/api/network"
    path = f"/api/published/{quote(cohort, safe='')}"
    return f"{path}/letter" if page == "letter" else path
