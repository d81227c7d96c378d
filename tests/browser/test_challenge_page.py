"""The aim, the measure and its points in real Chromium: either adds, and no point is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from pairs_widgets.challenge.examples import EXAMPLES, FEW, TEXT, THEIRS, points, stands

from .hands import Keyboard
from .widget_page import WidgetPage

BY_NAME = {example.name: example for example in EXAMPLES}
NUMBERS = Path(__file__).parents[1] / "course" / "numbers.json"
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def _open(context: BrowserContext, name: str) -> WidgetPage:
    return WidgetPage(context, BY_NAME[name])


def _points(page: WidgetPage) -> Locator:
    return page.page.get_by_role("group", name="The points of our measure")


def _add(page: WidgetPage, day: str, number: str) -> None:
    _points(page).get_by_label("On which day?").fill(day)
    _points(page).get_by_label("The number").fill(number)
    _points(page).get_by_role("button", name="Add a point").click()


def _done(page: WidgetPage) -> list[Any]:
    return [event["value"] for event in page.sent() if event["kind"] == "point"]


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


def test_a_point_is_added_by_keyboard_and_counts(context: BrowserContext) -> None:
    """It needs no yes of the partner, and the table says who added it."""
    page = _open(context, "few points")
    hands = Keyboard(page.page)
    expect(_points(page).get_by_role("row")).to_have_count(4)
    _points(page).get_by_label("On which day?").fill("2026-11-23")
    hands.write(_points(page).get_by_label("The number"), "16,5")
    page.page.keyboard.press("Enter")

    expect(_points(page).get_by_role("heading")).to_be_focused()
    expect(_points(page).get_by_role("row").last).to_contain_text("23 November 202616.5You")
    assert _done(page) == [{"day": "2026-11-23", "value": 16.5}]


def test_each_point_on_its_way_is_kept(context: BrowserContext) -> None:
    """Also while the kernel is silent, and after a reload: none takes the place of another."""
    page = _open(context, "the kernel is gone")
    _add(page, "2026-11-23", "16")
    _add(page, "2026-11-30", "17")
    page.open()
    _add(page, "2026-12-07", "18")

    expect(_points(page).get_by_role("row")).to_have_count(7)
    assert {one["value"] for one in _done(page)} == {16, 17, 18}


def test_points_of_both_stand_with_their_authors(context: BrowserContext) -> None:
    """Two that were added at the same time are both there."""
    page = _open(context, "points of both")
    rows = _points(page).get_by_role("row")

    expect(rows).to_have_count(6)
    expect(rows.nth(1)).to_contain_text("2 November 202612You")
    expect(rows.nth(2)).to_contain_text("2 November 202611Ben")


def test_either_can_change_a_point(context: BrowserContext) -> None:
    """Also one of the partner's; one can leave it as it is."""
    page = _open(context, "points of both")
    change = _points(page).get_by_role("button", name="Change the point of 2 November 2026: 11")
    change.click()
    expect(_points(page).get_by_label("On which day?")).to_have_value("2026-11-02")
    _points(page).get_by_role("button", name="Leave it as it is").click()
    expect(_points(page).get_by_label("The number")).to_have_value("")
    change.click()
    _points(page).get_by_label("The number").fill("10")
    _points(page).get_by_role("button", name="Save the change").click()

    row = _points(page).get_by_role("row").nth(2)
    expect(row).to_contain_text("2 November 202610Ben, changed by you")
    assert _done(page) == [{"of": THEIRS[0]["id"], "day": "2026-11-02", "value": 10}]


def test_a_point_is_taken_out_and_put_back(context: BrowserContext) -> None:
    """What was taken out is still named, with who did it; the focus stays with the points."""
    page = _open(context, "few points")
    _points(page).get_by_role("button", name="Take out the point of 9 November 2026: 9.5").click()

    expect(_points(page).get_by_role("heading")).to_be_focused()
    expect(_points(page).get_by_role("status")).to_have_text("Taken out: 9 November 2026: 9.5.")
    expect(_points(page).get_by_role("row")).to_have_count(3)
    _points(page).get_by_text("1 point was taken out").click()
    expect(_points(page).get_by_role("listitem")).to_contain_text("you took it out")
    _points(page).get_by_role("button", name="Put it back").click()

    expect(_points(page).get_by_role("row")).to_have_count(4)
    second = FEW[1]["id"]
    assert _done(page) == [{"of": second}, {"of": second, "day": "2026-11-09", "value": 9.5}]


@pytest.mark.parametrize("name", ["points of both", "changed and taken out"])
def test_the_table_fits_a_narrow_phone(context: BrowserContext, name: str) -> None:
    """Nothing is cut and nothing scrolls sideways, with the names and all buttons."""
    page = _open(context, name)
    page.page.set_viewport_size({"width": 320, "height": 900})

    table = page.page.get_by_role("table")
    assert page.overflow() == 0
    assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")


def test_an_unfinished_point_is_not_added(context: BrowserContext) -> None:
    """Each box says what it needs."""
    page = _open(context, "few points")
    _points(page).get_by_role("button", name="Add a point").click()
    day = _points(page).get_by_label("On which day?")
    expect(day).to_be_focused()
    expect(day).to_have_accessible_description("Error: Choose a day first.")

    assert _done(page) == []


def test_a_number_is_read_as_on_paper(context: BrowserContext) -> None:
    """The page and the reader of typed in sheets follow the same table."""
    page = _open(context, "few points")
    number = _points(page).get_by_label("The number")
    _points(page).get_by_label("On which day?").fill("2026-11-23")
    rows = json.loads(NUMBERS.read_text(encoding="utf-8"))
    for row in rows:
        number.fill(row["text"])
        number.press("Tab")
        refused = number.get_attribute("aria-invalid") == "true"
        assert refused == (row["value"] is None), row

    taken = [row for row in rows if row["value"] is not None]
    for row in taken:
        _add(page, "2026-11-23", row["text"])
    assert [one["value"] for one in _done(page)] == [row["value"] for row in taken]


def test_the_chart_says_what_the_table_says(context: BrowserContext) -> None:
    """A text alternative, the verdict in words, and squares for the points of a shift."""
    page = _open(context, "a shift")
    chart = page.page.get_by_role("img")

    expect(chart).to_have_accessible_name(
        "A chart with 12 points, from 2 November 2026 to 18 January 2027. "
        "They lie between 4 and 12. The median is at 7.5. The table says the same."
    )
    expect(chart.locator("rect")).to_have_count(12)
    expect(chart).to_contain_text("median 7.5")
    expect(_points(page)).to_contain_text("6 points in a row lie below the median.")


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
    page.change(**stands(points(12, 9.5, 14, 16), TEXT))
    expect(_points(page)).to_contain_text("You have 4 points.")


def test_a_refused_point_comes_back_into_its_boxes(context: BrowserContext) -> None:
    """Nothing is cleared, and nothing is drawn that is not saved."""
    page = _open(context, "every point refused")
    _add(page, "2026-11-23", "16")

    expect(_points(page).locator(".pairs-status")).to_have_text(
        "Not saved: this kernel refuses everything"
    )
    expect(_points(page).get_by_label("The number")).to_have_value("16")
    expect(_points(page).get_by_label("On which day?")).to_have_value("2026-11-23")
    expect(_points(page).get_by_role("row")).to_have_count(4)
