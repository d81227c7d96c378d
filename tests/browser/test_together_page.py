"""Texts that a pair writes together, plans and sending, in real Chromium."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from pairs_widgets.joint.examples import EXAMPLES as JOINT
from pairs_widgets.joint.examples import stands
from pairs_widgets.plan.examples import EXAMPLES as PLAN
from pairs_widgets.send.examples import EXAMPLES as SEND
from pairs_widgets.send.examples import MODULE

from .widget_page import WidgetPage

BY_NAME = {f"{e.folder}: {e.name}": e for e in (*JOINT, *PLAN, *SEND)}
PROPOSAL = "01922e5c-8400-7000-8000-000000000001"


def _open(context: BrowserContext, name: str) -> WidgetPage:
    return WidgetPage(context, BY_NAME[name])


def _rules(page: WidgetPage) -> Locator:
    return page.page.get_by_role("group", name="Our ground rules")


def test_a_draft_becomes_a_suggestion(context: BrowserContext) -> None:
    """What is typed is a draft of one's own; the button makes it a suggestion and empties it."""
    page = _open(context, "joint: nothing yet")
    rules = _rules(page)
    rules.get_by_label("What do we promise").fill("We ask.")
    rules.get_by_role("button", name="Suggest this to Ben").click()
    expect(rules).to_be_focused()

    assert page.sent() == [
        {"kind": "answer", "item": "rules", "value": {"text": "We ask."}},
        {"kind": "propose", "item": "rules", "value": {"text": "We ask."}},
        {"kind": "answer", "item": "rules", "value": {"text": ""}},
    ]
    page.change(view=stands(None, ("me", {"text": "We ask."})), answers={"rules": {"text": ""}})
    expect(rules).to_contain_text("You suggested this. It stands when Ben confirms it.")
    expect(rules.get_by_role("textbox")).to_be_hidden()


def test_an_empty_suggestion_is_not_sent(context: BrowserContext) -> None:
    """The box says what is missing and takes the focus."""
    page = _open(context, "joint: nothing yet")
    rules = _rules(page)
    rules.get_by_role("button", name="Suggest this to Ben").click()

    box = rules.get_by_label("What do we promise")
    expect(box).to_be_focused()
    expect(box).to_have_accessible_description(
        "Error: Write something here first. You can write 500 characters."
    )
    assert page.sent() == []


def test_confirming_names_the_very_text(context: BrowserContext) -> None:
    """The confirmation carries the id of the suggestion, and markup in it is only text."""
    page = _open(context, "joint: the partner suggests")
    rules = _rules(page)
    expect(rules).to_contain_text("We let each other finish. <b>Always</b>.")
    rules.get_by_role("button", name="Yes, this is our text").click()

    assert page.sent() == [{"kind": "confirm", "item": "rules", "value": {"of": PROPOSAL}}]
    page.change(view=stands({"text": "We let each other finish."}))
    expect(rules).to_contain_text("You both agreed this")
    expect(rules.get_by_role("button", name="Write another version")).to_be_visible()
    expect(rules).to_be_focused()


def test_suggestions_of_both_stand_side_by_side(context: BrowserContext) -> None:
    """Each with its author; the other's can be chosen, and one's own says what that takes."""
    page = _open(context, "joint: both suggest")
    rules = _rules(page)
    expect(rules).to_contain_text("Each of you suggested a text.")
    mine = rules.locator(".pairs-card", has_text="You suggested this")
    theirs = rules.locator(".pairs-card", has_text="Ben suggests")
    expect(mine).to_contain_text("We say when we do not know.")
    expect(theirs).to_contain_text("<b>Always</b>")

    mine.get_by_role("button", name="Use my text").click()
    expect(mine.get_by_role("status")).to_contain_text("Your text stands when Ben says yes to it.")
    theirs.get_by_role("button", name="Use the text of Ben").click()

    assert page.sent() == [{"kind": "confirm", "item": "rules", "value": {"of": PROPOSAL}}]
    mine_text = {"text": "We let each other finish.\nWe say when we do not know."}
    again = ("partner", {"text": "Theirs"})  # was put aside once, and is what stands now
    page.change(view=stands({"text": "Theirs"}, earlier=[("me", mine_text), again]))
    rules.get_by_text("1 earlier text").click()
    expect(rules.locator("details")).to_contain_text("You suggested this")
    expect(rules.locator("details")).to_contain_text("We say when we do not know.")


def test_two_suggestions_can_be_put_together(context: BrowserContext) -> None:
    """Both are in the box, to make one of; nothing there is called saved before it is."""
    page = _open(context, "joint: both suggest")
    rules = _rules(page)
    rules.get_by_role("button", name="Put them together").click()

    box = rules.get_by_role("textbox")
    expect(box).to_be_focused()
    expect(box).to_have_value(
        "We let each other finish.\nWe say when we do not know.\n\n"
        "We let each other finish. <b>Always</b>."
    )
    expect(rules.locator("form .pairs-status")).to_be_hidden()
    page.change(partner="Ben")
    rules.get_by_role("button", name="Use my text").focus()
    page.change(partner="Benjamin")
    expect(box).to_have_value(re.compile("Always"))
    box.fill("We take turns.")
    rules.get_by_role("button", name="Suggest this to Ben").click()
    assert page.sent()[1] == {
        "kind": "propose",
        "item": "rules",
        "value": {"text": "We take turns."},
    }


