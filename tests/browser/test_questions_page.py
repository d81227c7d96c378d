"""The questions' page in real Chromium: what is saved, what is said, what never gets lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from pairs_widgets.examples import Example
from pairs_widgets.questions.examples import EXAMPLES

from .widget_page import WidgetPage

BY_NAME = {example.name: example for example in EXAMPLES}
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def _open(context: BrowserContext, name: str, **state: Any) -> WidgetPage:
    told = BY_NAME[name]
    return WidgetPage(context, Example(told.folder, told.name, {**told.state, **state}, told.acks))


def _status(page: WidgetPage, item: str, kind: str = "answer") -> Locator:
    return page.page.locator(f".pairs-status[data-item='{item}'][data-kind='{kind}']")


def _question(page: WidgetPage, name: str) -> Locator:
    return page.page.get_by_role("group", name=re.compile(rf"^[\d.]+ {re.escape(name)}"))


def test_nothing_is_selected_before_somebody_selects(context: BrowserContext) -> None:
    """Every question starts open, and "not sure" and "prefer not to say" are always there."""
    page = _open(context, "sealed, nothing answered")

    assert page.page.locator(":checked").count() == 0
    groups = page.page.get_by_role("group")
    assert groups.count() == 5
    for name in ("Not sure", "Prefer not to say"):
        assert groups.get_by_role("radio", name=name).count() == groups.count()


def test_an_answer_is_sent_at_once_and_says_when_it_was_saved(context: BrowserContext) -> None:
    """A click is one event; the time is the person's own clock."""
    page = _open(context, "for the whole group")
    _question(page, "We know what").get_by_role("radio", name="4 Often").check()

    expect(_status(page, "A1")).to_have_text(SAVED)
    assert page.sent() == [{"kind": "answer", "item": "A1", "value": 4}]
    assert page.page.evaluate("fake.noacks") == 0


def test_arrows_move_the_answer_as_in_any_form(context: BrowserContext) -> None:
    """The browser's own keys for radio buttons work; an answer is what the person stays with."""
    page = _open(context, "for the whole group")
    question = _question(page, "We know what")
    question.get_by_role("radio", name="1 Never").focus()
    page.page.keyboard.press("Space")
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("ArrowRight")

    expect(_status(page, "A1")).to_have_text("Saving …")
    expect(_status(page, "A1")).to_have_text(SAVED)
    expect(question.get_by_role("radio", name="3 Sometimes")).to_be_checked()
    assert [event["value"] for event in page.sent()] == [1, 3]


def _at_the_choices(context: BrowserContext, value: int) -> WidgetPage:
    """Open a page on which A1 is answered, with the focus on that answer, and no time passing."""
    page = _open(context, "for the whole group", answers={"A1": value}, **_known("answer/A1"))
    page.page.clock.install()
    page.page.clock.pause_at(page.page.evaluate("Date.now()") + 1000)
    _question(page, "We know what").get_by_role("radio", checked=True).focus()
    return page


def _known(key: str, number: int = 1, page: str = "elsewhere") -> dict[str, Any]:
    """What a kernel says of one event: its time, its id and the page it came from."""
    event_id = f"01900000-0000-7000-8000-{number:012d}"
    at = "2026-11-20T10:00:00.000+00:00"
    return {"saved": {key: at}, "last": {key: [event_id, page]}, "count": number}


@pytest.mark.parametrize("back", [True, False])
def test_looking_at_the_choices_with_the_keys_is_at_most_one_change(
    own_context: BrowserContext, back: bool
) -> None:
    """Going through them and back changes nothing; staying, or leaving the group, counts once."""
    page = _at_the_choices(own_context, 2)
    keys = ["ArrowDown"] * 3 + (["ArrowUp"] * 3 if back else [])

    for key in keys:
        page.page.keyboard.press(key)
        page.page.clock.run_for(200)
    said = _status(page, "A1").inner_text()
    page.page.clock.run_for(5000)

    assert said == "Saving …"
    assert [event["value"] for event in page.sent()] == ([] if back else [5])
    expect(_status(page, "A1")).to_have_text("Saved on 20 November" if back else SAVED)


