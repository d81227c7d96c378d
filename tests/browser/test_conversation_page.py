"""The conversation's page in real Chromium: steps by hand, quiet news, and a focus that stays."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from pairs_course import course_time
from pairs_widgets.conversation.examples import EXAMPLES, MODULE

from .widget_page import WidgetPage

BY_NAME = {example.name: example for example in EXAMPLES}


def _open(context: BrowserContext, name: str, **state: Any) -> WidgetPage:
    told = BY_NAME[name]
    return WidgetPage(context, replace(told, state={**told.state, **state}))


def _becomes(page: WidgetPage, name: str) -> None:
    page.change(**BY_NAME[name].state)


def _status(page: WidgetPage) -> Any:
    return page.page.locator(".pairs-notice[role=status]")


@pytest.mark.parametrize(
    ("name", "status", "button"),
    [
        ("ready to seal", "Your answers are not sealed yet.", "Seal my answers"),
        ("sealed", "Not both ready yet.", None),
        ("both ready", "You are both ready. Nothing is open yet.", "We are together now"),
        ("waiting for the other", "Not both here yet.", None),
        ("picked", "Not both picked yet.", None),
        ("both picked the same", "You both picked the same question. It is open.", "Save this"),
        ("all are open", "You agreed on your sentence. All questions are open.", "Save this"),
    ],
)
def test_each_phase_says_where_you_are(
    context: BrowserContext, name: str, status: str, button: str | None
) -> None:
    """The status line says it in words, and there is one next step at most."""
    page = _open(context, name)

    expect(_status(page)).to_have_text(status)
    steps = ["Seal my answers", "We are together now", "Talk about this one", "Save this"]
    shown = [s for s in steps if page.page.get_by_role("button", name=s).is_visible()]
    assert shown == ([button] if button else [])


def test_sealing_with_questions_left_says_how_many(context: BrowserContext) -> None:
    """No alarm: how many are left, and nothing is sent; it goes with the last answer."""
    page = _open(context, "some answered")

    page.page.get_by_role("button", name="Seal my answers").click()

    left = page.page.get_by_role("group", name="Left to answer")
    expect(left.get_by_role("button")).to_have_text("2 left: go to the first")
    expect(left.get_by_role("button")).to_be_focused()
    expect(page.page.get_by_role("alert")).to_have_count(0)
    expect(page.page.get_by_text("Not answered yet")).to_have_count(2)
    assert page.sent() == []

    page.change(missing=["D5"])
    expect(left.get_by_role("button")).to_have_text("1 left: go to the first")
    page.change(missing=[])
    expect(left).to_be_hidden()


def test_what_is_left_is_found_above(context: BrowserContext) -> None:
    """The questions stand in another widget of the same page, and the link goes there."""
    page = _open(context, "some answered")
    page.page.evaluate(
        """() => {
          const other = document.createElement("div");
          other.innerHTML = '<section class="pairs"><fieldset class="pairs-field">'
            + '<input type="radio" id="there"><p data-item="D4" data-kind="answer"></p></fieldset>';
          document.querySelector("main").prepend(other);
        }"""
    )

    page.page.get_by_role("button", name="Seal my answers").click()
    page.page.get_by_role("button", name="2 left: go to the first").press("Enter")

    expect(page.page.locator("#there")).to_be_focused()


def test_a_step_is_sent_once_and_the_focus_goes_on_with_it(context: BrowserContext) -> None:
    """Pressing twice is one event; when the part is gone, its heading's successor has the focus."""
    page = _open(context, "ready to seal")
    button = page.page.get_by_role("button", name="Seal my answers")
    page.page.evaluate("fake.acks = 'silent'")
    button.focus()
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Enter")

    assert page.sent() == [{"kind": "seal", "item": MODULE, "value": None}]
    _becomes(page, "sealed")
    expect(page.page.get_by_role("heading", name="You have sealed")).to_be_focused()


@pytest.mark.parametrize(
    ("before", "after"),
    [("sealed", "both ready"), ("waiting for the other", "picking"), ("picked", "two are open")],
)
def test_news_of_the_partner_never_moves_the_focus(
    context: BrowserContext, before: str, after: str
) -> None:
    """A person reads one of the other ways to talk; the news comes politely and takes nothing."""
    page = _open(context, before)
    reading = page.page.locator("summary").first
    reading.focus()

    _becomes(page, after)

    expect(_status(page)).to_have_text(re.compile("^(You are|Your two)"))
    expect(reading).to_be_focused()
    assert page.page.evaluate("fake.sent") == []


def test_a_focus_whose_part_goes_away_is_not_lost(context: BrowserContext) -> None:
    """Somebody considers going on without; the other picks, and the focus has a place."""
    page = _open(context, "picked")
    page.page.get_by_role("button", name="Go on without the reveal").click()

    _becomes(page, "two are open")

    expect(page.page.get_by_role("heading", name="What you picked")).to_be_focused()


