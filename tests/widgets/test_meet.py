"""Meeting another pair from a module's kernel: the wish goes to the service, and off the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pairs_course import service_line
from pairs_course.answers import events
from pairs_course.service_line import ServiceError
from pairs_widgets import kernel
from pairs_widgets.meet.meet import Meet

from .kernels import FakeHub, Line, make_course

MODULE = "03-why-pairs"
NONE = {"state": "none", "people": [], "sentence": None}
MATCHED = {"state": "matched", "people": ["Cat", "Dan"], "sentence": None}


class MeetingHub(FakeHub):
    """A service with another pair that is ready; ``said`` holds what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[bool] = []
        self.polls: list[str] = []
        self.now: dict[str, Any] = NONE
        self.news = asyncio.Event()
        self.refusal: ServiceError | None = None

    async def meeting(self, module: str, since: str, wait: float = 25) -> dict[str, Any]:
        self.polls.append(f"{module} since {since!r}, {wait:g} s")
        while since == self.now["state"]:
            await self.news.wait()
            self.news.clear()
        return {"version": self.now["state"], "view": self.now}

    async def ask_to_meet(self, module: str, ready: bool) -> dict[str, Any]:
        if self.away:
            raise ServiceError(f"the course service is away: {module}")
        if self.refusal:
            raise self.refusal
        self.said.append(ready)
        self.now = {**NONE, "state": "waiting"} if ready else NONE
        return {"version": self.now["state"], "view": self.now}

    async def pair(self, module: str, since: str, wait: float = 25) -> dict[str, Any]:
        raise ServiceError(f"{module} since {since}, {wait} s: away")

    async def me(self) -> dict[str, Any]:
        return {"partner": {"name": "Ben"}}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_line, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(service_line, "LONGEST_PAUSE", 0.04)
    monkeypatch.setattr(kernel, "GATHER", 0.001)


async def _until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.002)


def _standing(line: Line) -> tuple[str, Any]:
    meeting = line.widget.state["meeting"]
    return meeting["state"], meeting["asking"]


def test_a_pair_is_ready_waits_and_is_matched(tmp_path: Path) -> None:
    """The page follows what the service says; nothing of it is in the journal."""

    async def story() -> tuple[list[bool], Any, str]:
        hub = MeetingHub()
        course = make_course(tmp_path, hub)
        line = Line(Meet("meet-03", course))
        assert _standing(line) == ("unknown", None)
        await _until(lambda: _standing(line) == ("none", None))
        told = line.event("ready", MODULE, True)
        assert line.heard[-1]["kind"] == "saved"
        assert line.heard[-1]["id"] == told
        await _until(lambda: _standing(line) == ("waiting", None))
        hub.now = MATCHED
        hub.news.set()
        await _until(lambda: _standing(line) == ("matched", None))
        await course.close()
        return hub.said, line.widget.state["meeting"]["people"], str(course.journal.events())

    assert asyncio.run(story()) == ([True], ["Cat", "Dan"], "[]")


def test_a_wish_waits_for_a_service_that_is_away(tmp_path: Path) -> None:
    """The page says that it is on its way, and only the last one is handed over."""

    async def story() -> list[bool]:
        hub = MeetingHub()
        hub.away = True
        course = make_course(tmp_path, hub)
        line = Line(Meet("meet-03", course))
        line.event("ready", MODULE, True)
        await _until(lambda: _standing(line) == ("none", True))
        line.event("ready", MODULE, False)
        await _until(lambda: _standing(line) == ("none", False))
        hub.away = False
        await _until(lambda: _standing(line) == ("none", None))
        line.event("ready", MODULE, True)
        await _until(lambda: _standing(line) == ("waiting", None))
        await course.close()
        return hub.said

    assert asyncio.run(story()) == [False, True]


def test_a_service_that_says_no_is_not_asked_for_ever(tmp_path: Path) -> None:
    """The wish is dropped, and the page is where it was."""

    async def story() -> list[bool]:
        hub = MeetingHub()
        hub.refusal = ServiceError("the course service answered 403", 403)
        course = make_course(tmp_path, hub)
        line = Line(Meet("meet-03", course))
        line.event("ready", MODULE, True)
        await _until(lambda: _standing(line) == ("none", None))
        await course.close()
        return hub.said

    assert asyncio.run(story()) == []


def test_one_poll_serves_every_page_of_a_module(tmp_path: Path) -> None:
    """Opening the page again asks nothing again."""

    async def story() -> list[str]:
        hub = MeetingHub()
        course = make_course(tmp_path, hub)
        lines = [Line(Meet("meet-03", course)) for _ in range(2)]
        await _until(lambda: all(_standing(line)[0] == "none" for line in lines))
        await course.close()
        return hub.polls

    assert asyncio.run(story()) == [f"{MODULE} since '', 25 s", f"{MODULE} since 'none', 25 s"]


@pytest.mark.parametrize(
    ("item", "value"), [(MODULE, "yes"), (MODULE, None), ("meet-03", True), (None, True)]
)
def test_what_is_no_wish_is_refused(tmp_path: Path, item: Any, value: Any) -> None:
    """Only yes or no, for this module."""
    line = Line(Meet("meet-03", make_course(tmp_path)))
    line.event("ready", item, value)
    line.tell({"kind": "event", "id": "no id", "event": {"kind": "ready"}})

    assert [message["kind"] for message in line.heard] == ["refused"]


def test_without_a_hub_nothing_is_asked_and_the_sentence_is_a_draft(tmp_path: Path) -> None:
    """An author at work sees the page; what is suggested carries the audience of its item."""
    course = make_course(tmp_path)
    line = Line(Meet("meet-03", course))
    line.event("ready", MODULE, True)
    line.event("propose", "meet-03", {"sentence": "You asked."})

    assert _standing(line) == ("unknown", None)
    assert line.widget.state["sharing"] == "off"
    [kept] = course.journal.events()
    assert kept.audience == ("partner", "facilitator", "other-pair")
    assert events.Event.from_json(kept.to_json()) == kept
