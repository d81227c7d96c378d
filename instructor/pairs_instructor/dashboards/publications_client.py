"""Asking the course service what is published, with this service's own token.

It decides who may see what. Its word on a viewer and a page is good for five seconds, so that
somebody who is taken off a roster is out in seconds; without its word nobody is let in.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from urllib.parse import quote, urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPResponse

from pairs_instructor.dashboards import page_view
from pairs_instructor.dashboards.page_view import Page, PageContent
from pairs_instructor.dashboards.ttl_cache import Remembered

MEMBERSHIP_SECONDS: Final = 5.0
MOST_MEMBERSHIPS: Final = 20_000
MOST_BODIES: Final = 100
TIMEOUT: Final = 10.0
AT_ONCE: Final = 16
_REFUSALS: Final = ("not-a-member", "not-on-a-roster")


class ServiceAwayError(Exception):
    """The course service does not answer, or not as it should."""


@dataclass(frozen=True)
class ViewerRefused:
    """The viewer may not see the page; ``sentence`` is for them."""

    sentence: str


@dataclass(frozen=True)
class Unknown:
    """There is no such page."""


Answer = PageContent | ViewerRefused | Unknown


@dataclass(frozen=True)
class Current:
    """A version of a page that there is now."""

    page: Page
    cohort: str
    version: int | str


class PublicationsClient:
    """The course service, as the dashboards know it.

    Args:
        url: its address.
        token: this service's own token, which never reaches a page or a kernel.
    """

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        self._answers: Remembered[tuple[str, Page, str], Answer] = Remembered(
            MEMBERSHIP_SECONDS, MOST_MEMBERSHIPS
        )
        # Most viewers of a page get the same answer: it is read once, and kept once in memory.
        self._bodies: OrderedDict[tuple[Page, str, bytes], PageContent] = OrderedDict()

    def known(self, viewer: str, page: Page, cohort: str) -> Answer | None:
        """Return what this viewer gets, if that was asked just now."""
        return self._answers.known((viewer, page, cohort))

    async def published(self, viewer: str, page: Page, cohort: str) -> Answer:
        """Return what this viewer gets; raises ServiceAwayError."""
        key = (viewer, page, cohort)
        return await self._answers.get(key, lambda: self._ask(page, cohort, {"viewer": viewer}))

    async def for_rendering(self, page: Page, cohort: str) -> Answer:
        """Return what is published, before anybody asks to see it; raises ServiceAwayError."""
        return await self._ask(page, cohort, {})

    async def current(self) -> list[Current]:
        """Return what there is to render now, newest first; raises ServiceAwayError."""
        answer = await self._get("/api/published", {})
        try:
            if answer.code != 200:
                raise ServiceAwayError(f"expected status 200, got {answer.code}")
            data = json.loads(answer.body)
            cohorts = [
                Current("cohort", str(each["cohort"]), each["version"]) for each in data["cohorts"]
            ]
            return [*cohorts, Current("network", "", data["network"])]
        except (ValueError, KeyError, TypeError):
            raise ServiceAwayError(f"status {answer.code} with an unknown body") from None

    async def _ask(self, page: Page, cohort: str, query: Mapping[str, str]) -> Answer:
        asked = time.monotonic()
        answer = await self._get(_path(page, cohort), query)
        if answer.code == 404:
            return Unknown()
        try:
            if answer.code == 200:
                return self._read(page, cohort, answer.body, asked)
            error = json.loads(answer.body)["error"]
            if answer.code == 403 and error["code"] in _REFUSALS:
                return ViewerRefused(str(error["message"]))
        except (ValueError, KeyError, TypeError):
            raise ServiceAwayError(f"status {answer.code} with an unknown body") from None
        raise ServiceAwayError(f"expected status 200, got {answer.code}")

    def _read(self, page: Page, cohort: str, body: bytes, asked: float) -> PageContent:
        key = (page, cohort, sha256(body).digest())
        read = self._bodies.get(key)
        if read is None:
            read = self._bodies[key] = page_view.read(page, cohort, json.loads(body), asked)
            if len(self._bodies) > MOST_BODIES:
                self._bodies.popitem(last=False)
        self._bodies.move_to_end(key)
        read.asked = max(read.asked, asked)
        return read

    async def _get(self, path: str, query: Mapping[str, str]) -> HTTPResponse:
        try:
            return await AsyncHTTPClient(max_clients=AT_ONCE).fetch(
                f"{self._url}{path}{'?' if query else ''}{urlencode(query)}",
                headers={"Authorization": f"token {self._token}"},
                request_timeout=TIMEOUT,
                follow_redirects=False,
                raise_error=False,
            )
        except (OSError, HTTPClientError) as error:
            raise ServiceAwayError(type(error).__name__) from None


def _path(page: Page, cohort: str) -> str:
    if page == "network":
        return "/api/network"
    path = f"/api/published/{quote(cohort, safe='')}"
    return f"{path}/letter" if page == "letter" else path