def test_leaving_the_choices_saves_the_one_that_is_chosen(own_context: BrowserContext) -> None:
    """Whoever tabs on has answered, and need not wait."""
    page = _at_the_choices(own_context, 2)

    page.page.keyboard.press("ArrowDown")
    before = page.sent()
    page.page.keyboard.press("Tab")

    assert (before, [event["value"] for event in page.sent()]) == ([], [3])


def test_the_first_key_takes_saved_away(own_context: BrowserContext) -> None:
    """What stands beside words that are not on the disk never says that they are."""
    page = _open(own_context, "sealed, nothing answered")
    page.page.clock.install()
    box = page.page.get_by_label("What else would help?")
    box.fill("A quiet room")
    page.page.clock.run_for(2000)
    expect(_status(page, "N5")).to_have_text(SAVED)
    page.page.clock.pause_at(page.page.evaluate("Date.now()") + 1000)

    box.press("!")

    assert _status(page, "N5").inner_text() == "Saving …"


def test_whoever_writes_without_a_pause_is_saved_all_the_same(own_context: BrowserContext) -> None:
    """In 13 seconds of typing there is a save at least every three."""
    page = _open(own_context, "sealed, nothing answered")
    page.page.clock.install()
    box = page.page.get_by_label("What else would help?")
    box.focus()
    page.page.clock.pause_at(page.page.evaluate("Date.now()") + 1000)

    for count in range(65):
        page.page.keyboard.press("abcdefghij"[count % 10])
        page.page.clock.run_for(200)

    sizes = [len(event["value"]) for event in page.sent()]
    assert len(sizes) >= 4
    assert max(after - before for before, after in zip([0, *sizes], sizes, strict=False)) <= 15


def test_words_that_were_typed_and_taken_back_are_no_change(context: BrowserContext) -> None:
    """The page says again when they were saved, and nothing is sent."""
    known = {"answers": {"N5": "A room"}, **_known("answer/N5")}
    page = _open(context, "sealed, nothing answered", **known)
    box = page.page.get_by_label("What else would help?")

    box.press("End")
    box.press("!")
    box.press("Backspace")

    expect(_status(page, "N5")).to_have_text("Saved on 20 November")
    assert page.sent() == []


def test_an_answer_that_was_replaced_is_not_sent_again(context: BrowserContext) -> None:
    """However long the line was cut: only the last answer is on its way, and it is the later."""
    page = _open(context, "the kernel is gone")
    question = _question(page, "We know what")
    question.get_by_role("radio", name="2 Rarely").check()
    expect(_status(page, "A1")).to_have_text("Not saved yet, still trying")
    first = page.page.evaluate("fake.sent[0]")
    page.page.evaluate("fake.sent.length = 0")

    question.get_by_role("radio", name="4 Often").check()
    expect(_status(page, "A1")).to_have_text("Not saved yet, still trying")
    page.page.evaluate(f"fake.tell({{ kind: 'saved', id: '{first['id']}', at: '2026-11-20' }})")

    expect(_status(page, "A1")).to_have_text("Not saved yet, still trying")
    second = page.page.evaluate("fake.sent[0]")
    assert [event["value"] for event in page.sent()] == [4]
    assert first["id"] < second["id"]
    assert second["order"]["page"] == first["order"]["page"]
    assert second["order"]["since"] == first["id"]


def test_a_choice_that_another_page_has_replaced_is_not_said_to_be_saved(
    context: BrowserContext,
) -> None:
    """The kernel has a newer one: that one is shown, with its own time."""
    page = _open(context, "the kernel is gone")
    question = _question(page, "We know what")
    question.get_by_role("radio", name="2 Rarely").check()
    sent = page.page.evaluate("fake.sent[0].id")

    page.page.evaluate(f"fake.tell({{ kind: 'older', id: '{sent}' }})")
    page.change(answers={"A1": 4}, **_known("answer/A1"))

    expect(question.get_by_role("radio", name="4 Often")).to_be_checked()
    expect(_status(page, "A1")).to_have_text("Saved on 20 November")
    assert page.page.evaluate("Object.keys(sessionStorage)") == []


