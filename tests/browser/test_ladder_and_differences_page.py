"""The ladder and the difference map in real Chromium."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Locator, expect

from pairs_widgets.differences.examples import EXAMPLES as DIFFERENCES
from pairs_widgets.differences.examples import THEIRS, seen, told
from pairs_widgets.ladder.examples import EXAMPLES as LADDER

from .hands import Keyboard
from .one_server import eventually
from .widget_page import WidgetPage

BY_NAME = {f"{e.folder}: {e.name}": e for e in (*LADDER, *DIFFERENCES)}


def _open(context: BrowserContext, name: str) -> WidgetPage:
    return WidgetPage(context, BY_NAME[name])


def _first(page: WidgetPage) -> Locator:
    return page.page.get_by_role(
        "group", name=re.compile(r"^([\d.]+ )?Where is your first decision")
    )


def test_the_lowest_rung_is_at_the_bottom_and_read_last(context: BrowserContext) -> None:
    """What is seen, read and reached by the arrows is in one order, and the hint says it."""
    page = _open(context, "ladder: nothing answered")
    rungs = _first(page).get_by_role("radio")
    names = [
        "People lead rung 5 of 5",
        "People decide with us rung 4 of 5",
        "People work on it with us rung 3 of 5",
        "People are asked rung 2 of 5",
        "People are told rung 1 of 5",
    ]
    for place, name in enumerate(names):
        expect(rungs.nth(place)).to_have_accessible_name(name)
    tops = [box["y"] for rung in rungs.all()[:5] if (box := rung.bounding_box())]
    assert tops == sorted(tops)
    expect(_first(page)).to_have_accessible_description(
        "The top rung comes first here, and the lowest comes last."
    )

    rungs.nth(3).focus()
    page.page.keyboard.press("Space")
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("Tab")  # leaving the rungs says which one is meant
    eventually(page.page, lambda: [one["value"] for one in page.sent()] == ["asked", "told"])


def test_a_ladder_goes_on_when_all_is_answered(context: BrowserContext) -> None:
    """What is left is counted; when nothing is, the next heading has the focus."""
    page = _open(context, "ladder: nothing answered")
    hands = Keyboard(page.page)
    hands.press(page.page.get_by_role("button", name="Save and continue"))
    expect(page.page.get_by_role("button", name="6 left: go to the first")).to_be_focused()
    for answer in page.page.get_by_role("radio", name="Not sure").all():
        answer.check()
    page.page.get_by_role("button", name="Save and continue").click()

    expect(page.page.get_by_role("heading", name="The next activity")).to_be_focused()


def test_before_it_opens_the_page_says_nothing_of_the_partner(context: BrowserContext) -> None:
    """Not even that there will be a map."""
    page = _open(context, "differences: answered and closed")

    expect(page.page.get_by_role("heading", name="Your difference map")).to_have_count(0)
    assert page.example.state["map"] is None
    # The name stands in words that are the same for everybody, and in no others.
    named = page.page.locator("#widget").inner_text()
    page.change(partner="")
    general = page.page.locator("#widget").inner_text()
    assert named.replace("Ben", "your partner").lower() == general.lower()


def test_the_map_says_in_lists_what_the_picture_shows(context: BrowserContext) -> None:
    """Headed lists, the partner's name, both texts as text, and what to ask about."""
    page = _open(context, "differences: all are open")
    found = page.page.get_by_role("region", name="Your difference map")

    expect(found.get_by_role("heading", level=5)).to_have_text(
        ["Only I see", "Only Ben sees", "Both of us see", "Neither of us sees", "Ask each other"]
    )
    lists = [one.all_inner_texts() for one in (r.get_by_role("listitem") for r in _regions(found))]
    assert lists == [
        [
            "What a bad night costs",
            "One thing that I see and you may not\nHow <b>tired</b> people are\nwhen they come.",
        ],
        [
            "What the rules allow",
            "One thing that I see and you may not\nHow often the rules change.",
        ],
        ["How long people wait for an answer"],
        ["Who is not in the room"],
        ["Where the money goes", "What people say on the way home"],
    ]
    picture = found.locator("svg")
    expect(picture).to_have_attribute("aria-hidden", "true")
    expect(picture.locator(".pairs-dot")).to_have_count(2 + 1 + 2 + 1)
    expect(picture.locator("text")).to_have_text(["I", "Ben"])


def _regions(found: Locator) -> list[Locator]:
    return found.locator(".pairs-region").all()


def test_the_map_comes_when_something_opens(context: BrowserContext) -> None:
    """News says where it is, and does not move the focus; a part is called a part."""
    page = _open(context, "differences: answered and closed")
    box = page.page.get_by_label("Think of one day")
    box.fill("Monday")
    page.change(**told(seen("V1", "V3")))

    expect(page.page.get_by_text("This is not the whole map yet.")).to_be_visible()
    expect(page.page.get_by_text("Your difference map is on this page")).to_be_attached()
    expect(box).to_be_focused()
    expect(box).to_have_value("Monday")
    page.change(**told(seen(*THEIRS)))
    expect(page.page.get_by_text("This is not the whole map yet.")).to_have_count(0)
