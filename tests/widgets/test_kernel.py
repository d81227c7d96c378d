"""Sharing happens beside the answers: it may fail and come back, and says so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pairs_course import service_line
from pairs_course.answers.events import Event, new_id
from pairs_course.answers.partner_view import View
from pairs_course.answers.partner_view import view as empty_view
from pairs_course.service_line import ServiceError
from pairs_widgets import kernel
from pairs_widgets import service_client as hub_module
from pairs_widgets.joint.joint import Joint
from pairs_widgets.questions.questions import Questions
from pairs_widgets.send.send import Send
from pairs_widgets.service_client import Hub

from .kernels import CONTENT, FakeHub, Line, make_course

MODULE = "01-setting-out"
AT = "2026-11-20T10:00:00.000+00:00"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_line, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(service_line, "LONGEST_PAUSE", 0.04)
    monkeypatch.setattr(kernel, "GATHER", 0.001)


async def _until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.002)


def test_what_others_may_see_goes_and_the_rest_never_leaves(tmp_path: Path) -> None:
    """Answers with an audience arrive in order, once; private ones stay; the page hears of it."""
    hub = FakeHub()

    async def story() -> list[dict[str, Any]]:
        course = make_course(tmp_path, hub)
        line = Line(Questions("needs", course))
        line.event("answer", "needs-think", "A long walk")
        shared = [line.event("answer", "N3", 2), line.event("guess", "N3", 4)]
        await _until(lambda: course.unshared() == [] and len(line.heard) > 3)
        told = [message["ids"] for message in line.heard if message["kind"] == "shared"]
        assert [one for ids in told for one in ids] == shared
        assert (course.sharing, line.widget.state["unshared"]) == ("ok", [])
        await course.close()
        return hub.posted

    posted = asyncio.run(story())

    assert [(e["kind"], e["item"], e["value"]) for e in posted] == [
        ("answer", "N3", 2),
        ("guess", "N3", 4),
    ]


def test_a_service_that_is_away_never_blocks_an_answer(tmp_path: Path) -> None:
    """The page says that sharing waits; when the service is back everything arrives once."""
    hub = FakeHub()
    hub.away = True

    async def story() -> None:
        course = make_course(tmp_path, hub)
        line = Line(Questions("needs", course))
        line.event("answer", "N3", 2)
        await _until(lambda: line.widget.state["sharing"] == "waiting")
        line.event("answer", "N3", 3)
        assert [message["kind"] for message in line.heard] == ["saved", "saved"]
        await _until(lambda: line.widget.state["answers"] == {"N3": 3})
        assert line.widget.state["unshared"] == ["answer/N3"]
        hub.away = False
        await _until(lambda: line.widget.state["sharing"] == "ok")
        await course.close()

    asyncio.run(story())

    assert [e["value"] for e in hub.posted] == [2, 3]


def test_an_earlier_kernels_answers_go_when_the_next_one_opens(tmp_path: Path) -> None:
    """What waited when a kernel ended is shared by the next one that opens a page."""
    Line(Questions("needs", make_course(tmp_path))).event("answer", "N3", 2)
    hub = FakeHub()

    async def story() -> None:
        course = make_course(tmp_path, hub)
        Questions("eight-start", course)
        await _until(lambda: hub.posted)
        await course.close()

    asyncio.run(story())

    assert [e["item"] for e in hub.posted] == ["N3"]


def test_another_kernels_answers_are_shown_without_being_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second tab, the other door, a phone: what is on the disk is on every page."""
    monkeypatch.setattr(kernel, "LOOK", 0.01)

    async def story() -> None:
        course, other = make_course(tmp_path), make_course(tmp_path)
        page, phone = Questions("needs", course), Line(Questions("needs", other))
        phone.event("answer", "N5", "Words from the phone")
        await _until(lambda: page.state["answers"] == {"N5": "Words from the phone"})
        assert page.state["count"] == 1
        await asyncio.gather(course.close(), other.close())

    asyncio.run(story())


