"""Cards, assumption cards and hours in real Chromium: nothing lost, everything by keyboard."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

from pairs_widgets.cards.examples import EXAMPLES as CARDS
from pairs_widgets.cards.examples import ONE, TWO
from pairs_widgets.examples import Example
from pairs_widgets.hours.examples import EXAMPLES as HOURS
from pairs_widgets.ledger.examples import EXAMPLES as LEDGER

from .hands import Keyboard
from .widget_page import WidgetPage

BY_NAME = {f"{e.folder}: {e.name}": e for e in (*CARDS, *HOURS, *LEDGER)}
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def _open(context: BrowserContext, name: str) -> WidgetPage:
    return WidgetPage(context, BY_NAME[name])


def _card(page: WidgetPage, number: int) -> Locator:
    return page.page.get_by_role("article", name=f"Card {number}")


def _button(place: Locator | Any, name: str) -> Locator:
    return place.get_by_role("button", name=name)


def _values(page: WidgetPage) -> list[Any]:
    return [event["value"] for event in page.sent()]


def _status(page: WidgetPage) -> Locator:
    return page.page.locator(".pairs-status")


def test_a_card_is_made_by_keyboard_alone(context: BrowserContext) -> None:
    """Adding goes to the first box; done goes to the card; what is saved is the whole list."""
    page = _open(context, "cards: no card yet")
    hands = Keyboard(page.page)
    hands.press(_button(page.page, "Add a card"))
    card = _card(page, 1)
    expect(card.get_by_label("What will you try?")).to_be_focused()
    page.page.keyboard.type("Ask early.")
    hands.write(card.get_by_label("How many hours"), "1,5")
    hands.choose(card.get_by_role("group", name="What next?"), 1)
    expect(_status(page)).to_have_text(SAVED)
    hands.press(_button(card, "Done"))

    expect(card.get_by_role("heading", name="Card 1")).to_be_focused()
    expect(card.get_by_role("definition")).to_have_text(
        ["Ask early.", "1.5", "Change it and try again"]
    )
    [saved] = _values(page)[-1]
    assert re.fullmatch(r"[A-Za-z0-9]{1,40}", saved.pop("id"))
    assert saved == {
        "try": "Ask early.",
        "predict": "",
        "when": "",
        "cost": 1.5,
        "happened": "",
        "next": "change",
    }
    assert page.problems == []


def test_an_empty_card_is_not_saved(context: BrowserContext) -> None:
    """It says what is missing; removing it asks nothing and saves nothing."""
    page = _open(context, "cards: no card yet")
    _button(page.page, "Add a card").click()
    card = _card(page, 1)
    _button(card, "Done").click()

    first = card.get_by_label("What will you try?")
    expect(first).to_be_focused()
    expect(first).to_have_accessible_description(
        "Error: Write something on this card, or remove it. You can write 200 characters."
    )
    _button(card, "Remove").click()
    expect(_button(page.page, "Add a card")).to_be_focused()
    expect(page.page.get_by_text("There are no cards yet.")).to_be_visible()
    assert _values(page) == []


def test_removing_a_card_asks_first_and_the_focus_stays_near(context: BrowserContext) -> None:
    """No changes nothing; yes takes the card away and goes to its neighbour."""
    page = _open(context, "cards: two cards")
    hands = Keyboard(page.page)
    card = _card(page, 2)
    hands.press(_button(card, "Remove"))
    question = card.get_by_role("group", name="Remove this card?")
    expect(_button(question, "No, keep it")).to_be_focused()
    page.page.keyboard.press("Enter")
    expect(_button(card, "Remove")).to_be_focused()
    assert _values(page) == []

    hands.press(_button(card, "Remove"))
    page.page.keyboard.press("Shift+Tab")
    page.page.keyboard.press("Enter")

    expect(page.page.get_by_role("heading", name="Card 1")).to_be_focused()
    expect(page.page.get_by_text("Card 2 is removed. You have 1 card.")).to_be_attached()
    assert _values(page) == [[ONE]]


def test_a_word_that_is_no_number_is_kept_and_said(context: BrowserContext) -> None:
    """The error stands at its field, nothing is cleared, and a reload shows it again."""
    page = _open(context, "cards: two cards")
    card = _card(page, 1)
    _button(card, "Change").click()
    box = card.get_by_label("How many hours")
    box.fill("a few")
    box.press("Tab")

    told = "Write a number here, for example 3 or 2.5."
    expect(box).to_have_accessible_description(f"For example 1.5. Error: {told}")
    expect(_status(page)).to_have_text(f"Not saved yet. {told}")
    _button(card, "Done").click()
    expect(box).to_be_focused()
    page.open()
    expect(box).to_have_value("a few")
    expect(_status(page)).to_have_text(f"Not saved yet. {told}")
    assert _values(page) == []
    box.fill("2,25")
    expect(box).to_have_accessible_description("For example 1.5.")
    expect(_status(page)).to_have_text(SAVED)
    assert _values(page) == [[{**ONE, "cost": 2.25}, TWO]]


def test_a_comma_between_thousands_is_not_guessed_at(context: BrowserContext) -> None:
    """1,200 could mean two things, so the page asks."""
    page = _open(context, "cards: no card yet")
    _button(page.page, "Add a card").click()
    box = _card(page, 1).get_by_label("How many hours")
    box.fill("1,200")
    box.press("Tab")

    expect(page.page.get_by_text("Write this number without a comma").first).to_be_visible()
    assert _values(page) == []


def test_there_is_room_for_so_many_cards_and_no_more(context: BrowserContext) -> None:
    """The limit is said, and goes away when a card goes."""
    page = _open(context, "cards: no room for more")
    full = page.page.get_by_text("You have 3 cards, and there is no room for more.")
    expect(full).to_be_visible()
    expect(_button(page.page, "Add a card")).to_be_hidden()

    _button(_card(page, 3), "Remove").click()
    _button(page.page, "Yes, remove it").click()

    expect(full).to_be_hidden()
    expect(_button(page.page, "Add a card")).to_be_visible()


def test_a_card_outlives_a_kernel_that_is_gone(context: BrowserContext) -> None:
    """What was typed just before a reload is there, and is sent again."""
    page = _open(context, "cards: the kernel is gone")
    _button(page.page, "Add a card").click()
    _card(page, 2).get_by_label("What will you try?").fill("Ask <b>early</b>.")
    expect(_status(page)).to_have_text("Not saved yet, still trying")
    page.open()

    expect(_card(page, 2).get_by_role("definition")).to_have_text("Ask <b>early</b>.")
    page.page.evaluate("fake.acks = 'saved'")
    expect(_status(page)).to_have_text(SAVED)
    assert page.page.evaluate("Object.keys(sessionStorage)") == []


def test_news_never_touches_what_is_being_typed(context: BrowserContext) -> None:
    """Another page's card appears, its change shows, and the open box keeps its words."""
    page = _open(context, "cards: two cards")
    page.page.evaluate("fake.acks = 'silent'")
    _button(_card(page, 1), "Change").click()
    box = _card(page, 1).get_by_label("What will you try?")
    box.fill("Mine")

    page.change(answers={"cycles": [{**ONE, "try": "Theirs"}, TWO, {**ONE, "id": "z9"}]})

    expect(box).to_be_focused()
    expect(box).to_have_value("Mine")
    expect(_card(page, 3)).to_be_visible()
    page.page.wait_for_function("fake.sent.length > 0")
    box.press_sequentially(" too")
    page.page.wait_for_function("fake.sent.length > 1")
    assert [card["id"] for card in _values(page)[-1]] == ["a1", "b2", "z9"]