def test_the_guess_is_a_question_of_its_own(context: BrowserContext) -> None:
    """What the partner may say is asked after one's own answer, and saved as a guess."""
    page = _open(context, "sealed, nothing answered")
    guess = page.page.get_by_role("group", name=re.compile(r"About: [\d.]+ How do you think"))
    guess.get_by_role("radio", name="2", exact=True).check()

    expect(_status(page, "N2", "guess")).to_have_text(SAVED)
    assert page.sent() == [{"kind": "guess", "item": "N2", "value": 2}]
    expect(guess).to_have_accessible_description(
        "1 is: I think best out loud, while we talk. 5 is: I need quiet time before I speak."
    )


def test_the_two_statements_stand_above_the_numbers(context: BrowserContext) -> None:
    """The statements come before the first number, on the page and for a screen reader."""
    page = _open(context, "sealed, nothing answered")
    question = _question(page, "How do you think?")

    ends = question.locator(".pairs-ends").bounding_box()
    first = question.get_by_role("radio", name="1", exact=True).bounding_box()

    assert ends is not None
    assert first is not None
    assert ends["y"] + ends["height"] <= first["y"]


def test_text_is_saved_when_the_person_pauses(context: BrowserContext) -> None:
    """Many letters are one event, and the count is there to see and, later, to hear."""
    page = _open(context, "sealed, nothing answered")
    box = page.page.get_by_label("What else would help?")
    box.press_sequentially("A quiet room")

    expect(_status(page, "N5")).to_have_text(SAVED)
    assert page.sent() == [{"kind": "answer", "item": "N5", "value": "A quiet room"}]
    field = page.page.locator(".pairs-text", has=box)
    expect(field.locator(".pairs-count")).to_have_text("You have 108 characters left")
    expect(field.locator("[aria-live=polite]")).to_have_text("You have 108 characters left")


def test_a_text_that_is_too_long_is_kept_and_said(context: BrowserContext) -> None:
    """It is not cut: the page says by how much to shorten it, and keeps it over a reload."""
    page = _open(context, "sealed, nothing answered")
    box = page.page.get_by_label("What else would help?")
    box.fill("x" * 121)

    expect(_status(page, "N5")).to_have_text("Not saved yet. Make this shorter by 1 character.")
    page.open()

    expect(box).to_have_value("x" * 121)
    expect(_status(page, "N5")).to_have_text("Not saved yet. Make this shorter by 1 character.")
    assert page.sent() == []

    box.press("End")
    box.press("Backspace")
    expect(_status(page, "N5")).to_have_text(SAVED)
    assert [event["value"] for event in page.sent()] == ["x" * 120]


def test_words_that_the_kernel_refuses_are_kept_with_the_reason(context: BrowserContext) -> None:
    """After a reload they are still there, and so is why they are not saved."""
    page = _open(context, "every answer refused")
    page.show(Example("questions", "x", {**BY_NAME["sealed, nothing answered"].state}, "refused"))
    box = page.page.get_by_label("What else would help?")
    box.fill("A quiet room")
    expect(_status(page, "N5")).to_have_text("Not saved: this kernel refuses everything")

    page.open()

    expect(box).to_have_value("A quiet room")
    expect(_status(page, "N5")).to_have_text("Not saved: this kernel refuses everything")


def test_what_is_left_is_counted_and_is_no_alarm(context: BrowserContext) -> None:
    """ "Save and continue" says how many are left, and leads there; each goes as it is answered."""
    page = _open(context, "for the whole group")
    groups = page.page.locator("fieldset")
    total = groups.count()
    groups.first.get_by_role("radio", name="Prefer not to say").check()
    left = page.page.get_by_role("group", name="Left to answer")
    expect(left).to_be_hidden()
    page.page.get_by_role("button", name="Save and continue").click()

    first = page.page.get_by_role("button", name=f"{total - 1} left: go to the first")
    expect(first).to_be_focused()
    assert page.page.get_by_role("alert").count() == 0
    assert page.page.locator(".pairs-error:visible").count() == 0
    assert page.violations() == []
    first.click()
    expect(groups.nth(1).get_by_role("radio").first).to_be_focused()
    # Answers are never cleared.
    expect(page.page.get_by_role("radio", name="Prefer not to say").first).to_be_checked()
    for number in range(1, total):
        expect(left.get_by_role("button", name=f"{total - number} left")).to_be_visible()
        expect(page.page.locator(".pairs-unanswered")).to_have_count(total - number)
        groups.nth(number).get_by_role("radio", name="Not sure").check()
    expect(left).to_be_hidden()
    expect(page.page.locator(".pairs-unanswered")).to_have_count(0)


