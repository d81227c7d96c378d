"""The service closes waves by itself: every few minutes, and after what went wrong."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from pairs_course.people.roster import Roster
from pairs_course.programme import loader
from pairs_course.service.dependencies import ServiceContext
from pairs_course.service.scheduler import LOOK_SECONDS, Keeper

from ..published_data import summary
from .conftest import Service

DAY, NEXT = date(2027, 5, 12), date(2027, 5, 13)


class Clock:
    """A day, and waits that take no time; every wait is a moment at which the test may look."""

    def __init__(self) -> None:
        self.day = DAY
        self.waits: list[float] = []
        self.go = asyncio.Semaphore(0)
        self.waiting = asyncio.Semaphore(0)

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.waiting.release()
        await self.go.acquire()


def course_on(service: Service, clock: Clock) -> ServiceContext:
    return ServiceContext(service.store, loader.load(), None, "/", today=lambda: clock.day)  # type: ignore[arg-type]


def test_a_wave_closes_when_its_last_day_is_over(service: Service) -> None:
    """The service looks every few minutes, on the day where it runs."""
    store = service.store
    store.waves.set_date("north", "start", DAY)

    async def days() -> list[list[str]]:
        clock, found = Clock(), []
        looking = asyncio.create_task(Keeper(course_on(service, clock), clock.wait).keep_looking())
        for day in (DAY, DAY, NEXT):
            clock.day = day
            await clock.waiting.acquire()
            clock.go.release()
            await clock.waiting.acquire()
            clock.waiting.release()
            found.append(store.summaries.closed("north"))
        looking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await looking
        assert set(clock.waits) == {LOOK_SECONDS}
        return found

    assert service.run(days()) == [[], [], ["start"]]


def test_a_look_that_fails_is_not_the_last(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A database that is away ends nothing, and no words of an error reach the log."""
    service.store.waves.set_date("north", "start", DAY)

    async def looks() -> list[str]:
        clock = Clock()
        clock.day = NEXT
        keeper = Keeper(course_on(service, clock))
        with monkeypatch.context() as patched:
            patched.setattr(service.store.waves, "dated", lambda: 1 / 0)
            await keeper.look()
        assert service.store.summaries.closed("north") == []
        await keeper.look()
        return service.store.summaries.closed("north")

    assert service.run(looks()) == ["start"]
    assert "looking for waves that are due: ZeroDivisionError" in caplog.text
    assert "division by zero" not in caplog.text


def test_figures_that_were_left_unpooled_are_pooled_at_the_next_look(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """A program may have ended between closing a wave and pooling its figures."""
    store = service.store
    for cohort in "abcde":
        store.people.add_cohort(cohort, Roster("empty.csv", ()))
        store.summaries.close_wave(cohort, "start", dict(summary("start", lambda _: None)))

    async def look() -> None:
        await Keeper(course_on(service, Clock())).look()

    service.run(look())
    service.run(look())

    [edition] = store.editions.published(demo=False)
    assert (edition["wave"], edition["made"], edition["cohorts"]) == ("start", "2027-05-12", 5)
    assert [record.getMessage() for record in caplog.records] == [
        "figures of wave start of several cohorts are pooled"
    ]
