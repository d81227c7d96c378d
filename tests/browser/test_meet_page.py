"""Meeting another pair in real Chromium: the participant's page, and the facilitator's form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest
from playwright.sync_api import BrowserContext, expect

from pairs_course.content import Module
from pairs_course.service import pages
from pairs_course.service.pages import home
from pairs_course.service.pages.meetings import Choice, meeting_of
from pairs_course.store import PairAtMeeting, Person
from pairs_course.store.care import Call
from pairs_widgets.meet.examples import EXAMPLES, MEET, PEOPLE

from .axe import violations
from .widget_page import WidgetPage

BY_NAME = {example.name: example for example in EXAMPLES}
READY = "We are ready to meet another pair"


def _meeting(state: str, **more: Any) -> dict[str, Any]:
    return {"state": state, "people": [], "sentence": None, "asking": None, **more}


def test_a_pair_asks_waits_and_stops_by_keyboard(context: BrowserContext) -> None:
    """Each step moves the focus to the heading of the next, and is said politely."""
    page = WidgetPage(context, BY_NAME["not asked"])
    page.page.get_by_role("button", name=READY).press("Enter")
    assert page.sent() == [{"kind": "ready", "item": MEET.module, "value": True}]

    page.change(meeting=_meeting("none", asking=True))
    expect(page.page.get_by_text("Your wish is on its way.")).to_be_visible()
    page.change(meeting=_meeting("waiting"))
    expect(page.page.get_by_role("heading", name="You are waiting")).to_be_focused()
    expect(page.page.get_by_role("status").get_by_text("You are waiting")).to_have_count(1)
    expect(page.page.get_by_text("You can finish this module without the meeting.")).to_be_visible()

    page.page.get_by_role("button", name="Stop waiting").press("Enter")
    assert page.sent()[-1] == {"kind": "ready", "item": MEET.module, "value": False}
    page.change(meeting=_meeting("none"))
    expect(page.page.get_by_role("heading", name="Find another pair")).to_be_focused()
    assert page.problems == []


def test_the_sentence_has_its_place_once_there_is_a_pair_to_write_to(
    context: BrowserContext,
) -> None:
    """Names and how to meet, then the own sentence, then theirs; markup in them is only text."""
    page = WidgetPage(context, BY_NAME["waiting"])
    ours = page.page.get_by_role("group", name="One sentence from us to the other pair")
    expect(ours).to_be_hidden()

    page.change(meeting=_meeting("matched", people=PEOPLE))
    expect(
        page.page.get_by_role("heading", name="You meet Cat Cedar and Dan <b>Dell</b>")
    ).to_be_visible()
    expect(ours).to_be_visible()
    expect(page.page.get_by_text("It is not here yet.")).to_be_visible()

    box = ours.get_by_role("textbox")
    box.fill("You asked")
    said = {"sentence": "We count <i>Sundays</i> now."}
    page.change(meeting=_meeting("matched", people=PEOPLE, sentence=said))
    expect(page.page.get_by_text("We count <i>Sundays</i> now.")).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_value("You asked")
    expect(
        page.page.get_by_role("status").get_by_text("The other pair has left you")
    ).to_have_count(1)


@pytest.mark.parametrize("name", [example.name for example in EXAMPLES])
def test_who_can_read_the_sentence_is_said_before_it_is_written(
    context: BrowserContext, name: str
) -> None:
    """In every state, above everything else."""
    page = WidgetPage(context, BY_NAME[name])

    notice = page.page.get_by_text("They can read your sentence once both of you have confirmed it")
    expect(notice).to_be_visible()


def test_a_course_without_a_hub_says_that_it_needs_another_pair(context: BrowserContext) -> None:
    """There is nothing to press and nobody to write to."""
    page = WidgetPage(context, BY_NAME["without a hub"])

    expect(page.page.get_by_role("heading", name="This part needs another pair")).to_be_visible()
    expect(page.page.get_by_role("button")).to_have_count(0)


def _home(choice: Choice | None) -> str:
    """Render a facilitator's Home with one meeting."""
    loader = jinja2.FileSystemLoader(pages.FOLDER / "templates")
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    made.filters["day"] = home.day
    at = "2026-11-20T10:00:00.000+00:00"
    pairs = [
        PairAtMeeting("pair1", ["Ann Alder", "Ben Birch"], None, at),
        PairAtMeeting("pair2", ["Cat Cedar", "Dan Dell"], "pair3", at),
        PairAtMeeting("pair3", ["Eve Elm", "Gus Gorse"], "pair2", at),
        PairAtMeeting("pair4", ["Hal <b>Hazel</b>", "Ida"], None, None),
    ]
    modules = [Module(MEET.module, "Why pairs?", 20, 40)]
    return made.get_template("facilitator.html").render(
        prefix="/services/course/",
        dashboards="/services/dashboards/",
        person=Person("faye", "Faye", "facilitator", "demo", None, True, None, None),
        modules=modules,
        sent=[],
        calls=[Call(1, "ann", "Ann Alder", at)],
        pausing={"ann"},
        problem=choice is not None,
        meetings=[meeting_of(module, pairs, choice) for module in modules],
        form_token="token",  # noqa: S106 - not a secret
    )


@pytest.mark.parametrize(
    "choice", [None, Choice(MEET.module, "pair1", "pair1", "A pair meets another pair.")]
)
def test_the_facilitators_form_is_accessible_and_fits(
    context: BrowserContext, choice: Choice | None
) -> None:
    """No axe rule is broken, wide or narrow; a problem has the focus where it can be mended."""
    page = context.new_page()
    style = (Path(pages.FOLDER) / "static" / "pages.css").read_text()
    page.route("**/*", lambda route: route.fulfill(body=""))
    page.route("**/pages.css", lambda route: route.fulfill(body=style, content_type="text/css"))
    page.route("**/home", lambda route: route.fulfill(body=_home(choice), content_type="text/html"))
    page.goto("http://course.test/home")
    first, second = page.get_by_label("First pair"), page.get_by_label("Second pair")

    if choice:
        expect(second).to_be_focused()
        expect(second).to_have_accessible_description(
            "There is a problem A pair meets another pair."
        )
        expect(first).to_have_value("pair1")
    expect(first.get_by_role("option")).to_have_text(
        [
            "Choose a pair",
            "pair1: Ann Alder and Ben Birch (waiting)",
            "pair4: Hal <b>Hazel</b> and Ida",
        ]
    )
    for width in (1000, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