def test_what_is_left_may_be_left_for_now(context: BrowserContext) -> None:
    """The next thing has the focus, the words about what is left are gone, nothing is marked."""
    page = _open(context, "for the whole group")
    page.page.get_by_role("button", name="Save and continue").click()
    page.page.get_by_role("button", name="Leave these for now").click()

    expect(page.page.get_by_role("heading", name="The next activity")).to_be_focused()
    expect(page.page.get_by_role("group", name="Left to answer")).to_be_hidden()
    expect(page.page.locator(".pairs-unanswered")).to_have_count(0)
    expect(page.page.locator(".pairs-outcome")).to_have_text(
        "Your answers so far are saved. You can come back to the others."
    )
    assert page.sent() == []


def test_a_text_that_cannot_be_saved_is_an_error(context: BrowserContext) -> None:
    """A real error is in a summary that takes the focus and links to its box."""
    page = _open(context, "sealed, nothing answered")
    box = page.page.get_by_label("What else would help?")
    box.fill("x" * 121)
    page.page.get_by_role("button", name="Save and continue").click()

    summary = page.page.get_by_role("alert", name="There is a problem")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(box).to_be_focused()


def test_a_box_that_is_left_empty_is_answered(context: BrowserContext) -> None:
    """Nobody has to write: going on says so for each box that nobody touched, once."""
    page = _open(context, "sealed, nothing answered")
    for answer in page.page.get_by_role("radio", name="Not sure").all():
        answer.check()
    for _ in range(2):
        page.page.get_by_role("button", name="Save and continue").click()

    empty = [event["item"] for event in page.sent() if event["value"] == ""]
    assert empty == ["needs-think", "N5"]


def test_when_all_is_well_the_focus_goes_on(context: BrowserContext) -> None:
    """The next heading has the focus, and a status says that all is saved."""
    page = _open(context, "for the whole group")
    for question in page.page.get_by_role("group").all():
        question.get_by_role("radio", name="Not sure").check()
    page.page.set_viewport_size({"width": 1280, "height": 300})
    page.page.get_by_role("button", name="Save and continue").click()

    after = page.page.get_by_role("heading", name="The next activity")
    expect(after).to_be_focused()
    expect(after).to_be_in_viewport()
    expect(page.page.locator(".pairs-outcome")).to_have_text("All saved. You can go on.")


def test_a_kernel_that_is_gone_is_said_and_nothing_is_lost(context: BrowserContext) -> None:
    """After 1.5 seconds the page says so and goes on trying; a reload shows and sends it again."""
    page = _open(context, "the kernel is gone")
    often = _question(page, "We know what").get_by_role("radio", name="4 Often")
    often.check()

    expect(_status(page, "A1")).to_have_text("Not saved yet, still trying")
    page.page.wait_for_function("fake.noacks > 0")
    ids = page.page.evaluate("fake.sent.map(message => message.id)")
    assert len(set(ids)) == 1
    page.open()
    expect(often).to_be_checked()
    assert page.page.evaluate("fake.sent.map(message => message.id)") == ids[:1]
    page.page.evaluate("fake.acks = 'saved'")
    expect(_status(page, "A1")).to_have_text(SAVED)
    assert page.page.evaluate("Object.keys(sessionStorage)") == []


def test_words_typed_just_before_a_reload_are_kept(context: BrowserContext) -> None:
    """Even what had not been sent yet is there and gets saved."""
    page = _open(context, "sealed, nothing answered")
    page.page.evaluate("fake.acks = 'silent'")
    box = page.page.get_by_label("What else would help?")
    box.fill("A quiet room")
    page.open()

    expect(box).to_have_value("A quiet room")
    expect(_status(page, "N5")).to_have_text(SAVED)


