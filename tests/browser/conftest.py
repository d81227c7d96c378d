"""Fixtures for browser tests: one Chromium, one real course, people in separate windows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .axe import violations
from .course import People, RunningCourse
from .one_server import MODULES, NOTEBOOK, OneServer, one_server, signed_in
from .widget_page import chromium

#: Long enough for a server to start on a busy machine.
expect.set_options(timeout=45_000)

SHOTS = Path(__file__).parent / "shots"

#: Files to run first here, so that two workers finish at about the same time.
LONGEST = ("test_programme_journey.py", "test_widget_examples.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move browser tests to the end, longest files first; the rest keeps its order."""

    def place(item: pytest.Item) -> int:
        if item.path.parent != Path(__file__).parent:
            return -1
        name = item.path.name
        return LONGEST.index(name) if name in LONGEST else len(LONGEST)

    items.sort(key=place)


# Scope "package", not "session": Playwright keeps an event loop running in this thread, so that
# asyncio.run would fail in tests elsewhere.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A shared window for pages that store nothing in it, since opening one is slow."""
    window = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield window
    window.close()


@pytest.fixture
def context(window: BrowserContext) -> Iterator[BrowserContext]:
    """A window without tabs, 1280 pixels wide, in British English."""
    yield window
    for page in window.pages:
        page.close()


@pytest.fixture
def own_context(browser: Browser) -> Iterator[BrowserContext]:
    """A separate window, with its own cookies and storage."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield context
    context.close()


@pytest.fixture(scope="package")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCourse]:
    """A real course with the demo cohort, started once for all tests."""
    course = RunningCourse(tmp_path_factory.mktemp("course with a space"))
    course.start()
    yield course
    course.stop()


@pytest.fixture
def person(browser: Browser, hub: RunningCourse) -> Iterator[People]:
    """`person("pair1-patient")` is a signed-in page; problems on its pages fail the test."""
    people = People(browser, hub)
    yield people
    people.close()
    people.check()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneServer]:
    """One person's server without a hub, shared by the tests of a file."""
    with one_server(tmp_path_factory.mktemp("one server")) as server:
        yield server


@pytest.fixture
def page(own_context: BrowserContext, server: OneServer) -> Iterator[Page]:
    """A page at `server`; a request to another host, or an error in a page, fails the test."""
    with signed_in(own_context, server) as page:
        yield page


@pytest.fixture
def notebook(server: OneServer) -> Iterator[Path]:
    """The file of the module that most tests open, restored after the test."""
    path = server.root / NOTEBOOK
    yield path
    path.write_bytes((MODULES / NOTEBOOK).read_bytes())


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`axe(page)` returns a page's WCAG 2.2 AA violations."""
    return violations


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """`screenshot(page, "home")` saves a picture, if SHOTS is set; git ignores them."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("SHOTS"):  # long pages take seconds
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return take
