"""The desk of one facilitator: which cohort it is about, where its folder is, and its panels."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from weakref import WeakSet

from pairs_course import content
from pairs_course.content import Content
from pairs_instructor.calling import CourseService, Part

LOOK_SECONDS: Final = 0.5
_ME: Final = Path(".pairs", "config", "me.json")


class Desk:
    """What all panels of one page share.

    Args:
        home: the facilitator's own folder, which holds a link to each cohort's course folder.
        cohort: the cohort; by default the one that the server was started for.
        call: gives the line to one part of the service for a cohort; tests put their own in.
    """

    def __init__(
        self,
        home: Path | None = None,
        cohort: str | None = None,
        call: Callable[[str, Part], Any] = CourseService.here,
    ) -> None:
        self.home = home or Path.home()
        self.cohort = cohort or _own_cohort(self.home)
        #: The module that somebody chose in one panel is the one that all others speak of.
        self.module = ""
        self._call = call
        self._pages: WeakSet[Any] = WeakSet()
        self._watching: asyncio.Task[None] | None = None

    @property
    def folder(self) -> Path:
        """The cohort's course folder, as nbgrader has it."""
        return self.home / self.cohort

    @property
    def content(self) -> Content:
        """The programme."""
        return content.load()

    @property
    def base(self) -> str:
        """Where the hub's pages begin, for links: ``/`` or the hub's own prefix."""
        return os.environ.get("JUPYTERHUB_BASE_URL", "/")

    @property
    def user(self) -> str:
        """The facilitator's sign-in name."""
        return os.environ.get("JUPYTERHUB_USER", "")

    def service(self, part: Part = "desk") -> Any:
        """Return the line to a part of the course service; raises CallError outside of a hub."""
        return self._call(self.cohort, part)

    def join(self, page: Any) -> None:
        """Take in a page, to be brought up to date whenever something changed."""
        self._pages.add(page)

    def refresh(self) -> None:
        """Bring every panel up to date, and keep looking while something goes on."""
        for page in list(self._pages):
            page.refresh()
        self.watch()

    def watch(self) -> None:
        """Look again every half second while a panel is busy."""
        if self._watching is None or self._watching.done():
            with contextlib.suppress(RuntimeError):  # no loop runs: there is no page to show it
                self._watching = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while busy := [page for page in list(self._pages) if page.panel.busy()]:
            await asyncio.sleep(LOOK_SECONDS)
            for page in busy:
                page.refresh()
            if not any(page.panel.busy() for page in busy):
                for page in list(self._pages):
                    page.refresh()


def _own_cohort(home: Path) -> str:
    try:
        return str(json.loads((home / _ME).read_text(encoding="utf-8"))["cohort"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