def test_what_somebody_types_while_their_suggestion_is_on_its_way_is_kept(
    context: BrowserContext,
) -> None:
    """It is a draft of the next text, and no suggestion takes it away."""
    page = _open(context, "joint: nothing yet")
    box = _rules(page).get_by_role("textbox")
    page.page.evaluate("fake.acks = 'silent'")
    box.fill("We ask.")
    _rules(page).get_by_role("button", name="Suggest this to Ben").click()
    box.fill("We ask first.")
    page.page.evaluate("fake.acks = 'saved'")

    expect(_rules(page).locator("form .pairs-status")).to_have_text(re.compile(r"^Saved \d\d"))
    expect(box).to_have_value("We ask first.")


def test_another_version_starts_from_the_text_that_stands(context: BrowserContext) -> None:
    """Nobody has to type it again."""
    page = _open(context, "joint: agreed")
    rules = _rules(page)
    rules.get_by_role("button", name="Write another version").click()

    box = rules.get_by_role("textbox")
    expect(box).to_be_focused()
    expect(box).to_have_value("We let each other finish.\nWe say when we do not know.")


def test_news_from_the_partner_never_touches_what_somebody_types(
    context: BrowserContext,
) -> None:
    """The suggestion appears above; the box keeps its words, its focus, and is spoken of."""
    page = _open(context, "joint: nothing yet")
    rules = _rules(page)
    box = rules.get_by_role("textbox")
    box.fill("Half a senten")

    page.change(view=stands(None, ("partner", {"text": "Theirs"})))

    expect(rules).to_contain_text("Ben suggests")
    expect(rules.get_by_role("status").first).to_have_text(
        "Ben suggested a text: Our ground rules."
    )
    expect(box).to_be_focused()
    expect(box).to_have_value("Half a senten")


def test_without_a_hub_it_says_what_is_missing(context: BrowserContext) -> None:
    """Writing works; only the partner is out of reach."""
    page = _open(context, "joint: without a hub")

    expect(_rules(page)).to_contain_text("There is no link to your partner here.")
    expect(_rules(page).get_by_role("textbox")).to_be_editable()


def test_a_plan_has_an_if_and_a_then(context: BrowserContext) -> None:
    """Both parts belong to one suggestion."""
    page = _open(context, "plan: nothing yet")
    page.page.get_by_label("If…").fill("it is Monday,")
    page.page.get_by_label("then we…").fill("call.")
    page.page.get_by_role("button", name="Suggest this to Ben").click()

    plan = {"if": "it is Monday,", "then": "call."}
    expect(page.page.get_by_role("group", name="Our plan")).to_be_focused()
    assert {"kind": "propose", "item": "plan-01", "value": plan} in page.sent()


def test_before_sending_it_says_what_goes_and_what_stays(context: BrowserContext) -> None:
    """Both lists are there before the button, with the answers as they would go."""
    page = _open(context, "send: not sent yet")

    expect(page.page.locator(".pairs-goes")).to_contain_text(
        "We know what each of us wants.4, often"
    )
    expect(page.page.locator(".pairs-stays")).to_contain_text("Your guesses")
    expect(page.page.get_by_role("button", name="Send to your facilitator")).to_be_visible()


def test_sending_says_when_and_may_be_repeated(context: BrowserContext) -> None:
    """After it, the page says when it was sent, and offers to send again."""
    page = _open(context, "send: not sent yet")
    page.page.get_by_role("button", name="Send to your facilitator").click()
    sending = BY_NAME["send: sent"].state["sending"]
    page.change(sending=sending)

    outcome = page.page.locator(".pairs-outcome")
    expect(outcome).to_be_focused()
    expect(outcome).to_contain_text("Sent on 2 March")
    expect(page.page.get_by_role("button", name="Send again")).to_be_visible()
    assert page.sent() == [{"kind": "send", "item": MODULE, "value": None}]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sent while the service is away", "This goes by itself as soon as it can."),
        ("without a hub", "Open the course from Home to send it."),
    ],
)
def test_what_has_not_gone_yet_is_not_called_sent(
    context: BrowserContext, name: str, words: str
) -> None:
    """The page never says "sent" of something that is only saved here."""
    outcome = _open(context, f"send: {name}").page.locator(".pairs-outcome")

    expect(outcome).to_contain_text("Saved here, not shared yet")
    expect(outcome).to_contain_text(words)


def test_a_text_that_cannot_be_saved_keeps_its_reason_over_a_reload(
    context: BrowserContext,
) -> None:
    """As with any text: "Saved" never stands beside words that are not on the disk."""
    page = _open(context, "joint: nothing yet")
    box = _rules(page).get_by_label("What do we promise")
    status = _rules(page).locator(".pairs-status[data-kind=answer]")
    box.fill("x" * 501)
    expect(status).to_have_text("Not saved yet. Make this shorter by 1 character.")

    page.open()

    expect(box).to_have_value("x" * 501)
    expect(status).to_have_text("Not saved yet. Make this shorter by 1 character.")
    assert page.sent() == []


def test_a_day_that_is_half_there_keeps_its_reason_over_a_reload(context: BrowserContext) -> None:
    """A browser forgets half a day: the page still says that it was not saved, and why."""
    told = BY_NAME["plan: nothing yet"]
    (item,) = told.state["items"]
    days = {**item, "fields": [{**field, "kind": "date"} for field in item["fields"]]}
    page = WidgetPage(context, replace(told, state={**told.state, "items": [days]}))
    day = page.page.locator("input[type=date]").first
    status = page.page.locator(".pairs-status[data-kind=answer]").first
    day.fill("2026-05-04")
    expect(status).to_have_text(re.compile(r"^Saved"))
    day.press("Backspace")
    expect(status).to_have_text("Not saved yet. Finish this date, or clear it.")

    page.open()

    expect(status).to_be_visible()
    expect(status).to_have_text("Not saved yet. Finish this date, or clear it.")
    assert page.sent() == []
