"""Has the pages of what is published made, by a program that the hub's settings name.

The program belongs to the dashboards, which the course does not import. It reads the store, makes
what is not stored yet and ends. It gets no token.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import Sequence
from typing import Final

from pairs_course import course_time
from pairs_course.hub.settings import RUN

#: Names the program: a module that Python runs.
PROGRAM: Final = "COURSE_PAGES"
#: All that it may know of this process.
KNOWN: Final = (
    "PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", RUN,
    "COURSE_STATE", "PAIRS_PROGRAMME", "PAGE_SECONDS", course_time.ZONE,
)  # fmt: skip
#: Several changes within so many seconds are one: closing a wave may also pool figures.
TOGETHER: Final = 0.5
#: A page that could not be made is not tried again for so long, whoever waits for it.
FAILURE_SECONDS: Final = 30.0
#: So long it may take to end when it is told to.
END_SECONDS: Final = 5.0

log = logging.getLogger(__name__)


class PageMaking:
    """Runs the program after each change of what is published, and for who waits for a page.

    Args:
        command: what to run; nothing is made without it.
    """

    def __init__(self, command: Sequence[str] = ()) -> None:
        self._command = command
        self._changed = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wanted: dict[tuple[str, str], asyncio.Task[bool]] = {}
        self._failed: dict[tuple[str, str], float] = {}
        self._turn = asyncio.Lock()

    @classmethod
    def from_env(cls) -> PageMaking:
        """Read from the environment which program it is."""
        program = os.environ.get(PROGRAM)
        return cls([sys.executable, "-m", program] if program else ())

    def changed(self) -> None:
        """Note that something else is published now; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._changed.set)

    async def keep_making(self) -> None:
        """Make what is missing, now and after each change, until cancelled."""
        self._loop = asyncio.get_running_loop()
        try:
            await self._run(gently=True)  # just now many people may be signing in
            while True:
                await self._changed.wait()
                await asyncio.sleep(TOGETHER)
                self._changed.clear()
                await self._run()
        finally:
            self._loop = None
            tasks = list(self._wanted.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def make(self, page: str, cohort: str, seconds: float) -> bool:
        """Make a page that somebody waits for; say whether it was tried within so many seconds."""
        key = (page, cohort)
        if time.monotonic() < self._failed.get(key, 0):
            return True
        task = self._wanted.get(key)
        if task is None:
            task = self._wanted[key] = asyncio.create_task(self._make(key))
        done, _ = await asyncio.wait({task}, timeout=seconds)
        return bool(done)

    async def _make(self, key: tuple[str, str]) -> bool:
        self._failed = {k: until for k, until in self._failed.items() if time.monotonic() < until}
        try:
            async with self._turn:
                made = await self._run(*filter(None, key))
            if not made:
                self._failed[key] = time.monotonic() + FAILURE_SECONDS
            return made
        finally:
            del self._wanted[key]

    async def _run(self, *which: str, gently: bool = False) -> bool:
        """Run the program for one page, or for all that are missing; say whether it could.

        ``gently`` leaves the processor to whoever else wants it.
        """
        if not self._command:
            return False
        try:
            process = await asyncio.create_subprocess_exec(
                *(["nice"] if gently else []),
                *self._command,
                *which,
                env={name: os.environ[name] for name in KNOWN if name in os.environ},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,  # what libraries say may hold what a page shows
                start_new_session=True,  # a Ctrl-C is for the service, which then ends this program
            )
        except OSError as error:
            log.error("the program that makes pages: %s", error.strerror)
            return False
        try:
            said, _ = await process.communicate()
        except asyncio.CancelledError:
            await _end(process)
            raise
        for line in said.decode(errors="replace").splitlines():
            log.error("%s", line)
        return process.returncode == 0


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        process.kill()
