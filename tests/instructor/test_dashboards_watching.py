"""What is new is made before anybody asks: in what order, how much of it, and when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from pairs_instructor.dashboards import prerender
from pairs_instructor.dashboards.disk_cache import Shelf
from pairs_instructor.dashboards.page_cache import KeptPages
from pairs_instructor.dashboards.page_view import Subject, read
from pairs_instructor.dashboards.prerender import Watcher
from pairs_instructor.dashboards.publications_client import (
    Answer,
    Current,
    ServiceAwayError,
    ViewerRefused,
)
from pairs_instructor.dashboards.render_client import RenderingError

from .dashboards_at_work import cohort


class Course:
    """A course service with things to render, which may be away."""

    def __init__(self, *current: Current) -> None:
        self.there = list(current)
        self.away = False

    async def current(self) -> list[Current]:
        if self.away:
            raise ServiceAwayError("away")
        return self.there

    async def for_rendering(self, _: str, name: str) -> Answer:
        if name == "secret":
            return ViewerRefused("no")
        if name == "ailing":
            raise ServiceAwayError("this one")
        version = next(one.version for one in self.there if one.cohort == name)
        return read("cohort", name, cohort(name, version=version)[1], asked=0)


def _watching(
    tmp_path: Path, course: Course, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> tuple[Watcher, list[str]]:
    made: list[str] = []

    async def render(subject: Subject) -> str:
        made.append(f"{subject.cohort} {subject.version}")
        if subject.cohort == "broken":
            raise RenderingError("why")
        return "page"

    return Watcher(course, KeptPages(Shelf(tmp_path), render), pause), made


def test_what_is_new_is_made_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """In the order given; a page that fails, or that is nobody's, holds up no other."""
    names = ("a", "secret", "broken", "b")
    course = Course(*(Current("cohort", name, 1) for name in names))
    watcher, made = _watching(tmp_path, course)

    async def run() -> None:
        await watcher.look()
        await watcher.look()
        course.there = [Current("cohort", "b", 2), *course.there[:3]]
        await watcher.look()

    asyncio.run(run())
    assert made == ["a 1", "broken 1", "b 1", "b 2"]
    assert caplog.messages == [
        "page cohort broken, before anybody asked: the page was not made: why"
    ]


def test_a_page_that_the_course_service_fails_at_holds_up_no_other(tmp_path: Path) -> None:
    """It is asked for again next time; the others are made now, and once."""
    course = Course(*(Current("cohort", name, 1) for name in ("ailing", "a", "b")))
    watcher, made = _watching(tmp_path, course)

    for _ in range(2):
        with pytest.raises(ServiceAwayError, match="this one"):
            asyncio.run(watcher.look())

    assert made == ["a 1", "b 1"]


def test_after_a_start_only_the_newest_are_made(tmp_path: Path) -> None:
    """Hundreds of pages would keep the machine busy; what comes later is made in any case."""
    course = Course(*(Current("cohort", f"c{n}", 1) for n in range(50)))
    watcher, made = _watching(tmp_path, course)

    async def run() -> None:
        await watcher.look()
        assert made == [f"c{n} 1" for n in range(prerender.MOST_AFTER_START)]
        course.there.insert(0, Current("cohort", "later", 1))
        await watcher.look()

    asyncio.run(run())
    assert made[prerender.MOST_AFTER_START :] == ["later 1"]


def test_a_course_service_that_is_away_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is asked again after a longer pause; once it was back, its next absence is said again."""
    course = Course(Current("cohort", "a", 1))
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        course.away = len(pauses) in (1, 2, 4)
        if len(pauses) == 6:
            raise asyncio.CancelledError

    watcher, made = _watching(tmp_path, course, pause)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(watcher.run())

    usual, longer = prerender.SECONDS, prerender.SECONDS_AFTER_FAILURE
    assert pauses == [usual, longer, longer, usual, longer, usual]
    assert caplog.messages == ["asking what is new, and asking again quietly: away"] * 2
    assert made == ["a 1"]
