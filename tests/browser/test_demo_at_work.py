"""The demo as a newcomer starts it: a facilitator has things to do, and people find their work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from pairs_course.store import Store
from pairs_instructor.demo import words

from .at_desk import BEYOND, NARROW, STEP, WIDE, Desk
from .course import People, RunningCourse, loaded

MODULE = "01-setting-out"
SAVED = re.compile(r"^Saved \d\d:\d\d$")
NOTE = "Thank you both. Your plan for Thursdays is a good one."
OWN = words.ALONE["pair2-patient"]["N5"]
OF_PARTNER = words.ALONE["pair2-professional"]["N5"]
AGREED = words.TOGETHER["pair2"]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCourse]:
    """The course as it is started by somebody who has read no more than the first page."""
    course = RunningCourse(tmp_path_factory.mktemp("a course of a newcomer"), COURSE_FRESH="no")
    course.start()
    yield course
    course.stop()


def opened(person: People, name: str) -> Page:
    """Open the first module on the plain page."""
    page = person(name)
    page.goto(f"/services/course/open/{MODULE}?door=plain")
    expect(page.get_by_role("region", name="What you need to take part well")).to_be_visible()
    loaded(page)
    return page


def test_home_says_who_has_sent_and_what_waits(
    person: People, axe: Callable[..., list[str]], screenshot: Callable[[Page, str], None]
) -> None:
    """Days for those who sent, a call, and a card; the table of eight modules fits the page."""
    page = person("facilitator")

    table = page.locator("div").and_(page.get_by_role("region", name="Who has sent what"))
    sent = re.compile(r"\d+ \w+ 20\d\d")
    for name, count in (("Patient leader 1", 0), ("Professional 2", 1), ("Patient leader 3", 2),
                        ("Professional 5", 0), ("Professional 6", 8)):  # fmt: skip
        row = table.get_by_role("row", name=name)
        expect(row.get_by_role("cell").filter(has_text=sent)).to_have_count(count)
    fits = table.evaluate("region => region.scrollWidth <= region.clientWidth")
    calls = page.get_by_role("region", name="Please call")
    expect(calls.get_by_text("Patient leader 4 asked for a call on")).to_be_visible()
    expect(page.get_by_text("1 card or letter waits to be read.")).to_be_visible()
    screenshot(page, "demo-home")
    found = axe(page)
    page.set_viewport_size(NARROW)
    screenshot(page, "demo-home-narrow")
    assert (fits, found, page.evaluate(BEYOND)) == (True, [], 0)

    page.set_viewport_size(WIDE)
    calls.get_by_role("button", name="I have called").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(calls).to_have_count(0)


@pytest.mark.whole  # the same steps in a fresh cohort: test_desk_journey.py
def test_the_desk_collects_reads_writes_and_gives_back(
    person: People,
    hub: RunningCourse,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
) -> None:
    """What the pairs sent is marked and can be read, a note reaches them, a card is published."""
    desk = Desk(person("facilitator"), axe)
    desk.overview()
    expect(desk.page.get_by_text("01 Setting out together: 6 sent")).to_be_visible()
    expect(desk.page.get_by_text("Cards and letters: 1 to be read")).to_be_visible()
    screenshot(desk.page, "demo-desk")
    desk.page.set_viewport_size(NARROW)
    screenshot(desk.page, "demo-desk-narrow")
    desk.page.set_viewport_size(WIDE)
    desk.open()

    modules = desk.part("modules")
    modules.choose("Module", "01")
    modules.show("Show this module", "Collect and mark")
    modules.press("Collect and mark", "Collecting and marking “01")
    expect(desk.page.get_by_text("6 submissions marked now.")).to_be_visible(timeout=STEP)
    with desk.page.context.expect_page() as reading:
        desk.hands.press(desk.page.get_by_role("link", name="Read").first)
    sentence = str(AGREED["sentence-01"]["sentence"])
    expect(reading.value.get_by_text(sentence).first).to_be_visible()
    screenshot(reading.value, "demo-formgrader")
    reading.value.close()

    outcome = desk.page.locator("#outcome")
    desk.page.goto(f"/services/course/cohort/demo/notes?module={MODULE}&pair=pair2")
    desk.hands.write(desk.page.get_by_label("Note to the pair"), NOTE)
    desk.hands.press(desk.page.get_by_role("button", name="Save the note to the pair"))
    expect(outcome).to_contain_text("is saved. They have it once you give feedback back.")
    desk.open()
    modules = desk.part("modules")
    modules.press("Give feedback back", "Giving feedback back for “01")
    given_back = desk.page.get_by_text("Feedback for 6 submissions is on Home now.")
    expect(given_back).to_be_visible(timeout=STEP)

    desk.page.goto("/services/course/cohort/demo/reviews")
    desk.hands.press(desk.page.get_by_role("button", name="Publish these words"))
    expect(outcome).to_contain_text("Published. Either of the two can take it back")

    desk.page.goto("/services/course/cohort/demo/waves")
    desk.hands.press(desk.page.get_by_text("Close wave “start” now"))
    sure = desk.page.get_by_label(re.compile("Yes, close wave “start” of cohort .* now, on "))
    desk.hands.reach(sure)
    desk.page.keyboard.press("Space")
    button = desk.page.get_by_role("button", name="Close this wave now").locator("visible=true")
    desk.hands.press(button.first)
    expect(outcome).to_contain_text("Its figures never change.")
    with Store.in_folder(hub.state) as store:
        assert store.summaries.closed("demo") == ["start"]
    desk.page.goto("/services/dashboards/cohort/demo")
    expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
    expect(desk.page.get_by_text(re.compile("few|about half|many")).first).to_be_visible()
    screenshot(desk.page, "demo-figures")

    page = person("pair2-professional")
    page.goto(f"/services/course/feedback/{MODULE}")
    expect(page.locator(".note")).to_have_text(NOTE)
    expect(page.get_by_text(sentence).first).to_be_visible()


def test_who_answered_finds_it_and_can_go_on(
    person: People, hub: RunningCourse, screenshot: Callable[[Page, str], None]
) -> None:
    """What they wrote, sealed and opened together; a later answer stands, also after a restart."""
    page = opened(person, "pair2-patient")
    needs = page.get_by_role("region", name="What you need to take part well")
    expect(needs.get_by_role("textbox", name=re.compile("What else would help"))).to_have_value(OWN)
    expect(needs.get_by_role("radio", checked=True)).to_have_count(4)
    start = page.get_by_role("region", name="Where the two of you start")
    expect(start.get_by_role("radio", checked=True)).to_have_count(8)
    talk = page.get_by_role("region", name="The pair conversation", exact=True)
    expect(talk.get_by_text(OF_PARTNER)).to_be_visible()
    for text in ("Saved here, not shared yet", "Not saved yet"):
        expect(page.get_by_text(text)).to_have_count(0)
    screenshot(page, "demo-module")

    question = start.locator("fieldset").first
    options = question.get_by_role("radio")
    other = next(n for n in range(5) if not options.nth(n).is_checked())
    question.locator("label").nth(other).click()
    expect(start.get_by_text(SAVED)).to_be_visible()
    page.goto("about:blank")
    hub.restart()
    page = opened(person, "pair2-patient")

    start = page.get_by_role("region", name="Where the two of you start")
    expect(start.locator("fieldset").first.get_by_role("radio").nth(other)).to_be_checked()
    expect(start.get_by_role("radio", checked=True)).to_have_count(8)


def test_the_first_pair_begins_at_the_start(person: People) -> None:
    """Whoever tries the course as one of these two has all of it before them."""
    home = person("pair1-patient")
    expect(home.get_by_text("Your next module is “Setting out together”.")).to_be_visible()
    expect(home.get_by_text("Not started", exact=True)).to_have_count(8)

    page = opened(person, "pair1-patient")

    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