def test_nobody_elses_answers_are_sent(context: BrowserContext) -> None:
    """What one person could not save is not sent by the next one who signs in in this window."""
    page = _open(context, "the kernel is gone")
    _question(page, "We know what").get_by_role("radio", name="4 Often").check()
    stored = page.page.evaluate("Object.keys(sessionStorage)")
    page.example = Example("questions", "the kernel is gone", {**page.example.state, "user": "ben"})
    page.open()

    assert stored == ["pairs/amira/questions/the kernel is gone"]
    assert (page.sent(), page.page.locator(":checked").count()) == ([], 0)


def test_a_refused_answer_says_why_and_stays(context: BrowserContext) -> None:
    """The page does not try for ever what can never be saved."""
    page = _open(context, "every answer refused")
    often = _question(page, "We know what").get_by_role("radio", name="4 Often")
    often.check()

    expect(_status(page, "A1")).to_have_text("Not saved: this kernel refuses everything")
    expect(often).to_be_checked()


def test_a_service_that_is_away_and_comes_back_is_said(context: BrowserContext) -> None:
    """Saved here and shared are two things, and the page tells them apart."""
    page = _open(context, "for the whole group", sharing="waiting")
    page.page.evaluate(
        "fake.answer = id => fake.tell({ kind: 'saved', id, at: new Date().toISOString() })"
    )
    _question(page, "We know what").get_by_role("radio", name="4 Often").check()

    expect(_status(page, "A1")).to_have_text("Saved here, not shared yet")
    page.page.evaluate("fake.tell({ kind: 'shared', ids: [fake.sent[0].id] })")
    expect(_status(page, "A1")).to_have_text(SAVED)


def test_what_is_said_of_an_answer_moves_nothing(context: BrowserContext) -> None:
    """Whoever presses the next choice while "Saved" comes for the last one presses that choice."""
    page = _open(context, "sealed, nothing answered")
    groups = page.page.get_by_role("group")
    tops = "groups => groups.map(group => group.getBoundingClientRect().top + scrollY)"
    before = groups.evaluate_all(tops)

    for group in groups.all():
        group.get_by_role("radio", name="Not sure").check()
    statuses = page.page.locator(".pairs-status").filter(has_text=SAVED)
    expect(statuses).to_have_count(groups.count())

    assert groups.evaluate_all(tops) == before


def test_another_tabs_answer_shows_here(context: BrowserContext) -> None:
    """Two tabs follow each other: a box in which nobody writes shows what is on the disk."""
    page = _open(context, "sealed, nothing answered")
    box = page.page.get_by_label("What else would help?")
    box.focus()

    page.change(answers={"N3": 5, "N5": "From the other tab"}, **_known("answer/N5"))

    expect(page.page.get_by_role("radio", name="5 Always")).to_be_checked()
    expect(box).to_have_value("From the other tab")
    expect(_status(page, "N5")).to_have_text("Saved on 20 November")


NEWER = "There are newer words of yours, from another page"


@pytest.mark.parametrize(
    ("button", "kept"),
    [("Use these words", "From the phone"), ("Keep what is in the box", "Mine")],
)
@pytest.mark.parametrize("saved", [True, False])
def test_words_from_two_pages_are_both_kept(
    context: BrowserContext, button: str, kept: str, saved: bool
) -> None:
    """Newer words come while somebody writes: the page says so and shows both, to choose from."""
    page = _open(context, "sealed, nothing answered")
    page.page.evaluate("fake.acks = 'silent'")
    box = page.page.get_by_label("What else would help?")
    box.fill("Mine")
    page.page.wait_for_function("fake.sent.length > 0")
    mine = page.page.evaluate("fake.sent[0]")
    phone = {"answers": {"N5": "From the phone"}, **_known("answer/N5")}
    page.change(**phone)
    if saved:
        page.page.evaluate(
            "([id, count]) => fake.tell({ kind: 'saved', id, at: '2026-11-20', count })",
            [mine["id"], 2],
        )
        told = {"id": phone["last"]["answer/N5"][0], "value": "From the phone", "at": "2026-11-20"}
        page.change(
            answers={"N5": "Mine"},
            last={"answer/N5": [mine["id"], mine["order"]["page"]]},
            apart={"answer/N5": [told]},
            count=2,
        )

    both = page.page.get_by_role("group", name="You wrote this too, on another page:")
    expect(both).to_contain_text("From the phone")
    expect(box).to_have_value("Mine")
    assert page.violations() == []
    both.get_by_role("button", name=button).click()

    expect(both).to_have_count(0)
    expect(box).to_have_value(kept)
    expect(box).to_be_focused()
    last = page.page.evaluate("fake.sent.at(-1)")
    assert last["event"]["value"] == kept
    assert phone["last"]["answer/N5"][0] in last["order"]["after"]


