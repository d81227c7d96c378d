"""The desk of one facilitator for one cohort: its people, its folder, and its panels."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from pairs_course.answers.events import new_id
from pairs_course.people.names import told_apart
from pairs_course.people.roster import PAIR_ROLES
from pairs_course.people.roster_diff import Member
from pairs_course.programme import compiled
from pairs_course.programme.content import Content
from pairs_course.service_line import ServiceError
from pairs_instructor.desk import gradebook_sync
from pairs_instructor.desk.panels import PANELS
from pairs_instructor.desk.widget import DeskWidget
from pairs_instructor.service_client import CourseService, Part

LOOK_SECONDS: Final = 0.5


class Desk:
    """What all panels of one page share.

    Args:
        cohort: the cohort, by its short name. It stays the same: another one has its own desk.
        home: the facilitator's own folder, which holds a link to each cohort's course folder.
        call: gives the line to one part of the service for a cohort; tests put their own in.
    """

    def __init__(
        self,
        cohort: str,
        home: Path | None = None,
        call: Callable[[str, Part], Any] = CourseService.here,
    ) -> None:
        self.cohort = cohort
        self.home = home or Path.home()
        #: The page tells by it a desk that was opened anew from one that went on.
        self.run = new_id()
        #: The module that somebody chose in one panel is the one that all others speak of.
        self.module = ""
        #: What people read of the cohort, and who is or was in it; as of the last look.
        self.title = cohort
        self.people: list[Member] = []
        #: Why the course folder does not fit the people, or "".
        self.problem = ""
        #: The parts of the page, in order: the name and the title of each.
        self.parts: list[dict[str, str]] = []
        self._call = call
        self._pages: list[DeskWidget] = []
        self._watching: asyncio.Task[None] | None = None

    @property
    def folder(self) -> Path:
        """The cohort's course folder, as nbgrader has it."""
        return self.home / self.cohort

    @property
    def content(self) -> Content:
        """The programme."""
        return compiled.load()

    @property
    def base(self) -> str:
        """Where the hub's pages begin, for links: ``/`` or the hub's own prefix."""
        return os.environ.get("JUPYTERHUB_BASE_URL", "/")

    @property
    def user(self) -> str:
        """The facilitator's sign-in name."""
        return os.environ.get("JUPYTERHUB_USER", "")

    @property
    def named(self) -> str:
        """The cohort in words: its title, and its short name where that says something else."""
        same = self.title.casefold() == self.cohort.casefold()
        return f"“{self.title}”" if same else f"“{self.title}” ({self.cohort})"

    def service(self, part: Part = "desk") -> Any:
        """Return the line to a part of the course service; raises ServiceError outside of a hub."""
        return self._call(self.cohort, part)

    def names(self) -> Mapping[str, str]:
        """Return how to call each person, by sign-in name, so that no two are called the same."""
        return told_apart((person.username, person.name) for person in self.people)

    def name(self, username: str) -> str:
        """Return how to call one person; a sign-in name that nobody has stays as it is."""
        return self.names().get(username, username)

    def pair_of(self, username: str) -> str | None:
        """Return the label of the pair that somebody is in now, None without one."""
        for person in self.people:
            if person.username == username and person.role in PAIR_ROLES and not person.left:
                return person.pair
        return None

    def panel(self, name: str) -> DeskWidget:
        """Show one panel; raises KeyError for a name that none has."""
        page = DeskWidget(PANELS[name](self))
        self.join(page)
        return page

    def join(self, page: DeskWidget) -> None:
        """Take in a page, to be brought up to date whenever something changed, in this order."""
        self._pages.append(page)
        if page.busy():
            self.watch()

    def follow(self) -> None:
        """Look who is in the cohort, and let its folder and gradebook fit, before panels do."""
        try:
            told = self.service().get("roster")
        except ServiceError:
            return  # each panel that asks the service says so
        self.title = str(told["title"])
        self.people = [
            Member(p["username"], p["name"], p["role"], p["pair"], p["left"])
            for p in told["people"]
        ]
        self.problem = gradebook_sync.follow(self.home, self.cohort, self.people)

    def refresh(self) -> None:
        """Bring every panel up to date, and keep looking while something goes on."""
        self.follow()
        for page in self._pages:
            page.refresh()
        self.watch()

    def watch(self) -> None:
        """Look again every half second while a panel is busy."""
        if self._watching is None or self._watching.done():
            with contextlib.suppress(RuntimeError):  # no loop runs: there is no page to show it
                self._watching = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while busy := [page for page in self._pages if page.busy()]:
            await asyncio.sleep(LOOK_SECONDS)
            for page in busy:
                page.refresh()
            if not any(page.busy() for page in busy):
                for page in self._pages:
                    page.refresh()
