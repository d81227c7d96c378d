"""A facilitator runs a cohort from the desk, with the keyboard and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pairs_course import content, events
from pairs_course.events import Event
from pairs_course.store import Store

from .course import People, RunningCourse
from .hands import Keyboard

MODULE = "05-debate-and-dialogue"
SENDERS = ("pair2-patient", "pair2-professional", "pair3-patient", "pair3-professional")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCourse]:
    """A course of its own: this facilitator changes the cohort for everybody."""
    course = RunningCourse(tmp_path_factory.mktemp("a course for a desk"))
    course.start()
    yield course
    course.stop()


@pytest.fixture
def person(browser: Browser, hub: RunningCourse) -> Iterator[People]:
    """`person("facilitator")` is a page, signed in; fails the test on what its pages do wrong."""
    people = People(browser, hub)
    yield people
    people.close()
    people.check()


def send(hub: RunningCourse, name: str) -> None:
    """Let somebody answer one question, say that the two talked, and send, as the page does."""
    talked = {"talked": True, "when": "2026-11-20", "how": "room"}
    did = [
        ("answer", "D1", 4, ("partner", "facilitator")),
        ("talked", MODULE, talked, ("partner",)),
        ("send", MODULE, None, ("facilitator",)),
    ]
    with Store.in_folder(hub.state) as store:
        for kind, item, value, audience in did:
            event = Event(
                events.new_id(), events.now(), MODULE, item, "once", kind, value, audience
            )
            assert store.events.add(name, [event], content.load()).refused == []


class Desk:
    """The desk as somebody sees it who has no mouse; each state it stops at is looked at by axe."""

    def __init__(self, page: Page, axe: Callable[[Page], list[str]]) -> None:
        self.page = page
        self.hands = Keyboard(page)
        self._axe = axe

    def open(self) -> None:
        """Go from Home to the desk."""
        self.page.goto("/services/course/")
        self.hands.press(self.page.get_by_role("link", name="Open your desk"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Your desk")
        self.page.get_by_text("Your questions are ready").wait_for(state="attached")
        self.looks_right()

    def choose(self, label: str, words: str) -> None:
        """Choose in a list by typing the beginning of its words."""
        box = self.page.get_by_label(label, exact=True).first
        self.hands.reach(box)
        self.page.keyboard.type(words)
        chosen = box.evaluate("box => box.selectedOptions[0].text")
        assert chosen.startswith(words), chosen

    def press(self, name: str, then: str | re.Pattern[str]) -> None:
        """Press a button, and wait until the desk says what came of it."""
        self.hands.press(self.page.get_by_role("button", name=name, exact=True).first)
        expect(self.page.get_by_text(then).first).to_be_visible()
        self.looks_right()

    def looks_right(self) -> None:
        """Nothing breaks WCAG 2.2 AA in this state."""
        assert self._axe(self.page) == []


def test_a_module_from_release_to_feedback(
    person: People,
    hub: RunningCourse,
    axe: Callable[[Page], list[str]],
    screenshot: Callable[[Page, str], Path],
) -> None:
    """Two pairs send; the facilitator collects, marks, reads, writes and gives back.

    The tab is closed while the marking runs: it goes on, and its result is there afterwards.
    """
    for name in SENDERS:
        send(hub, name)
    desk = Desk(person("facilitator"), axe)
    desk.open()
    expect(desk.page.get_by_label("Module", exact=True).first).to_have_value(MODULE)

    desk.press("Collect and mark", "Collecting and marking has begun.")
    desk.page.goto("about:blank")
    desk.open()
    expect(desk.page.get_by_text("4 submissions marked now.")).to_be_visible()
    screenshot(desk.page, "desk-marked")
    desk.looks_right()
    with desk.page.context.expect_page() as opened:
        desk.hands.press(desk.page.get_by_role("link", name="Read").first)
    expect(opened.value.get_by_text("A note to the pair").first).to_be_visible()
    opened.value.close()
    desk.press("Give feedback back", "Giving feedback back has begun.")
    expect(desk.page.get_by_text("Feedback for 4 submissions is on Home now.")).to_be_visible()
    desk.looks_right()

    page = person("pair2-patient")
    page.goto(f"/services/course/feedback/{MODULE}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    screenshot(page, "desk-feedback")


@pytest.mark.parametrize("door", ["plain", "lab"])
def test_the_desk_fits_both_doors(
    person: People,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], Path],
    door: str,
) -> None:
    """At 1280 and at 320 pixels nothing scrolls sideways, and axe finds nothing in the panels."""
    page = person("facilitator")
    page.goto(f"/services/course/desk?door={door}")
    expect(page.get_by_role("button", name="Show this module")).to_be_visible()
    screenshot(page, f"desk-{door}")

    found = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        found.append((page.evaluate(wide), axe(page, ".pairs-desk")))

    screenshot(page, f"desk-{door}-narrow")
    assert found == [(0, []), (0, [])]