def test_words_older_than_those_on_the_disk_are_kept_beside_them(context: BrowserContext) -> None:
    """What was typed while the line was cut is not lost, and not said to be saved."""
    page = _open(context, "sealed, nothing answered")
    page.page.evaluate("fake.acks = 'silent'")
    box = page.page.get_by_label("What else would help?")
    box.fill("Mine")
    page.page.wait_for_function("fake.sent.length > 0")
    phone = {"answers": {"N5": "From the phone"}, **_known("answer/N5")}

    page.page.evaluate("fake.tell({ kind: 'older', id: fake.sent[0].id })")
    page.change(**phone)
    expect(_status(page, "N5")).to_have_text(NEWER)
    page.example = Example("questions", page.example.name, {**page.example.state, **phone})
    page.open()

    expect(box).to_have_value("Mine")
    expect(_status(page, "N5")).to_have_text(NEWER)
    expect(page.page.get_by_text("From the phone")).to_be_visible()
    page.page.get_by_role("button", name="Use these words").click()
    expect(_status(page, "N5")).to_have_text(SAVED)
    expect(box).to_have_value("From the phone")


def test_who_can_see_what_is_said_before_the_first_question(context: BrowserContext) -> None:
    """The notice names the audience of the set; an item with another one says so itself."""
    page = _open(context, "sealed, nothing answered")

    notice = page.page.locator(".pairs-notice")
    expect(notice).to_contain_text("Nothing is anonymous inside a pair.")
    expect(notice).to_contain_text("Nobody but your partner sees your guesses.")
    expect(page.page.get_by_label("What else would help?")).to_have_accessible_description(
        "One line is enough. Only you can see this answer. You can write 120 characters."
    )


@pytest.mark.parametrize("name", ["sealed, half answered"])
def test_forced_colours_still_show_what_is_chosen(context: BrowserContext, name: str) -> None:
    """The chosen answer differs by its border, not by its colour alone."""
    page = _open(context, name)
    page.page.emulate_media(forced_colors="active")
    borders = page.page.evaluate(
        """() => [":checked", ":not(:checked)"].map((state) => {
             const label = document.querySelector(`.pairs-option ${state} + label`);
             return getComputedStyle(label, "::before").borderTopWidth;
           })"""
    )

    assert borders == ["3px", "0px"]


@pytest.mark.parametrize("before", [None, 4])
def test_unsafe_is_prefer_not_to_say_to_everybody_else(
    context: BrowserContext, before: int | None
) -> None:
    """The very same message, also in place of an answer, and no second one."""
    sent, texts = [], []
    for unsafe in (False, True):
        page = _open(context, "sealed, nothing answered")
        question = _question(page, "How do you think?")
        if before:
            question.get_by_role("radio", name=str(before), exact=True).check()
        if not unsafe:
            question.get_by_role("radio", name="Prefer not to say").check()
        else:
            question.get_by_role("button", name="It does not feel safe").click()
            question.get_by_role("button", name="Close this box").click()
            question.get_by_role("button", name="It does not feel safe").click()
            expect(question.locator(".pairs-private-title")).to_be_focused()
            question.get_by_role("button", name="Close this box").click()
        expect(question.get_by_role("radio", name="Prefer not to say")).to_be_checked()
        expect(_status(page, "N2")).to_have_text(SAVED)
        sent.append(page.sent())
        # A minute may end between the two.
        texts.append(re.sub(r"\bSaved \d\d:\d\d", "Saved", question.inner_text()))
        assert page.page.evaluate("localStorage.length + sessionStorage.length") == 0

    assert sent[0] == sent[1]
    assert texts[0] == texts[1]


