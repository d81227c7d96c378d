"""The aim, the measure and its points in real Chromium: either suggests, no point is lost."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

from pairs_widgets.challenge.examples import (
    EXAMPLES,
    FEW,
    measure,
    points,
    stands,
    suggested,
)

from .hands import Keyboard
from .widget_page import WidgetPage

BY_NAME = {example.name: example for example in EXAMPLES}
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def _open(context: BrowserContext, name: str) -> WidgetPage:
    return WidgetPage(context, BY_NAME[name])


def _points(page: WidgetPage) -> Locator:
    return page.page.get_by_role("group", name="The points of our measure")


def _add(page: WidgetPage, day: str, number: str) -> None:
    _points(page).get_by_label("On which day?").fill(day)
    _points(page).get_by_label("The number").fill(number)
    _points(page).get_by_role("button", name="Add a point").click()


def _proposed(page: WidgetPage) -> list[Any]:
    return [event["value"] for event in page.sent() if event["kind"] == "propose"]


def test_an_aim_has_a_number_and_a_day(context: BrowserContext) -> None:
    """Native boxes; what is missing or no number is said at its box, and the rest stays."""
    page = _open(context, "nothing yet")
    aim = page.page.get_by_role("group", name="Our aim")
    aim.get_by_label("What do we want to change?").fill("More people come.")
    number = aim.get_by_label("What number do we want to reach?")
    number.fill("many")
    aim.get_by_role("button", name="Suggest this").click()

    expect(number).to_be_focused()
    expect(number).to_have_accessible_description(
        "For example 20. Error: Write a number here, for example 3 or 2.5."
    )
    number.fill("20,5")
    aim.get_by_label("By which day?").fill("2027-03-01")
    aim.get_by_role("button", name="Suggest this").click()
    expect(aim).to_be_focused()
    assert _proposed(page) == [{"aim": "More people come.", "number": "20.5", "by": "2027-03-01"}]


def test_a_point_is_added_by_keyboard_to_the_text_that_stands(context: BrowserContext) -> None:
    """It is a suggestion with all earlier points; the page shows it before the partner agrees."""
    page = _open(context, "few points")
    hands = Keyboard(page.page)
    expect(_points(page).get_by_role("row")).to_have_count(4)
    _points(page).get_by_label("On which day?").fill("2026-11-23")
    hands.write(_points(page).get_by_label("The number"), "16")
    page.page.keyboard.press("Enter")

    expect(_points(page).get_by_role("heading")).to_be_focused()
    expect(_points(page).get_by_role("row").last).to_contain_text("23 November 2026")
    expect(_points(page)).to_contain_text(
        "These are the points that you suggest. They wait for Ben."
    )
    assert _proposed(page) == [measure(12, 9.5, 14, 16)]


def test_the_next_point_is_added_to_the_one_on_its_way(context: BrowserContext) -> None:
    """Also while the kernel is silent, and after a reload."""
    page = _open(context, "the kernel is gone")
    _add(page, "2026-11-23", "16")
    page.open()
    _add(page, "2026-11-30", "17")

    expect(_points(page).get_by_role("row")).to_have_count(6)
    assert _proposed(page)[-1] == measure(12, 9.5, 14, 16, 17)


def test_a_point_goes_into_the_partners_newer_text(context: BrowserContext) -> None:
    """The partner's point that is not agreed yet is kept."""
    page = _open(context, "the partner adds a point")
    expect(_points(page)).to_contain_text("the points that Ben suggests. You have not agreed")
    expect(page.page.get_by_text("4 points. New: 23 November 2026: 16.")).to_be_visible()
    _add(page, "2026-11-30", "17,5")

    assert _proposed(page) == [measure(12, 9.5, 14, 16, 17.5)]


def test_a_point_that_crossed_the_partners_can_come_back(context: BrowserContext) -> None:
    """It is named, and one press puts it into the partner's text."""
    page = _open(context, "a point of mine is not in it")
    expect(_points(page)).to_contain_text("it is not in the text of Ben: 24 November 2026: 15.")
    _points(page).get_by_role("button", name="Put it in again").click()

    expect(_points(page).get_by_role("row")).to_have_count(6)
    expect(_points(page).get_by_role("button", name="Put it in again")).to_be_hidden()
    assert _proposed(page) == [
        {**FEW, "points": points(12, 9.5, 14, 16) + "\n2026-11-24 15"},
    ]


