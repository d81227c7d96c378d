"""A facilitator reads a letter, closes a wave and saves tables, at the desk of a real hub."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Page, expect

from pairs_course import content, events
from pairs_course.events import Event
from pairs_course.store import Store

from .course import People, RunningCourse
from .test_desk_journey import Desk

LAST = "08-next-steps"
LETTER = {"letter": "Dear next pair, ask Priya <b>first</b>."}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCourse]:
    """A course of its own: this facilitator closes a wave for everybody."""
    course = RunningCourse(tmp_path_factory.mktemp("a course for a cohort"))
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


def agree_on_a_letter(hub: RunningCourse) -> None:
    """Let the third pair agree on a letter, and one of them send the last module."""
    both = ("partner", "facilitator")
    suggestion = events.new_id()
    did = [
        ("pair3-patient", "propose", "letter", LETTER, both),
        ("pair3-professional", "confirm", "letter", {"of": suggestion}, both),
        ("pair3-patient", "send", LAST, None, ("facilitator",)),
    ]
    with Store.in_folder(hub.state) as store:
        for name, kind, item, value, audience in did:
            number = suggestion if kind == "propose" else events.new_id()
            event = Event(number, events.now(), LAST, item, "once", kind, value, audience)
            assert store.events.add(name, [event], content.load()).refused == []


def text_of(saved: Download) -> str:
    """Return a saved file as a spreadsheet reads it; it must have the mark of UTF-8."""
    written = Path(saved.path()).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    return written.decode("utf-8-sig")


def test_a_slow_answer_does_not_look_like_a_lost_sign_in(person: People) -> None:
    """After some seconds without an answer the page asks the server for its kernel, and gets it."""
    page = person("facilitator")
    page.goto("/services/course/desk")
    page.get_by_text("Your questions are ready").wait_for(state="attached")

    with page.expect_response("**/api/kernels/*") as asked:
        page.evaluate("window.dispatchEvent(new CustomEvent('pairs:noack'))")

    assert asked.value.status == 200
    expect(page.get_by_text("Your sign-in has ended.")).to_have_count(0)


def test_a_cohort_is_looked_after_from_the_desk(
    person: People,
    hub: RunningCourse,
    axe: Callable[[Page], list[str]],
    screenshot: Callable[[Page, str], Path],
) -> None:
    """By keyboard: a letter goes back to its pair, waves get their day, tables are saved."""
    agree_on_a_letter(hub)
    desk = Desk(person("facilitator"), axe)
    page = desk.page
    desk.open()
    expect(page.get_by_role("mark")).to_have_text("Priya")
    expect(page.get_by_text("“Priya”: a capital letter inside a sentence")).to_be_visible()

    desk.press("Send it back", "Choose why you send it back.")
    desk.hands.choose(page.get_by_role("group", name="Why do you send it back?"), 0)
    desk.press("Send it back", "Sent back. Both read your reason on their Home.")
    screenshot(page, "desk-cohort")

    day = date.today() + timedelta(30)
    page.get_by_label("Last day of wave “start”").fill(day.isoformat())
    desk.press("Set the last day", "Wave “start” closes by itself at the end of")
    desk.hands.press(page.get_by_text("Close wave “once” now", exact=True))
    desk.press("Close this wave now", "Tick this to close the wave. It cannot be undone.")
    page.get_by_label("Yes, close wave “once” now").press("Space")
    desk.press("Close this wave now", "Its figures never change.")

    with page.expect_download() as saving:
        desk.hands.press(page.get_by_role("link", name="Save the progress as a table"))
    rows = list(csv.reader(io.StringIO(text_of(saving.value), newline="")))
    assert len(rows) == 13
    assert saving.value.suggested_filename.startswith("demo-progress-")
    desk.press("Make the table of grades", "The table is made from what is marked now.")
    with page.expect_download() as saving:
        desk.hands.press(page.get_by_role("button", name="Save the grades"))
    assert text_of(saving.value).startswith("assignment,duedate,timestamp,student_id,")

    for name in ("pair3-patient", "pair3-professional"):
        home = person(name)
        home.goto("/services/course/")
        letter = home.get_by_role("region", name="Our letter")
        expect(letter.get_by_text("Another person could be recognised in it.")).to_be_visible()
        until = f"figures of your cohort until {day.day} {day:%B %Y}"
        expect(home.get_by_text(until)).to_be_visible()
        assert axe(home) == []
        screenshot(home, f"home-letter-{name}")