def test_the_private_box_is_gone_when_the_page_is_opened_again(context: BrowserContext) -> None:
    """Whoever looks later finds "Prefer not to say" and nothing else."""
    page = _open(context, "sealed, nothing answered")
    question = _question(page, "How do you think?")
    question.get_by_role("button", name="It does not feel safe").click()
    expect(question.get_by_text("Nobody can tell it from any other.")).to_be_visible()
    assert page.violations() == []

    page.page.evaluate("fake.render()")

    expect(question.get_by_text("Nobody can tell it from any other.")).to_be_hidden()
    assert page.sent() == [{"kind": "answer", "item": "N2", "value": "pass"}]


def test_what_is_sealed_is_marked_and_a_guess_stays(context: BrowserContext) -> None:
    """The day is on each question; a guess is words without a choice; nothing is missing in it."""
    page = _open(context, "sealed for good")
    need = _question(page, "What would help you most?")
    guesses = page.page.get_by_role("group", name=re.compile("What do you think your partner will"))

    expect(need).to_contain_text("Sealed on 2 March.")
    expect(need.get_by_role("radio", name="Plain words")).to_be_checked()
    expect(guesses.first).to_contain_text(
        "Breaks, or short meetings. Sealed on 2 March, so it stays as it is."
    )
    expect(guesses.get_by_role("radio")).to_have_count(0)
    expect(_question(page, "How do you think?")).to_contain_text(
        "Sealed on 2 March: 4 of 5. Your answer is another one now."
    )
    page.page.get_by_role("button", name="Save and continue").click()
    expect(page.page.get_by_text("All saved. You can go on.")).to_be_visible()


def test_a_seal_is_marked_when_it_comes(context: BrowserContext) -> None:
    """The page of questions stands above the one that seals, and follows it at once."""
    page = _open(context, "sealed, half answered")
    guess = page.page.get_by_role("group", name=re.compile("What do you think your partner")).first
    expect(guess.get_by_role("radio")).to_have_count(5)

    page.change(seals=BY_NAME["sealed for good"].state["seals"])

    expect(guess.get_by_role("radio")).to_have_count(0)
    expect(_question(page, "What would help you most?")).to_contain_text("Sealed on 2 March.")


def test_something_else_has_a_box_for_own_words(context: BrowserContext) -> None:
    """It comes with the option, and stays while there are words that others may read."""
    page = _open(context, "with own words", answers={}, saved={})
    box = page.page.get_by_label("Something else: what would help you?")
    answer = page.page.get_by_role("group", name="1.2 What would help you most?", exact=True)
    expect(box).to_be_hidden()

    answer.get_by_role("radio", name="Something else").check()
    expect(box).to_be_visible()
    expect(answer.get_by_role("textbox")).to_have_count(1)  # a part of the question it goes with
    box.fill("A quiet room")
    expect(_status(page, "N1-words")).to_have_text(SAVED)
    answer.get_by_role("radio", name="Breaks").check()
    expect(box).to_be_visible()
    box.fill("")
    answer.get_by_role("radio", name="Not sure").check()
    expect(box).to_be_hidden()

    told = [event["value"] for event in page.sent() if event["item"] == "N1-words"]
    assert told == ["A quiet room", ""]


def test_nothing_is_tried_while_the_course_has_stopped(context: BrowserContext) -> None:
    """The words follow the page around the questions, there and back."""
    page = _open(context, "the kernel is gone")
    _question(page, "We know what").get_by_role("radio", name="4 Often").check()
    expect(_status(page, "A1")).to_have_text("Not saved yet, still trying")

    told = """stopped => {
        document.documentElement.toggleAttribute("data-course-stopped", stopped);
        window.dispatchEvent(new Event("pairs:course"));
    }"""
    page.page.evaluate(told, True)
    expect(_status(page, "A1")).to_have_text("Not saved yet. It is kept on this page")
    page.page.evaluate(told, False)
    expect(_status(page, "A1")).to_have_text("Not saved yet, still trying")
