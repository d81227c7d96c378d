"""What a kernel could not hand over is sent by the server, once the service is back."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pairs_course.answers.events import Event, new_id, now
from pairs_course.answers.journal import Journal
from pairs_course.hub import outbox_task


def _event() -> Event:
    return Event(new_id(), now(), "01-a", "A1", "start", "answer", 3, ("facilitator",))


def test_what_waits_arrives_when_the_service_is_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """While it is away nothing is lost; what is written later is sent too."""
    journal, arrived = Journal(tmp_path), []
    first, second = _event(), _event()
    journal.append(first)
    calls: list[int] = []

    async def post(events: list[dict[str, Any]]) -> dict[str, Any]:
        calls.append(len(events))
        if len(calls) == 1:
            raise ConnectionError("away")
        arrived.extend(event["id"] for event in events)
        if len(arrived) == 1:
            journal.append(second)
        return {"accepted": [event["id"] for event in events], "refused": []}

    async def until_both() -> None:
        task = asyncio.create_task(outbox_task.send_what_waits(tmp_path))
        async with asyncio.timeout(10):
            while len(arrived) < 2:
                await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    monkeypatch.setattr(outbox_task, "post", post)
    monkeypatch.setattr(outbox_task, "LOOK_SECONDS", 0)
    asyncio.run(until_both())

    assert arrived == [first.id, second.id]


def test_a_service_that_is_away_is_an_oserror(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outbox then keeps everything."""
    monkeypatch.setenv("COURSE_URL", "http://127.0.0.1:1/services/course")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "t")

    with pytest.raises(OSError):  # noqa: PT011 - any of them will do
        asyncio.run(outbox_task.post([]))


def test_a_server_that_starts_takes_in_what_was_typed_from_paper(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It asks until the service answers, and then no more; nothing of it is sent back."""
    sheet = replace(_event(), typed_by="Fay Fern")
    asked: list[str] = []

    async def get_typed() -> dict[str, Any]:
        asked.append("typed")
        if len(asked) == 1:
            raise ConnectionError("away")
        return {"events": [sheet.to_json()]}

    async def post(_events: list[dict[str, Any]]) -> dict[str, Any]:
        raise AssertionError("nothing is to be sent")

    async def some_time() -> None:
        task = asyncio.create_task(outbox_task.send_what_waits(tmp_path))
        async with asyncio.timeout(10):
            while not Journal(tmp_path).events():
                await asyncio.sleep(0)
        for _ in range(20):
            await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    monkeypatch.setattr(outbox_task, "get_typed", get_typed)
    monkeypatch.setattr(outbox_task, "post", post)
    monkeypatch.setattr(outbox_task, "LOOK_SECONDS", 0)
    asyncio.run(some_time())

    assert Journal(tmp_path).events() == [sheet]
    assert asked == ["typed", "typed"]
