"""The store: one object that opens the database and groups its queries."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pairs_course.course_time import moment
from pairs_course.store.access import AccessLog
from pairs_course.store.cohorts import People
from pairs_course.store.database import Database
from pairs_course.store.demo import Demo
from pairs_course.store.events import Events
from pairs_course.store.letters import Letters
from pairs_course.store.matching import Meetings
from pairs_course.store.moderation import Reviews
from pairs_course.store.network import Network
from pairs_course.store.notes import Notes
from pairs_course.store.overview import Overview
from pairs_course.store.page_access import Showing
from pairs_course.store.paper import Paper
from pairs_course.store.pooled_editions import Editions
from pairs_course.store.releases import Releases
from pairs_course.store.roster import Rosters
from pairs_course.store.submissions import Submissions
from pairs_course.store.summaries import Summaries
from pairs_course.store.support_requests import Care
from pairs_course.store.waves import Waves


class Store:
    """The store at ``url`` (an SQLAlchemy URL), created or migrated on opening.

    Safe to use from several threads and processes. ``clock`` gives seconds since 1970, to decide
    what is open.

    Raises:
        StoreError: the file was created by a newer version, or is not a database.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.time) -> None:
        self.database = Database(url)

        def now() -> str:
            return moment(datetime.fromtimestamp(clock(), UTC))

        self.people = People(self.database)
        self.access = AccessLog(self.database)
        self.care = Care(self.database)
        self.demo = Demo(self.database)
        self.editions = Editions(self.database)
        self.events = Events(self.database, now)
        self.letters = Letters(self.database)
        self.meetings = Meetings(self.database)
        self.network = Network(self.database)
        self.notes = Notes(self.database)
        self.overview = Overview(self.database)
        self.paper = Paper(self.database)
        self.releases = Releases(self.database, now)
        self.reviews = Reviews(self.database)
        self.rosters = Rosters(self.database)
        self.showing = Showing(self.database)
        self.submissions = Submissions(self.database, now)
        self.summaries = Summaries(self.database)
        self.waves = Waves(self.database)

    @classmethod
    def in_folder(cls, state: Path, *, clock: Callable[[], float] = time.time) -> Self:
        """Open a state folder's store, ``course.sqlite``."""
        return cls(f"sqlite:///{state.resolve() / 'course.sqlite'}", clock=clock)

    def when_published(self, call: Callable[[], None]) -> None:
        """Call this after each change of what is published, in the thread that made it."""
        self.database.when_published = call

    def close(self) -> None:
        """Close all database connections."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