def test_a_point_can_be_taken_out(context: BrowserContext) -> None:
    """That is a suggestion too; the focus stays with the points."""
    page = _open(context, "few points")
    _points(page).get_by_role("button", name="Remove the point of 9 November 2026: 9.5").click()

    expect(_points(page).get_by_role("heading")).to_be_focused()
    expect(_points(page).get_by_role("status")).to_have_text("Taken out: 9 November 2026: 9.5.")
    assert _proposed(page) == [{**FEW, "points": "2026-11-02 12\n2026-11-16 14"}]


def test_an_unfinished_point_is_not_added(context: BrowserContext) -> None:
    """Each box says what it needs; there is a limit, and the page says so."""
    page = _open(context, "few points")
    _points(page).get_by_role("button", name="Add a point").click()
    day = _points(page).get_by_label("On which day?")
    expect(day).to_be_focused()
    expect(day).to_have_accessible_description("Error: Choose a day first.")
    full = {**FEW, "points": "\n".join(["2026-11-02 12"] * 28)}
    page.change(**stands(full))
    _add(page, "2026-11-30", "17")
    expect(day).to_have_accessible_description(
        "Error: There is no room for another point. Take one out first."
    )

    assert _proposed(page) == []


def test_a_new_wording_keeps_the_points(context: BrowserContext) -> None:
    """Who writes the measure anew loses no point, not even one that came in meanwhile."""
    page = _open(context, "few points")
    group = page.page.get_by_role("group", name="Our measure", exact=True)
    group.get_by_role("button", name="Write another version").click()
    group.get_by_label("How often?").fill("Each month")
    page.change(**stands(FEW, suggested("partner", measure(12, 9.5, 14, 16))))
    group.get_by_role("button", name="Suggest this").click()
    expect(group).to_be_focused()

    assert _proposed(page) == [{**measure(12, 9.5, 14, 16), "how-often": "Each month"}]


def test_the_chart_says_what_the_table_says(context: BrowserContext) -> None:
    """A text alternative, the verdict in words, and squares for the points of a shift."""
    page = _open(context, "a shift")
    chart = page.page.get_by_role("img")

    expect(chart).to_have_accessible_name(
        "A chart with 12 points, from 2 November 2026 to 18 January 2027. "
        "They lie between 4 and 12. The middle line is at 7.5. The table says the same."
    )
    expect(chart.locator("rect")).to_have_count(12)
    expect(_points(page)).to_contain_text("6 points in a row lie below the middle line.")


def test_the_verdict_follows_the_news(context: BrowserContext) -> None:
    """What the kernel reads in the points is never said of other points."""
    page = _open(context, "few points")
    expect(_points(page)).to_contain_text("You have 3 points.")
    page.page.evaluate("fake.acks = 'silent'")
    _add(page, "2026-11-23", "16")
    expect(_points(page)).not_to_contain_text("You have 3 points.")
    expect(_points(page).locator(".pairs-status")).to_have_text("Not saved yet, still trying")

    page.page.evaluate("fake.acks = 'saved'")
    expect(_points(page).locator(".pairs-status")).to_have_text(SAVED)
    page.change(
        **stands(FEW, suggested("me", measure(12, 9.5, 14, 16))),
        saved={"propose/measure": "2099-01-01T00:00:00.000+00:00"},
    )
    expect(_points(page)).to_contain_text("You have 4 points.")


def test_a_refused_point_comes_back_into_its_boxes(context: BrowserContext) -> None:
    """Nothing is cleared, and nothing is drawn that is not saved."""
    page = _open(context, "every suggestion refused")
    _add(page, "2026-11-23", "16")

    expect(_points(page).locator(".pairs-status")).to_have_text(
        "Not saved: this kernel refuses everything"
    )
    expect(_points(page).get_by_label("The number")).to_have_value("16")
    expect(_points(page).get_by_label("On which day?")).to_have_value("2026-11-23")
    expect(_points(page).get_by_role("row")).to_have_count(4)


def test_points_wait_for_the_measure(context: BrowserContext) -> None:
    """Without a text there is nothing to count."""
    page = _open(context, "nothing yet")

    expect(_points(page)).to_contain_text("Write your measure first.")
    expect(_points(page).get_by_role("button", name="Add a point")).to_be_hidden()