def test_nothing_is_done_while_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To look asks for a size: the journal is not read, and no page is made anew."""
    monkeypatch.setattr(kernel, "LOOK", 0.001)

    async def story() -> None:
        course = make_course(tmp_path)
        line = Line(Questions("needs", course))
        line.event("answer", "N3", 2)
        await _until(lambda: line.widget.state["answers"])
        await asyncio.sleep(0.02)
        looks: list[int] = []
        reads: list[str] = []
        size = course.journal.size

        def looked() -> int:
            looks.append(1)
            return size()

        monkeypatch.setattr(course.journal, "size", looked)
        monkeypatch.setattr(course.journal, "events", lambda: reads.append("read") or [])
        await _until(lambda: len(looks) > 5)
        assert reads == []
        await course.close()

    asyncio.run(story())


def test_what_the_service_refuses_is_said_and_kept(tmp_path: Path) -> None:
    """A refused event stays in the journal, and the page says why it was not shared."""
    hub = FakeHub()
    hub.refuse = {"N3": "the wave is closed"}

    async def story() -> list[dict[str, Any]]:
        course = make_course(tmp_path, hub)
        line = Line(Questions("needs", course))
        line.event("answer", "N3", 2)
        await _until(lambda: len(line.heard) > 1)
        assert course.journal.values() == {("N3", "once"): 2}
        await course.close()
        return line.heard

    heard = asyncio.run(story())

    assert heard[1] == {"kind": "refused", "id": heard[0]["id"], "why": "the wave is closed"}


def test_the_pair_is_followed_once_for_all_widgets_of_a_module(tmp_path: Path) -> None:
    """One long poll a module, none before a widget needs it; its news reach every page."""
    polls: list[str] = []
    news = asyncio.Event()
    first: View = empty_view([], MODULE, CONTENT, now=datetime.now(UTC))
    second: View = {**first, "phase": "sealed"}

    class PairHub(FakeHub):
        async def pair(self, module: str, since: str, wait: float = 25) -> dict[str, Any]:
            polls.append(f"{module} since {since!r}, {wait:g} s")
            if since == "1":
                await news.wait()
            if since == "2":
                await asyncio.Event().wait()
            return {"version": "2", "view": second} if since else {"version": "1", "view": first}

        async def me(self) -> dict[str, Any]:
            return {"partner": {"name": "דנה"}}

    async def story() -> None:
        course = make_course(tmp_path, PairHub())
        Questions("needs", course)
        await asyncio.sleep(0)
        assert polls == []
        pages = [Joint("agreement", course), Joint("challenge", course), Send(MODULE, course)]
        # A name in the other direction leaves the sentences of every page in order.
        await _until(lambda: pages[0].state["partner"] == "\u2068דנה\u2069")
        news.set()
        await _until(lambda: pages[1].state["view"]["phase"] == "sealed")
        assert pages[0].state["view"] == second
        await course.close()

    asyncio.run(story())

    assert polls == [f"{MODULE} since {since!r}, 25 s" for since in ("", "1", "2")]


def test_a_suggestion_stays_in_sight_while_the_service_is_away(tmp_path: Path) -> None:
    """The service's view of the pair is older than what was just saved here."""
    view = empty_view([], MODULE, CONTENT, now=datetime.now(UTC))

    class PairHub(FakeHub):
        async def pair(self, module: str, since: str, wait: float = 25) -> dict[str, Any]:
            if since:
                await asyncio.sleep(wait)
            return {"version": module, "view": view}

        async def me(self) -> dict[str, Any]:
            raise ServiceError("away")

    async def story() -> Any:
        hub = PairHub()
        hub.away = True
        course = make_course(tmp_path, hub)
        line = Line(Joint("challenge", course))
        item = line.widget.sets[0].items[0]
        text = {field.id: "We wait too long." for field in item.fields}
        line.event("propose", item.id, text)
        await _until(lambda: line.widget.state["view"]["joint"][item.id]["open"])
        await course.close()
        return line.widget.state["view"]["joint"][item.id]["open"][0]["value"], text

    shown, text = asyncio.run(story())

    assert shown == text


def test_reloading_many_times_keeps_few_pages(tmp_path: Path) -> None:
    """Old pages of one widget are let go of; the newest are told the news."""
    course = make_course(tmp_path)
    pages = [Questions("needs", course) for _ in range(kernel.PAGES + 2)]

    Line(pages[-1]).event("answer", "N3", 2)

    kept = [page.state["answers"] == {"N3": 2} for page in pages]
    assert kept == [False] * 2 + [True] * kernel.PAGES


@pytest.fixture
def own_kernel() -> Iterator[None]:
    """This program is a kernel that has made nothing yet, and is again after the test."""
    kernel.course.cache_clear()
    yield
    kernel.course.cache_clear()


@pytest.mark.usefixtures("own_kernel")
def test_without_a_hub_sharing_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An author at work answers and saves; nothing waits to be shared."""
    monkeypatch.delenv("COURSE_URL", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    line = Line(Questions("needs"))
    line.event("answer", "N3", 2)

    assert (line.widget.state["sharing"], kernel.course().unshared()) == ("off", [])
    assert (tmp_path / ".pairs" / "answers.jsonl").read_text().count("\n") == 1


def test_the_token_is_in_no_log_and_no_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A service that cannot be reached is an OSError which names neither token nor answer."""
    monkeypatch.setattr(hub_module, "PATIENCE", 2.0)
    hub = Hub("http://127.0.0.1:1/services/course", "very-secret", "amira")

    with caplog.at_level(logging.DEBUG), pytest.raises(OSError, match="service") as raised:
        asyncio.run(hub.post_events([{"value": "private"}]))

    told = f"{raised.value!r} {caplog.text}"
    assert "very-secret" not in told
    assert "private" not in told


def test_what_was_typed_in_from_paper_is_on_the_page_and_stays_here(tmp_path: Path) -> None:
    """A kernel that opens writes it down once, says who typed it in, and sends none of it."""
    sheet = Event(
        new_id(), AT, MODULE, "N3", "once", "answer", 2, ("partner",), "w", typed_by="Fay Fern"
    )

    class PaperHub(FakeHub):
        async def typed(self) -> dict[str, Any]:
            self.tries += 1
            if self.tries == 1:
                raise ServiceError("the course service is away")
            return {"events": [sheet.to_json()]}

    hub = PaperHub()

    async def story() -> dict[str, Any]:
        course = make_course(tmp_path, hub)
        page = Questions("needs", course)
        await _until(lambda: page.state["answers"])
        await course.close()
        return page.state

    state = asyncio.run(story())

    assert state["answers"] == {"N3": 2}
    assert (state["typed"], state["unshared"]) == ({"answer/N3": "Fay Fern"}, [])
    assert make_course(tmp_path).journal.events() == [sheet]
    assert hub.posted == []
