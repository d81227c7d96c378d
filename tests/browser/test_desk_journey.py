"""A facilitator takes a module from its day to its feedback, with the keyboard and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from ..depth import by_door
from .at_desk import BEYOND, BOTH, NARROW, STEP, Desk, does, rows_of, send
from .course import People, RunningCourse

MODULE, TITLE = "05-debate-and-dialogue", "Debate and dialogue"
SENDERS = ("pair2-patient", "pair2-professional", "pair3-patient", "pair3-professional")
TO_BOTH = "Thank you both.\nI read <b>every</b> word."
PRIVATE = "You alone: call me when you like."


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCourse]:
    """A course of its own: this facilitator changes the cohort for everybody."""
    course = RunningCourse(tmp_path_factory.mktemp("a course for a desk"))
    course.start()
    yield course
    course.stop()


def test_a_module_from_release_to_feedback(
    person: People,
    hub: RunningCourse,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
) -> None:
    """Two pairs send; the facilitator collects, marks, reads, writes and gives back.

    The tab is closed while the marking runs: it goes on, and its result is there afterwards. Each
    partner reads the note to both, and nobody's private note but their own.
    """
    for name in SENDERS:
        does(hub, name, MODULE, "answer", "D1", 4, *BOTH)
        send(hub, name, MODULE)
    desk = Desk(person("facilitator"), axe)
    desk.overview()
    expect(desk.page.get_by_text("05 Debate and dialogue: 4 sent")).to_be_visible()
    desk.open()
    modules = desk.part("modules")
    expect(modules.field("Module")).to_have_value(MODULE)

    modules.press("Collect and mark", "Collecting and marking “05")
    desk.page.goto("about:blank")
    desk.open()
    expect(desk.page.get_by_text("4 submissions marked now.")).to_be_visible(timeout=STEP)
    screenshot(desk.page, "desk-marked")
    modules.looks_right()
    with desk.page.context.expect_page() as opened:
        desk.hands.press(desk.page.get_by_role("link", name="Read").first)
    expect(opened.value.get_by_text("A private note").first).to_be_visible()
    opened.value.close()

    notes = desk.part("notes")
    notes.choose("Pair", "pair2")
    notes.show("Show the notes", "Private note to Patient leader 2")
    notes.write("Private note to Patient leader 2", PRIVATE)
    notes.press("Save the private note to Patient leader 2", "The private note to Patient leader 2")
    screenshot(desk.page, "desk-notes")
    desk.overview()
    desk.hands.press(desk.page.get_by_role("link", name="Notes", exact=True))
    pair = desk.page.get_by_label("Pair", exact=True)
    desk.hands.reach(pair)
    desk.page.keyboard.type("pair2")
    desk.hands.press(desk.page.get_by_role("button", name="Show the notes"))
    desk.hands.write(desk.page.get_by_label("Note to the pair"), TO_BOTH)
    desk.hands.press(desk.page.get_by_role("button", name="Save the note to the pair"))
    saved = "is saved. They have it once you give feedback back."
    expect(desk.page.locator("#outcome")).to_contain_text(saved)

    desk.open()
    modules = desk.part("modules")
    modules.press("Give feedback back", "Giving feedback back for “05")
    given_back = desk.page.get_by_text("Feedback for 4 submissions is on Home now.")
    expect(given_back).to_be_visible(timeout=STEP)
    modules.looks_right()

    read = [feedback(person, axe, name, screenshot) for name in SENDERS[:3]]
    assert read == [[TO_BOTH, PRIVATE], [TO_BOTH], []]


def feedback(
    person: People,
    axe: Callable[..., list[str]],
    name: str,
    screenshot: Callable[[Page, str], None],
) -> list[str]:
    """Return the notes that somebody reads, on a page that breaks no rule and fits 320 pixels."""
    page = person(name, bypass_csp=True)  # axe is a script: the page's policy would keep it out
    page.goto(f"/services/course/feedback/{MODULE}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Feedback: {TITLE}")
    screenshot(page, f"desk-feedback-{name}")
    found = axe(page)
    page.set_viewport_size(NARROW)
    assert (found, page.evaluate(BEYOND)) == ([], 0)
    return [note.inner_text() for note in page.locator(".note").all()]


def test_a_module_opens_on_a_day_and_then_at_once(
    person: People, axe: Callable[..., list[str]]
) -> None:
    """Home says the day to everybody; without a day the module is open to them again."""
    day = date.today() + timedelta(40)
    desk = Desk(person("facilitator"), axe)
    home = person("pair5-patient")
    row = home.locator("ol.modules > li").filter(has_text="Difficult conversations")
    desk.open()
    modules = desk.part("modules")
    modules.choose("Module", "06")
    modules.show("Show this module", "Change the day it opens")

    modules.open("Change the day it opens")
    modules.type_day("Open on", day)
    modules.press("Change the day", f"It opens on {day.day} {day:%B %Y}. Until then only")
    home.goto("/services/course/")
    expect(row).to_contain_text(f"This one opens on {day.day} {day:%B %Y}.")
    assert axe(home) == []

    modules.open("Change the day it opens")
    modules.type_day("Open on", None)
    modules.press("Change the day", "It is open to everybody.")
    home.reload()
    expect(row).not_to_contain_text("This one opens on")
    expect(row.get_by_role("link").first).to_be_visible()


@by_door("plain")
def test_the_desk_fits_both_doors(
    person: People,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    door: str,
) -> None:
    """Each part, at 1280 and at 320 pixels: nothing scrolls sideways, and axe finds nothing.

    A link at the top shows the part and takes the focus to it; a reload comes back to it.
    """
    page = person("facilitator")
    page.goto(f"/services/course/desk/demo?door={door}")
    page.locator("#desk-grades").wait_for(state="attached")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your desk: Demo cohort")
    desk = Desk(page, axe)

    for name in ("modules", "notes", "grades"):
        part = desk.part(name)
        expect(page.locator(".pairs-desk:visible")).to_have_count(2)  # with the links
        part.looks_right()
    screenshot(page, f"desk-{door}")
    page.set_viewport_size(NARROW)
    screenshot(page, f"desk-{door}-narrow")
    page.reload()

    expect(page.get_by_role("button", name="Make the table of grades")).to_be_visible()
    assert page.evaluate("location.hash") == "#grades"
    grades = desk.part("grades")
    grades.press("Make the table of grades", "The table is made from what is marked now.")
    saved = rows_of(grades.save("button", "Save the grades"))
    assert saved[0][:4] == ["assignment", "duedate", "timestamp", "student_id"]


def test_a_slow_answer_does_not_look_like_a_lost_sign_in(person: People) -> None:
    """After some seconds without an answer the page asks the server for its kernel, and gets it."""
    page = person("facilitator")
    page.goto("/services/course/desk")
    page.get_by_text("Your desk is ready").wait_for(state="attached")

    with page.expect_response("**/api/kernels/*") as asked:
        page.evaluate("window.dispatchEvent(new CustomEvent('pairs:noack'))")

    assert asked.value.status == 200
    expect(page.get_by_text("Your sign-in has ended.")).to_have_count(0)