def test_what_another_page_removed_goes(context: BrowserContext) -> None:
    """A page that nobody writes in follows the kernel."""
    page = _open(context, "cards: two cards")

    page.change(answers={"cycles": [{**TWO, "happened": "Five came."}]})

    expect(page.page.get_by_role("article")).to_have_count(1)
    expect(_card(page, 1)).to_contain_text("Five came.")
    assert _values(page) == []


def test_a_refused_list_says_why_and_stays(context: BrowserContext) -> None:
    """Nothing is cleared."""
    page = _open(context, "cards: every change refused")
    _button(_card(page, 1), "Change").click()
    _card(page, 1).get_by_label("What will you try?").fill("Other")

    expect(_status(page)).to_have_text("Not saved: this kernel refuses everything")
    expect(_card(page, 1).get_by_label("What will you try?")).to_have_value("Other")


def test_too_much_on_the_cards_is_said_and_kept(context: BrowserContext) -> None:
    """An answer has a size; the page says so before anything is lost."""
    told = BY_NAME["cards: two cards"]
    items = [{**told.state["items"][0], "max": 20_000}]
    page = WidgetPage(context, Example("cards", "large", {**told.state, "items": items}))
    _button(_card(page, 1), "Change").click()
    box = _card(page, 1).get_by_label("What will you try?")
    box.fill("é" * 9_600)

    expect(_status(page)).to_contain_text("There is too much on your cards.")
    expect(box).to_have_value("é" * 9_600)
    assert _values(page) == []


def test_the_newest_assumption_stands_first(context: BrowserContext) -> None:
    """Numbers go by when cards were made; testing one is worth a word and no score."""
    page = _open(context, "ledger: three cards")
    headings = page.page.get_by_role("article").get_by_role("heading")
    expect(headings).to_have_text(["Card 3", "Card 2", "Card 1"])
    expect(_card(page, 2)).to_contain_text("You tested this. That takes courage.")
    expect(_card(page, 3)).to_contain_text("You changed your mind. That takes courage too.")

    _button(_card(page, 1), "Change").click()
    _card(page, 1).get_by_label("I changed my mind").check()

    expect(_card(page, 1).get_by_role("status")).to_have_text(
        "You changed your mind. That takes courage too."
    )
    expect(_status(page)).to_have_text(SAVED)
    assert _values(page)[-1][0]["stands"] == "changed"
    _button(page.page, "Add a card").click()
    expect(headings.first).to_have_text("Card 4")


def test_hours_are_added_up_in_a_table(context: BrowserContext) -> None:
    """By whose they are and how they are paid; the table follows the cards."""
    page = _open(context, "hours: five cards")
    table = page.page.get_by_role("table", name="Hours a month, from your cards")
    rows = table.get_by_role("row")
    expect(rows).to_have_text(
        [
            "Whose hours, and how they are paidHours",
            "Patient or community leader14.6",
            "Costs only2.5",
            "Nobody pays12.1",
            "Health professional9.1",
            "As part of a salary8",
            "Nobody pays1.1",
            "All hours23.7",
        ]
    )

    _button(_card(page, 3), "Change").click()
    _card(page, 3).get_by_label("How many hours").fill("10,5")

    expect(rows.last).to_have_text("All hours26.2")


def test_hours_that_are_not_said_yet_are_named(context: BrowserContext) -> None:
    """What is missing is neither guessed nor left out."""
    page = _open(context, "hours: cards that say too little")

    expect(page.page.get_by_role("row", name="Not said yet").first).to_be_visible()
    expect(page.page.get_by_text("One card has no hours yet.")).to_be_visible()
