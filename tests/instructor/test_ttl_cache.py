"""What is remembered for a few seconds: bounded, and each thing asked for once."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from pairs_instructor.dashboards.publications_client import ServiceAwayError
from pairs_instructor.dashboards.ttl_cache import Remembered


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_good_from_the_question_on() -> None:
    """Five seconds after it was asked it is asked again, however long the answer took."""
    clock, asked = Clock(), []
    table: Remembered[str, int] = Remembered(5, 10, clock)

    async def ask() -> int:
        asked.append(clock.now)
        clock.now += 3
        return len(asked)

    async def run() -> None:
        assert await table.get("a", ask) == 1
        clock.now += 1.9
        assert (table.known("a"), await table.get("a", ask)) == (1, 1)
        clock.now += 0.1
        assert table.known("a") is None
        assert await table.get("a", ask) == 2

    asyncio.run(run())
    assert asked == [100, 105]


def test_who_asks_at_the_same_moment_asks_once() -> None:
    """All get the one answer, or its failure, which is not remembered."""
    table: Remembered[str, str] = Remembered(5, 10)
    asked = []

    async def run() -> None:
        go = asyncio.Event()

        async def ask() -> str:
            asked.append("asked")
            await go.wait()
            if len(asked) == 1:
                raise ServiceAwayError("once")
            return "an answer"

        for outcome in (ServiceAwayError, str):
            waiting = [asyncio.create_task(table.get("a", ask)) for _ in range(50)]
            await asyncio.sleep(0)
            waiting[0].cancel()  # whoever began it may go away
            go.set()
            got = await asyncio.gather(*waiting, return_exceptions=True)
            assert {type(one) for one in got[1:]} == {outcome}
            go.clear()

    asyncio.run(run())
    assert asked == ["asked", "asked"]


@given(st.lists(st.integers(0, 30), max_size=80), st.integers(1, 8))
def test_no_more_is_remembered_than_was_agreed(keys: list[int], most: int) -> None:
    """The oldest answers go; the newest is always there."""
    table: Remembered[int, str] = Remembered(1000, most)

    async def answer(key: int) -> str:
        return f"{key}"

    async def run() -> None:
        for key in keys:
            assert await table.get(key, lambda key=key: answer(key)) == f"{key}"
            assert len(table) <= most
            assert table.known(key) == f"{key}"

    asyncio.run(run())


def test_what_is_forgotten_is_asked_again() -> None:
    """At once, however good it still was."""
    table: Remembered[str, int] = Remembered(1000, 10)
    asked = []

    async def ask() -> int:
        asked.append("asked")
        return len(asked)

    async def run() -> None:
        assert await table.get("a", ask) == await table.get("a", ask) == 1
        table.forget("a")
        assert (table.known("a"), await table.get("a", ask)) == (None, 2)

    asyncio.run(run())
