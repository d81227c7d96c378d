"""Renders what is new before anybody asks for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from pairs_instructor.dashboards.page_cache import KeptPages
from pairs_instructor.dashboards.page_view import PageContent
from pairs_instructor.dashboards.publications_client import (
    Current,
    PublicationsClient,
    ServiceAwayError,
)
from pairs_instructor.dashboards.render_client import RenderingError

SECONDS: Final = 3.0
SECONDS_AFTER_FAILURE: Final = 30.0
#: After a start every page is new. So many of the newest are made; others when they are asked for.
MOST_AFTER_START: Final = 20
_LOG: Final = logging.getLogger("pairs.dashboards")


class Watcher:
    """Asks again and again what there is, and has the whole page made of what is new.

    ``pause`` waits for a number of seconds.
    """

    def __init__(
        self,
        course: PublicationsClient,
        kept: KeptPages,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._course, self._kept, self._pause = course, kept, pause
        # The last version of each page that was made, or that could not be.
        self._done: dict[tuple[str, str], int | str] = {}
        self._begun = self._away = False

    async def run(self) -> None:
        """Go on until cancelled; nothing that fails ends it."""
        while True:
            try:
                await self.look()
            except ServiceAwayError as error:
                if not self._away:
                    _LOG.warning("asking what is new, and asking again quietly: %s", error)
                self._away = True
                await self._pause(SECONDS_AFTER_FAILURE)
            except Exception as error:  # a fault of ours: what is asked for is still made
                if not self._away:
                    _LOG.error("looking for what is new: %s", type(error).__name__)
                self._away = True
                await self._pause(SECONDS_AFTER_FAILURE)
            else:
                self._away = False
                await self._pause(SECONDS)

    async def look(self) -> None:
        """Ask once, and make what is new; raises ServiceAwayError, once the rest is made."""
        current = await self._course.current()
        new = [one for one in current if self._done.get((one.page, one.cohort)) != one.version]
        if not self._begun:
            for left in new[MOST_AFTER_START:]:
                self._done[left.page, left.cohort] = left.version
            new = new[:MOST_AFTER_START]
        self._begun = True
        away: ServiceAwayError | None = None
        for one in new:
            try:
                await self._make(one)
            except ServiceAwayError as error:  # perhaps for this page alone: it holds up no other
                away = error
            else:
                self._done[one.page, one.cohort] = one.version
        there = {(one.page, one.cohort) for one in current}
        self._done = {place: done for place, done in self._done.items() if place in there}
        if away:
            raise away

    async def _make(self, current: Current) -> None:
        answer = await self._course.for_rendering(current.page, current.cohort)
        if not isinstance(answer, PageContent) or not answer.shows:
            return
        view = answer.view()
        if not self._kept.has(view):
            try:
                await self._kept.get(view, answer.asked)
            except RenderingError as error:
                where = f"{current.page} {current.cohort}".strip()
                _LOG.error("page %s, before anybody asked: %s: %s", where, error, error.reason)
