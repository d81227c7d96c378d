"""A facilitator reads what pairs publish, closes a wave and saves tables, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from .at_desk import Desk, agree, rows_of
from .course import People, RunningCourse

LAST = "08-next-steps"
LETTER = {"letter": "Dear next pair, ask Priya <b>first</b>."}
CARD = {"who": "A carer and a nurse.", "work": "Discharge.", "offer": "Time.", "ask": "Advice."}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCourse]:
    """A course of its own: this facilitator closes a wave for everybody."""
    course = RunningCourse(tmp_path_factory.mktemp("a course for a cohort"))
    course.start()
    yield course
    course.stop()


def test_a_slow_answer_does_not_look_like_a_lost_sign_in(person: People) -> None:
    """After some seconds without an answer the page asks the server for its kernel, and gets it."""
    page = person("facilitator")
    page.goto("/services/course/desk")
    page.get_by_text("Your desk is ready").wait_for(state="attached")

    with page.expect_response("**/api/kernels/*") as asked:
        page.evaluate("window.dispatchEvent(new CustomEvent('pairs:noack'))")

    assert asked.value.status == 200
    expect(page.get_by_text("Your sign-in has ended.")).to_have_count(0)


def test_a_cohort_is_looked_after_from_the_desk(
    person: People,
    hub: RunningCourse,
    axe: Callable[[Page], list[str]],
    screenshot: Callable[[Page, str], None],
) -> None:
    """A letter goes back, a card is published, waves get their day, tables are saved."""
    agree(hub, "pair3", LAST, "letter", LETTER)
    agree(hub, "pair4", LAST, "network-card", CARD)
    desk = Desk(person("facilitator"), axe)
    page = desk.page
    desk.open()
    expect(page.get_by_text("Cards and letters: 2 to be read")).to_be_visible()
    reviews = desk.part("reviews")
    expect(page.get_by_role("mark").first).to_have_text("Priya")
    expect(page.get_by_text("“Priya”: a capital letter inside a sentence")).to_be_visible()

    reviews.press("Send it back", "Choose why you send it back.")
    desk.hands.choose(page.get_by_role("group", name="Why do you send it back?").first, 0)
    reviews.press("Send it back", "Sent back. Both read your reason on their Home.")
    expect(reviews.panel.get_by_text("Card of pair4")).to_be_visible()
    reviews.press("Publish these words", "Published. Either of the two can take it back")
    screenshot(page, "desk-cohort")

    day = date.today() + timedelta(30)
    waves = desk.part("waves")
    waves.type_day("Last day of wave “start”", day)
    waves.press("Set the last day", "Wave “start” of cohort")
    waves.open("Close wave “once” now")
    waves.press("Close this wave now", "Tick this to close the wave. It cannot be undone.")
    waves.tick(re.compile("Yes, close wave “once” of cohort .* now, on "))
    waves.press("Close this wave now", "Its figures never change.")

    downloads = desk.part("downloads")
    rows = rows_of(downloads.save("link", "Save the progress as a table"))
    assert len(rows) == 13
    (sent,) = [row for row in rows if "pair3-patient" in row]
    assert any(cell.lower().startswith("sent") for cell in sent), sent
    downloads.press("Make the table of grades", "The table is made from what is marked now.")
    grades = rows_of(downloads.save("button", "Save the grades"))
    assert grades[0][:4] == ["assignment", "duedate", "timestamp", "student_id"]

    for name in ("pair3-patient", "pair3-professional"):
        home = person(name)
        home.goto("/services/course/")
        letter = home.get_by_role("region", name="Our letter")
        expect(letter.get_by_text("Another person could be recognised in it.")).to_be_visible()
        until = f"figures of your cohort until {day.day} {day:%B %Y}"
        expect(home.get_by_text(until)).to_be_visible()
        assert axe(home) == []
        screenshot(home, f"home-letter-{name}")
