"""One person alone in a module: practice that nobody sees, a service that rests, no reveal."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from ..depth import sampled
from .course import People, RunningCourse, loaded

MODULE = "05-debate-and-dialogue"
SAVED = re.compile(r"^Saved \d\d:\d\d$")
#: The door, and the number of the pair.
WAYS = [("plain", 1), ("lab", 2)]


def opened(person: People, name: str, door: str) -> Page:
    """Open the module for somebody by a door."""
    page = person(name)
    page.goto(f"/services/course/open/{MODULE}?door={door}")
    expect(page.get_by_role("region", name="How we talk when it matters")).to_be_visible()
    loaded(page)
    return page


@pytest.mark.parametrize(("door", "number"), sampled(WAYS, lambda way: way[0] == "lab"))
def test_moves_say_something_on_every_option_and_airtime_is_kept(
    person: People, door: str, number: int
) -> None:
    """Each option of a move has its own words, and a guess of one's airtime is saved."""
    page = opened(person, "pair6-professional", door)
    move = page.locator(".pairs-moves fieldset").first
    said = set()
    for option in (number, 0, 3 - number):
        move.locator("label").nth(option).click()
        expect(move.get_by_role("radio").nth(option)).to_be_checked()
        feedback = page.locator(".pairs-moves [role=status]").filter(has_text=re.compile(r"\w{3}"))
        expect(feedback.first).to_be_visible()
        said.add(move.locator("xpath=..").inner_text())
    assert len(said) == 3

    airtime = page.locator(".pairs-airtime")
    airtime.get_by_text("Guess only", exact=True).click()
    expect(airtime.get_by_text(SAVED).first).to_be_visible()


@pytest.mark.parametrize(("door", "number"), sampled(WAYS, lambda way: way[0] == "plain"))
def test_a_service_that_rests_loses_nothing(
    person: People, hub: RunningCourse, door: str, number: int
) -> None:
    """Answers are saved here meanwhile, the page says so, and they go when it is back."""
    page = opened(person, "pair6-patient", door)
    form = page.get_by_role("region", name="How we talk when it matters")
    hub.stop_service()
    try:
        form.locator("fieldset").first.locator("label").nth(number).click()
        expect(form.get_by_text("Saved here, not shared yet")).to_be_visible()
    finally:
        hub.resume_service()

    expect(form.get_by_text(SAVED).first).to_be_visible()
    expect(form.get_by_text("Saved here, not shared yet")).to_have_count(0)


def test_going_on_without_the_reveal_completes_the_module(person: People) -> None:
    """Nobody waits for ever: one person goes on alone, sends, and is done."""
    page = opened(person, "pair5-patient", "plain")
    talk = page.get_by_role("region", name="The pair conversation", exact=True)
    talk.get_by_role("button", name="Go on without the reveal").click()
    talk.get_by_role("button", name=re.compile("Yes|Go on")).last.click()
    expect(
        talk.get_by_role("status").filter(has_text="You went on without the reveal")
    ).to_be_visible()

    send = page.get_by_role("region", name="Send to your facilitator", exact=True)
    send.get_by_role("button", name="Send to your facilitator").click()
    expect(send.get_by_role("heading", name=re.compile("^Sent"))).to_be_visible()
    expect(send.get_by_text("This module is not finished")).to_have_count(0)