def test_picking_is_with_the_keyboard_alone(context: BrowserContext) -> None:
    """Nothing is picked before the person picks; without a choice the page says so."""
    page = _open(context, "picking")
    page.page.get_by_role("button", name="Talk about this one").press("Enter")
    expect(page.page.get_by_role("alert").filter(has_text="There is a problem")).to_be_focused()
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("ArrowDown")
    page.page.get_by_role("button", name="Talk about this one").press("Enter")

    assert page.sent() == [{"kind": "pick", "item": MODULE, "value": "D2"}]


def test_going_on_without_asks_once_more(context: BrowserContext) -> None:
    """The first press explains, "No" leads back to it, and only "Yes" sends."""
    page = _open(context, "sealed")
    first = page.page.get_by_role("button", name="Go on without the reveal")

    first.click()
    expect(page.page.get_by_role("heading", name="Go on without the reveal?")).to_be_focused()
    page.page.get_by_role("button", name="No, keep it as it is").click()
    expect(first).to_be_focused()
    assert page.sent() == []
    first.click()
    page.page.get_by_role("button", name="Yes, go on without it").click()

    assert page.sent() == [{"kind": "alone", "item": MODULE, "value": None}]


def test_the_day_of_the_talk_is_what_the_partner_said(context: BrowserContext) -> None:
    """One talk has one day: whoever says it second reads it, and can still say another."""
    page = _open(context, "the partner said when")
    page.page.get_by_label("Yes, we talked").check()

    said = "Ben said that it was on 19 November 2026, on video. Is that right? Then save it."
    expect(page.page.get_by_text(said)).to_be_visible()
    expect(page.page.get_by_label("When did you talk?")).to_have_value("2026-11-19")
    page.page.get_by_role("button", name="Save this").click()
    told = {"talked": True, "when": "2026-11-19", "how": "video"}
    assert page.sent() == [{"kind": "talked", "item": MODULE, "value": told}]


def test_that_they_talked_is_saved_with_day_and_way(context: BrowserContext) -> None:
    """Errors come with the button only; then the day and the way are sent."""
    page = _open(context, "all are open")
    save = page.page.get_by_role("button", name="Save this")
    save.click()
    summary = page.page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary).to_contain_text("Choose yes or no")
    page.page.get_by_label("Yes, we talked").check()
    save.click()
    expect(summary.get_by_role("link")).to_have_count(1)
    when = page.page.get_by_label("When did you talk?")
    expect(when).to_have_value(
        course_time.today().isoformat()
    )  # most pairs say it on the day itself
    when.fill("2026-01-05")
    page.page.get_by_label("On the phone").check()
    save.click()

    told = {"talked": True, "when": "2026-01-05", "how": "phone"}
    assert page.sent() == [{"kind": "talked", "item": MODULE, "value": told}]
    page.change(done={**page.example.state["done"], "talked": told})
    expect(page.page.get_by_text("You said that you talked on 5 January 2026")).to_be_visible()
    expect(page.page.get_by_role("heading", name="After your talk")).to_be_focused()


def test_why_not_goes_in_two_parts_and_survives_a_reload(context: BrowserContext) -> None:
    """What was typed but not saved is there after a reload; the reason is an event of its own."""
    page = _open(context, "gone on without the reveal")
    page.page.get_by_label("No, we did not talk").check()
    page.page.get_by_label("Why not?").fill("One of us was ill.")
    expect(page.page.get_by_text("Not saved yet. Press “Save this”.")).to_be_visible()
    page.open()
    expect(page.page.get_by_label("Why not?")).to_have_value("One of us was ill.")
    page.page.get_by_role("button", name="Save this").click()

    assert page.sent() == [
        {"kind": "talked", "item": MODULE, "value": {"talked": False, "why": ""}},
        {"kind": "talked", "item": MODULE, "value": {"talked": False, "why": "One of us was ill."}},
    ]


def test_what_the_partner_wrote_is_text(context: BrowserContext) -> None:
    """Markup in the sentence is shown as it was written, and makes no element."""
    page = _open(context, "all are open")

    expect(page.page.get_by_text("heard <b>first</b>")).to_be_visible()
    assert page.page.locator("#widget b").count() == 0


def test_the_picture_has_the_same_in_words(context: BrowserContext) -> None:
    """Each opened question has a picture with a name, and a table with a row for each mark."""
    page = _open(context, "two are open")
    card = page.page.get_by_role("article", name="What did you try to do?")

    expect(card.get_by_role("img")).to_have_accessible_name(re.compile("The table says the same"))
    expect(card.get_by_role("row")).to_have_text(
        [
            "You5 of 5",
            "Ben4 of 5",
            "Your guess about Ben1 of 5",
            re.compile("^Ben.s guess about you4 of 5$"),
        ]
    )
    expect(card).to_contain_text(
        "You say nearly the same. You had not expected it. What makes the difference?"
    )


def test_nothing_is_shown_of_what_is_not_open(context: BrowserContext) -> None:
    """Two are open: the other questions have no card."""
    page = _open(context, "two are open")

    expect(page.page.get_by_role("article")).to_have_count(2)


def test_without_a_hub_it_says_what_is_missing(context: BrowserContext) -> None:
    """No button that cannot work; how to talk can still be read."""
    page = _open(context, "without a hub")

    expect(_status(page)).to_contain_text("This part needs another person")
    assert page.page.get_by_role("button").count() == 0
    expect(page.page.get_by_text("Put the screen down, or")).to_be_visible()


