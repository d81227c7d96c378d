"""Asking the course service what is published, with this service's own token."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import tornado.web
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPResponse

from pairs_course.published import Summary


class RefusedError(tornado.web.HTTPError):
    """The viewer may not see this cohort's page; ``str()`` is the sentence to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(403)
        self._sentence = sentence

    def __str__(self) -> str:
        return self._sentence


class NotFoundError(Exception):
    """There is no such cohort."""


class ServiceAwayError(Exception):
    """The course service does not answer, or not as it should."""


@dataclass(frozen=True)
class PublishedPage:
    """What a viewer gets; without a summary, ``why`` is the sentence to show instead."""

    title: str
    demo: bool
    version: int
    summary: Summary | None
    why: str


async def published(url: str, token: str, cohort: str, viewer: str) -> PublishedPage:
    """Ask what this viewer may see of a cohort.

    Args:
        url: the address of the course service.
        token: this service's own token, which never reaches a page or a kernel.
        cohort: the cohort's name.
        viewer: who asks, as the hub knows them.

    Raises:
        RefusedError: the viewer is on no roster of that cohort.
        NotFoundError: there is no such cohort.
        ServiceAwayError: anything else than an answer.
    """
    address = f"{url}/api/published/{quote(cohort, safe='')}?viewer={quote(viewer, safe='')}"
    try:
        answer = await AsyncHTTPClient().fetch(
            address,
            headers={"Authorization": f"token {token}"},
            request_timeout=10,
            follow_redirects=False,
            raise_error=False,
        )
    except (OSError, HTTPClientError) as error:
        raise ServiceAwayError(type(error).__name__) from None
    return _read(answer)


def _read(answer: HTTPResponse) -> PublishedPage:
    if answer.code == 404:
        raise NotFoundError
    try:
        data: Any = json.loads(answer.body)
        if answer.code == 403 and data["error"]["code"] == "not-a-member":
            raise RefusedError(data["error"]["message"])
        if answer.code != 200:
            raise ServiceAwayError(f"expected status 200, got {answer.code}")
        return PublishedPage(
            data["title"], data["demo"], data["version"], data["summary"], data["why"]
        )
    except (ValueError, KeyError, TypeError):
        raise ServiceAwayError(f"status {answer.code} with an unknown body") from None
