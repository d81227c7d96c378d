"""What the service does without being asked: it closes waves whose last day is over.

It also pools figures that a program left unpooled because it ended at the wrong moment.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Final

from pairs_course.service.dependencies import ServiceContext
from pairs_course.store import wave_closing

LOOK_SECONDS: Final = 120.0

log = logging.getLogger(__name__)


class Keeper:
    """Looks again and again what is due. Several at once, in several processes, are harmless.

    Args:
        course: the running course; ``course.today`` says which day it is here.
        wait: how it waits between two looks; tests put their own in.
    """

    def __init__(
        self, course: ServiceContext, wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._course = course
        self._wait = wait

    async def look(self) -> None:
        """Close what is due now; what goes wrong is logged, and tried again at the next look."""
        course = self._course
        try:
            today: date = course.today()
            closed = await course.run(wave_closing.close_due, course.store, course.content, today)
            pooled = await course.run(wave_closing.pool_due, course.store, course.content, today)
        except Exception as error:
            # Only its type: the message of an exception may hold what somebody wrote.
            log.error("looking for waves that are due: %s", type(error).__name__)
            return
        for cohort, wave in closed:
            log.warning("wave %s of cohort %s is closed: its last day is over", wave, cohort)
        for one in pooled:
            log.warning("figures of wave %s of several cohorts are pooled", one["wave"])

    async def keep_looking(self) -> None:
        """Look every few minutes, until cancelled."""
        while True:
            await self._wait(LOOK_SECONDS)
            await self.look()