def test_a_seal_that_is_not_saved_says_so(context: BrowserContext) -> None:
    """With the kernel gone the page says that it is still trying, and asks to be healed."""
    page = _open(context, "the kernel is gone")
    page.page.get_by_role("button", name="Seal my answers").click()

    expect(page.page.locator(".pairs-step .pairs-status:visible")).to_have_text(
        ["Not saved yet, still trying"]
    )
    page.page.wait_for_function("fake.noacks > 0")


@pytest.mark.parametrize("name", ["waiting for the other", "picking", "picked"])
def test_being_together_can_be_taken_back(context: BrowserContext, name: str) -> None:
    """One press, said in words before it; afterwards the first button is there again."""
    page = _open(context, name)
    expect(page.page.get_by_text("You can also take it back.")).to_be_visible()

    page.page.get_by_role("button", name="We are not together any more").click()

    assert page.sent() == [{"kind": "apart", "item": MODULE, "value": None}]
    page.change(phase="ready", done={"seal": None})
    expect(page.page.get_by_role("button", name="We are together now")).to_be_visible()
    expect(page.page.get_by_role("button", name="We are not together any more")).to_be_hidden()


@pytest.mark.parametrize("name", ["both ready", "two are open", "all are open", "sealed"])
def test_there_is_nothing_to_take_back_elsewhere(context: BrowserContext, name: str) -> None:
    """Before it is pressed, and once something is open: that stays open."""
    page = _open(context, name)

    expect(page.page.get_by_role("button", name="We are not together any more")).to_be_hidden()


def test_a_later_answer_stands_beside_the_sealed_one(context: BrowserContext) -> None:
    """Both are there in words, with the day; the sealed one is in the picture and the reading."""
    page = _open(context, "changed after sealing")
    card = page.page.get_by_role("article", name="How did you listen?")

    expect(card.get_by_role("row").nth(1)).to_have_text("Ben4 of 5")
    expect(card).to_contain_text("You both say the same.")
    expect(card).to_contain_text("Ben, after sealing, on 20 November 2026: 1 of 5")


def test_sealing_without_the_course_says_what_happens(context: BrowserContext) -> None:
    """Before and after the press; and a seal that was not taken asks for another."""
    away = _open(context, "sealed, the service is away")
    after = away.page.get_by_text("It goes to the course after your answers")
    expect(after.filter(visible=True)).to_have_count(1)
    before = _open(context, "the seal was not taken")
    before.change(sharing="waiting")
    kept = before.page.get_by_text("A seal is kept here all the same")
    expect(kept.filter(visible=True)).to_have_count(1)
    expect(before.page.get_by_text("Please seal again.")).to_be_visible()
    expect(before.page.get_by_role("button", name="Seal my answers")).to_be_visible()


def test_the_marks_of_the_three_times_have_a_key(context: BrowserContext) -> None:
    """Under each picture; on a narrow phone every answer keeps its word on one line."""
    page = _open(context, "all are open")
    said = {2: "2, rarely", 3: "3, sometimes", 4: "4, often"}
    answers = [("At the start", "start", 3, 4), ("Now", "now", 4, 3),
               ("The start, as you see it now", "then", 2, 3)]  # fmt: skip
    times = [
        {"time": time, "wave": wave, "mine": {"value": mine, "words": said[mine]},
         "partner": {"value": theirs, "words": said[theirs]}}
        for time, wave, mine, theirs in answers
    ]  # fmt: skip
    page.change(compared=[{"ask": "We learn from other pairs.", "times": times}])
    page.page.set_viewport_size({"width": 320, "height": 700})
    card = page.page.locator(".pairs-over-time").first

    keys = card.locator(".pairs-key li").all_text_contents()
    assert keys == card.get_by_role("rowheader").all_text_contents()
    assert card.locator(".pairs-key .pairs-dot, .pairs-key .pairs-back").count() == len(keys)
    for cell in card.get_by_role("cell").all():
        longest = cell.evaluate(
            """cell => {
              const range = document.createRange();
              const text = cell.firstChild;
              const word = /\\p{L}+$/u.exec(text.data);
              range.setStart(text, word.index);
              range.setEnd(text, text.data.length);
              return range.getClientRects().length;
            }"""
        )
        assert longest == 1
    assert page.overflow() == 0


def test_the_partner_is_called_by_name_once_it_is_known(context: BrowserContext) -> None:
    """A page is there before its kernel has learnt the name; what stands there follows."""
    page = _open(context, "all are open", partner="")
    column = page.page.get_by_text("Your guess about your partner").first
    expect(column).to_be_visible()
    expect(page.page.get_by_text("that you and your partner both answer")).to_have_count(1)

    page.change(partner="Ben")
    expect(page.page.get_by_text("Your guess about Ben").first).to_be_visible()
    expect(page.page.get_by_text("that you and Ben both answer")).to_have_count(1)
    expect(page.page.get_by_text(re.compile("[Yy]our partner"))).to_have_count(0)
