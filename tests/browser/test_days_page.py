"""Days in real Chromium: those of the course, wherever the reader's computer thinks it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from pairs_widgets.conversation.examples import EXAMPLES as CONVERSATION
from pairs_widgets.questions.examples import EXAMPLES as QUESTIONS
from pairs_widgets.send.examples import EXAMPLES as SEND

from .widget_page import WidgetPage

BY_NAME = {f"{e.folder}: {e.name}": e for e in (*QUESTIONS, *SEND, *CONVERSATION)}
#: Half past midnight on 3 June in London; in UTC it is still the 2nd.
AT = "2026-06-02T23:30:00.000+00:00"
LATER = "2026-06-05T12:00:00Z"

Open = Callable[..., WidgetPage]


@pytest.fixture(params=["Europe/London", "Pacific/Auckland", "America/Los_Angeles"])
def elsewhere(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser whose computer is in that time zone."""
    context = browser.new_context(locale="en-GB", timezone_id=request.param)
    yield context
    context.close()


def _open(context: BrowserContext, name: str, now: str, **state: Any) -> WidgetPage:
    context.clock.set_fixed_time(now)
    told = BY_NAME[name]
    return WidgetPage(
        context, replace(told, state={**told.state, "zone": "Europe/London", **state})
    )


def test_what_was_saved_has_the_day_of_the_course(elsewhere: BrowserContext) -> None:
    """Saved, typed in and sealed at half past midnight in London is of 3 June everywhere."""
    state = {
        "answers": {"A1": 4, "T1": 2},
        "saved": {"answer/A1": AT, "answer/T1": AT},
        "typed": {"answer/T1": "Fay"},
        "seals": {"A1": {"at": AT, "answer": "4, often", "guess": "No guess", "changed": False}},
    }
    page = _open(elsewhere, "questions: for the whole group", LATER, **state)

    status = page.page.locator(".pairs-status[data-kind='answer']")
    expect(status.and_(page.page.locator("[data-item='A1']"))).to_have_text("Saved on 3 June")
    typed = status.and_(page.page.locator("[data-item='T1']"))
    expect(typed).to_have_text("Typed in by Fay from your paper on 3 June")
    expect(page.page.get_by_text("Sealed on 3 June.")).to_be_visible()


def test_what_was_sent_has_the_day_of_the_course(elsewhere: BrowserContext) -> None:
    """As Home and the desk have it."""
    sending = {**BY_NAME["send: sent"].state["sending"], "sent": AT}
    page = _open(elsewhere, "send: sent", LATER, sending=sending)

    expect(page.page.get_by_role("heading", name="Sent on 3 June")).to_be_visible()


def test_today_is_the_day_of_the_course(elsewhere: BrowserContext) -> None:
    """A talk at half past midnight in London was on 3 June; the time is the reader's clock."""
    page = _open(elsewhere, "conversation: all are open", AT)
    page.page.get_by_label("Yes, we talked").check()
    when = page.page.get_by_label("When did you talk?")

    expect(when).to_have_value("2026-06-03")
    expect(when).to_have_attribute("max", "2026-06-03")
    sending = {**BY_NAME["send: sent"].state["sending"], "sent": "2026-06-03T05:00:00.000+00:00"}
    later = _open(elsewhere, "send: sent", "2026-06-03T06:00:00Z", sending=sending)
    clock = later.page.evaluate(
        "new Date('2026-06-03T05:00:00Z').toLocaleTimeString('en-GB', {timeStyle: 'short'})"
    )
    expect(later.page.get_by_role("heading", name=f"Sent today at {clock}")).to_be_visible()


def test_a_zone_that_a_browser_does_not_know_stops_no_page(elsewhere: BrowserContext) -> None:
    """Zones get new names; an old browser shows its own day rather than nothing."""
    sending = {**BY_NAME["send: sent"].state["sending"], "sent": AT}
    page = _open(elsewhere, "send: sent", LATER, sending=sending, zone="Atlantis/New_City")

    expect(page.page.get_by_role("heading", name="Sent on")).to_contain_text("June")
    assert page.problems == []
