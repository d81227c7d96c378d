"""Meeting another pair in real Chromium: the participant's page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from pairs_widgets.meet.examples import EXAMPLES, MEET, PEOPLE

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
