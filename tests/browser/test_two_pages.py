"""One person, two pages, or a line that breaks: by any door a page says what is on the disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect

from ..depth import by_door
from .course import ONE_PAGE
from .one_server import (
    NOTEBOOK,
    SAVED,
    OneServer,
    box,
    eventually,
    status,
)

FIRST = 60_000
PATHS = {"plain": f"voila/render/{NOTEBOOK}", "lab": f"lab/tree/{NOTEBOOK}?reset"}


@pytest.fixture
def phone(browser: Browser, server: OneServer) -> Iterator[Page]:
    """Another device of the same person."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="en-GB")
    context.add_init_script(ONE_PAGE)
    page = context.new_page()
    page.goto(server.entrance)
    yield page
    context.close()


class Line:
    """The page's line to its kernel: it may hold back what the page sends, and be cut."""

    def __init__(self, page: Page) -> None:
        self.holds = False
        self._held: list[Callable[[], None]] = []
        self._open: list[WebSocketRoute] = []
        page.route_web_socket(re.compile(r"/channels"), self._opened)

    def cut(self) -> None:
        """Close the page's side; what was held is still on its way, and what comes next goes."""
        self.holds = False
        for line in self._open:
            line.close()
        self._open.clear()

    def release(self) -> None:
        """Let what was held arrive, by the line that it was sent on."""
        for send in self._held:
            send()

    def _opened(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        self._open.append(line)

        def sent(message: str | bytes) -> None:
            if self.holds and b"comm_msg" in (
                message if isinstance(message, bytes) else message.encode()
            ):
                self._held.append(lambda: server.send(message))
            else:
                server.send(message)

        line.on_message(sent)
        line.on_close(lambda *_: None)  # what is on its way stays on its way


def _open(page: Page, server: OneServer, door: str) -> None:
    page.goto(f"{server.address}/{PATHS[door]}")
    expect(page.get_by_role("radio").first).to_be_visible(timeout=FIRST)


def _radio(page: Page, name: str) -> Locator:
    return _d1(page).get_by_role("radio", name=re.compile(rf"^{name}\b")).first


def _d1(page: Page) -> Locator:
    return page.locator("fieldset").filter(has_text="I came with the answer").first


def _answers(server: OneServer, item: str) -> list[object]:
    return [e["value"] for e in server.journal() if (e["kind"], e["item"]) == ("answer", item)]


@by_door("plain")
def test_an_older_answer_that_arrives_late_does_not_count(
    page: Page, server: OneServer, door: str
) -> None:
    """The line is cut with an answer on its way; a newer one is saved; then the first one comes."""
    line = Line(page)
    _open(page, server, door)
    said = page.locator(".pairs-status[data-item='D1'][data-kind='answer']")
    before = len(_answers(server, "D1"))
    line.holds = True
    _radio(page, "2").check()
    expect(said).to_have_text("Not saved yet, still trying")

    line.cut()
    _radio(page, "4").check()
    expect(said).to_have_text(SAVED, timeout=FIRST)
    line.release()
    _radio(page, "5").check()
    expect(said).to_have_text(SAVED)

    assert _answers(server, "D1")[before:][-2:] == [4, 5]
    assert 2 not in _answers(server, "D1")[before:]
    expect(_radio(page, "5")).to_be_checked()


@by_door("plain")
def test_newer_words_from_the_phone_are_shown(
    page: Page, phone: Page, server: OneServer, door: str
) -> None:
    """A box in which nobody writes has them by itself, whichever door it is behind."""
    _open(page, server, door)
    box(page).fill(f"Draft one, {door}")
    expect(status(page)).to_have_text(SAVED)
    _open(phone, server, "plain")
    expect(box(phone)).to_have_value(f"Draft one, {door}")

    box(phone).fill(f"Draft two, much longer, {door}")
    expect(status(phone)).to_have_text(SAVED)

    expect(box(page)).to_have_value(f"Draft two, much longer, {door}")
    expect(status(page)).to_have_text(SAVED)
    expect(page.get_by_text("You wrote this too")).to_have_count(0)


@by_door("lab")
def test_words_that_grew_apart_are_kept_and_its_author_chooses(
    page: Page, phone: Page, server: OneServer, door: str
) -> None:
    """The phone writes while its line is dead: both texts are there until a choice is made."""
    _open(page, server, door)
    line = Line(phone)
    _open(phone, server, "plain")
    line.holds = True
    box(phone).fill(f"From the phone, {door}")
    expect(status(phone)).to_have_text("Not saved yet, still trying")
    box(page).fill(f"From the laptop, {door}")
    expect(status(page)).to_have_text(SAVED)

    line.cut()
    both = phone.get_by_role("group", name="You wrote this too, on another page:")
    expect(both).to_contain_text("From the laptop", timeout=FIRST)
    expect(box(phone)).to_have_value(f"From the phone, {door}")
    both.get_by_role("button", name="Use these words").click()
    expect(status(phone)).to_have_text(SAVED)

    expect(both).to_have_count(0)
    expect(box(page)).to_have_value(f"From the laptop, {door}")
    expect(page.get_by_text("You wrote this too")).to_have_count(0)
    eventually(page, lambda: server.journal()[-1]["value"] == f"From the laptop, {door}")
