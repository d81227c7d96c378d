"""A page that is open when its person gets another partner begins anew, and keeps their answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pairs_course import service_line
from pairs_course.answers import partner_view
from pairs_course.answers.events import Event
from pairs_widgets import kernel
from pairs_widgets.conversation.conversation import Conversation
from pairs_widgets.conversation.examples import AMIRA, MODULE
from pairs_widgets.kernel import Course
from pairs_widgets.questions.questions import Questions
from pairs_widgets.send.send import Send

from ..course.strategies import said
from .kernels import CONTENT, FakeHub, Line, make_course


class Partners(FakeHub):
    """A service that keeps events by pair, as the real one does, and can change partners."""

    def __init__(self) -> None:
        super().__init__()
        self.number, self.name = 1, "Ben"
        self.changed = asyncio.Event()

    def change(self) -> None:
        """Give the person another partner."""
        self.number, self.name = 2, "Eve"
        self.changed.set()

    async def pair(self, module: str, since: str, wait: float = 25) -> dict[str, Any]:
        """Answer at once when something is new, else when partners change."""
        del wait
        if since == self._version():
            self.changed.clear()
            await self.changed.wait()
        mine = [Event.from_json(e) for e in self.posted if e["pair"] == self.number]
        view = partner_view.view(said(mine, []), module, CONTENT, now=datetime.now(UTC))
        return {"version": self._version(), "pair": self.number, "view": view}

    async def me(self) -> dict[str, Any]:
        """Say who the partner is."""
        return {"partner": {"name": self.name}, "pair_number": self.number}

    def _version(self) -> str:
        return f"{self.number}"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_line, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(service_line, "LONGEST_PAUSE", 0.04)
    monkeypatch.setattr(kernel, "GATHER", 0.001)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.002)


async def sealed(course: Course) -> tuple[Line, Line]:
    """Open a module with the first partner, answer, guess and seal."""
    page, talk = Line(Questions("dialogue", course)), Line(Conversation(MODULE, course))
    await until(lambda: course.partner == "Ben")
    for item, (answer, guess) in AMIRA.items():
        page.event("answer", item, answer)
        page.event("guess", item, guess)
    talk.event("seal", MODULE, None)
    await until(lambda: course.unshared() == [])
    talk.widget.refresh()
    assert talk.widget.state["phase"] == "sealed"
    return page, talk


def test_with_a_new_partner_one_seals_anew_and_answers_go_then(tmp_path: Path) -> None:
    """The old answers stay on the page; they go to the new partner with the seal, not before."""
    hub = Partners()

    async def story() -> None:
        course = make_course(tmp_path, hub)
        page, talk = await sealed(course)
        before = len(hub.posted)

        hub.change()
        await until(lambda: course.partner == "Eve")
        now = talk.widget.state
        assert (now["phase"], now["anew"], now["done"], now["missing"]) == ("alone", True, {}, [])
        page.widget.refresh()
        assert page.widget.state["answers"] == {item: a for item, (a, _) in AMIRA.items()}
        assert page.widget.state["guesses"] == {}
        assert hub.posted[before:] == []

        talk.event("seal", MODULE, None)
        await until(lambda: course.unshared() == [])
        *answers, seal = hub.posted[before:]
        assert [(e["kind"], e["item"], e["value"], e["pair"]) for e in answers] == [
            ("answer", item, answer, 2) for item, (answer, _) in AMIRA.items()
        ]
        assert (seal["kind"], seal["pair"]) == ("seal", 2)
        assert seal["value"] == {"covers": [e["id"] for e in answers]}
        talk.widget.refresh()
        assert talk.widget.state["phase"] == "sealed"
        await course.close()

    asyncio.run(story())


def test_what_is_saved_without_a_line_is_for_the_partner_of_that_time(tmp_path: Path) -> None:
    """The journal names the pair, so a service that was away knows whom it was for."""
    hub = Partners()

    async def story() -> None:
        course = make_course(tmp_path, hub)
        page, _ = await sealed(course)
        before = len(hub.posted)
        hub.away = True
        page.event("answer", "D1", 5)
        await until(lambda: course.sharing == "waiting")
        hub.change()
        hub.away = False
        await until(lambda: course.unshared() == [])
        assert [(e["value"], e["pair"]) for e in hub.posted[before:]] == [(5, 1)]
        await course.close()

    asyncio.run(story())


def test_a_kernel_that_opens_without_a_line_knows_the_last_pair(tmp_path: Path) -> None:
    """What was sealed with that partner is shown as sealed."""
    hub = Partners()

    async def story() -> None:
        await (first := make_course(tmp_path, hub)).close()
        await sealed(first)
        await first.close()

    asyncio.run(story())
    later = make_course(tmp_path)

    assert later.pair == 1
    assert Conversation(MODULE, later).state["phase"] == "sealed"


def test_a_module_that_was_completed_stays_completed(tmp_path: Path) -> None:
    """Nothing that completes a module depends on the partner of today."""
    course = make_course(tmp_path)
    course.pair = 1
    page = Line(Questions("dialogue", course))
    for item, (answer, _) in AMIRA.items():
        page.event("answer", item, answer)
    Line(Conversation(MODULE, course)).event("alone", MODULE, None)

    course.pair = 2

    assert Send(MODULE, course).state["left"] == {"questions": [], "talk": False}
    assert Conversation(MODULE, course).state["view"]["alone"] is False


def test_an_own_suggestion_for_a_former_partner_is_not_shown_to_be_waiting(tmp_path: Path) -> None:
    """A text that only one of two had put forward went with the pair."""
    course = make_course(tmp_path)
    course.pair = 1
    talk = Line(Conversation(MODULE, course))
    talk.event("propose", "sentence-05", {"sentence": "Ours."})

    course.pair = 2
    talk.widget.refresh()

    assert talk.widget.state["view"]["joint"]["sentence-05"]["open"] == []
    last = course.journal.events()[-1]
    assert (last.kind, last) == ("propose", replace(last, pair=1))
