"""The airtime mirror and the moves in real Chromium, by keyboard, with a clock of our own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, expect

from pairs_widgets.airtime.examples import EXAMPLES as AIRTIME
from pairs_widgets.examples import Example
from pairs_widgets.moves.examples import EXAMPLES as MOVES

from .widget_page import WidgetPage


def _named(examples: tuple[Example, ...], name: str) -> Example:
    return next(example for example in examples if example.name == name)


Still = Callable[[WidgetPage], WidgetPage]


@pytest.fixture
def still(context: BrowserContext) -> Iterator[Still]:
    """`still(page)`: no time passes but what the test lets pass, however busy the machine is."""
    context.clock.install()

    def stop(page: WidgetPage) -> WidgetPage:
        context.clock.pause_at(page.page.evaluate("Date.now()") / 1000 + 60)
        return page

    yield stop
    context.clock.resume()  # the window is for other tests, too


def _values(page: WidgetPage) -> list[dict[str, Any]]:
    return [event["value"] for event in page.sent()]


def _counted(page: WidgetPage) -> list[tuple[object, object]]:
    return [(value["mine"], value["theirs"]) for value in _values(page)]


def _speaking(page: WidgetPage) -> list[object]:
    return [(value.get("running") or {}).get("voice") for value in _values(page)]


def test_two_voices_are_counted_and_mirrored(context: BrowserContext, still: Still) -> None:
    """Each change of voice saves what was counted; the mirror is in words, without a score."""
    page = still(WidgetPage(context, _named(AIRTIME, "nothing yet")))
    page.page.get_by_label("First guess").select_option(label="5 of 10 minutes")
    page.page.get_by_label("Press a button each time the voice changes").check()
    mine = page.page.get_by_role("button", name="You are speaking")
    theirs = page.page.get_by_role("button", name="Ben is speaking")

    mine.press("Enter")
    context.clock.run_for(90_000)
    expect(mine).to_have_attribute("aria-pressed", "true")
    expect(page.page.get_by_text("You: 1 min 30 s. Ben: 0 s.")).to_be_visible()
    theirs.press(" ")
    expect(mine).to_have_attribute("aria-pressed", "false")
    context.clock.run_for(30_000)
    page.page.get_by_role("button", name="We are finished").press("Enter")

    expect(page.page.get_by_role("heading", name="Your mirror")).to_be_visible()
    expect(page.page.get_by_text("You spoke for 1 min 30 s, and Ben for 30 s.")).to_be_visible()
    expect(page.page.get_by_text("you would speak for about 8, and Ben")).to_be_visible()
    expect(page.page.get_by_text("Your guess for yourself was 5 of 10.")).to_be_visible()
    assert _counted(page) == [(None, None), (None, None), (0, 0), (90, 0), (90, 30)]
    assert _speaking(page) == [None, None, "mine", "theirs", None]
    assert _values(page)[-1] == {
        "mode": "buttons",
        "mine": 90,
        "theirs": 30,
        "guess": 50,
        "running": None,
    }


def test_the_clock_is_silent_and_stops_after_an_hour(context: BrowserContext, still: Still) -> None:
    """No live region counts the seconds; a clock that was left on pauses and says so."""
    page = still(WidgetPage(context, _named(AIRTIME, "buttons, not begun")))
    page.page.get_by_role("button", name="You are speaking").click()

    context.clock.run_for(5_000)
    times = page.page.get_by_text("You: 5 s.")
    expect(times).to_have_attribute("aria-live", "off")
    assert times.evaluate("line => line.closest('[role=status]')") is None
    context.clock.fast_forward(2 * 3_600_000)

    expect(page.page.get_by_text("An hour is counted, so the clock is paused.")).to_be_visible()
    assert _counted(page)[-1] == (3600, 0)
    assert _speaking(page)[-1] is None


@contextlib.contextmanager
def _reopened(page: WidgetPage, after: int) -> Iterator[WidgetPage]:
    """Let the system end the page without any event, and open it again after some milliseconds."""
    kept = _values(page)[-1]
    now = page.page.evaluate("Date.now()")
    with page.page.expect_event("crash"), contextlib.suppress(Error):
        page.page.goto("chrome://crash")  # ends the renderer: no event of leaving ever comes
    browser = page.page.context.browser
    assert browser is not None
    context = browser.new_context()
    context.clock.install(time=(now + after) / 1000)
    state = {**page.example.state, "answers": {"airtime-05": kept}}
    yield WidgetPage(context, replace(page.example, state=state))
    context.close()


def test_a_talk_goes_on_when_the_phone_drops_the_page(context: BrowserContext) -> None:
    """Eight minutes face down: they are there, the clock runs, and it can be set back."""
    context.clock.install()
    page = WidgetPage(context, _named(AIRTIME, "buttons, not begun"))
    page.page.get_by_role("button", name="You are speaking").click()
    assert _speaking(page) == ["mine"]

    with _reopened(page, 8 * 60_000) as again:
        expect(again.page.get_by_text("You: 8 min")).to_be_visible()
        expect(
            again.page.get_by_text("and the clock went on. Are you still talking?")
        ).to_be_visible()
        expect(again.page.get_by_role("button", name="You are speaking")).to_have_attribute(
            "aria-pressed", "true"
        )
        mine, _ = _counted(again)[-1]
        assert isinstance(mine, int)
        assert mine >= 7 * 60
        again.page.get_by_role("button", name="Stop it at").click()
        expect(
            again.page.get_by_text("Paused. You: ").or_(again.page.get_by_text("You: 0 s."))
        ).to_be_visible()
        assert _counted(again)[-1][0] in (0, None)
        assert again.problems == []


def test_a_page_that_was_left_says_when_its_clock_stopped(context: BrowserContext) -> None:
    """The next day nobody has talked all night; what was counted until then is there."""
    context.clock.install()
    page = WidgetPage(context, _named(AIRTIME, "buttons, not begun"))
    page.page.get_by_role("button", name="Ben is speaking").click()
    context.clock.run_for(6 * 60_000)
    assert len(_values(page)) == 2  # a beginning, and one time in between
    kept = _counted(page)[-1]

    with _reopened(page, 24 * 3_600_000) as again:
        expect(again.page.get_by_text("The clock stopped then.")).to_be_visible()
        expect(again.page.get_by_text("Paused. You: 0 s. Ben: 5 min ")).to_be_visible()
        assert _counted(again)[-1] == kept
        assert _speaking(again)[-1] is None


def test_what_was_counted_outlives_a_reload(context: BrowserContext, still: Still) -> None:
    """The page goes away in the middle of a talk: the seconds so far are there, and it goes on."""
    page = still(WidgetPage(context, _named(AIRTIME, "buttons, not begun")))
    page.page.evaluate("fake.acks = 'silent'")
    page.page.get_by_role("button", name="Ben is speaking").click()
    context.clock.run_for(42_000)

    page.open()

    expect(page.page.get_by_text("You: 0 s. Ben: 42 s.")).to_be_visible()


def test_another_page_of_the_same_person_can_stop_the_clock(context: BrowserContext) -> None:
    """What was pressed there counts here too."""
    context.clock.install()
    page = WidgetPage(context, _named(AIRTIME, "buttons, not begun"))
    saved = "{ kind: 'saved', id, at: new Date().toISOString(), shared: true, count: 1 }"
    page.page.evaluate(f"fake.answer = (id) => fake.tell({saved})")
    page.page.get_by_role("button", name="You are speaking").click()
    context.clock.run_for(5_000)
    there = {"mode": "buttons", "mine": 4, "theirs": 0, "guess": 40, "running": None}
    page.change(answers={"airtime-05": there}, count=2)

    expect(page.page.get_by_text("Paused. You: 4 s. Ben: 0 s.")).to_be_visible()


def test_a_few_seconds_are_no_ten_minutes(context: BrowserContext) -> None:
    """The mirror says what was counted, and that it is too short to say more."""
    page = WidgetPage(context, _named(AIRTIME, "buttons, a few seconds"))

    expect(page.page.get_by_text("You spoke for 6 s, and Ben for 4 s.")).to_be_visible()
    expect(page.page.get_by_text("That is too short to see much in it.")).to_be_visible()
    expect(page.page.get_by_text("10 minutes of")).to_have_count(0)


def test_finishing_before_anybody_spoke_says_so(context: BrowserContext) -> None:
    """There is no mirror of nothing."""
    page = WidgetPage(context, _named(AIRTIME, "buttons, not begun"))

    page.page.get_by_role("button", name="We are finished").click()

    expect(page.page.get_by_text("Nothing was counted yet.")).to_be_visible()
    assert page.page.get_by_role("heading", name="Your mirror").count() == 0


def test_clocks_can_be_set_to_nothing(context: BrowserContext) -> None:
    """A new talk starts from nothing, and so does what is kept."""
    page = WidgetPage(context, _named(AIRTIME, "buttons, finished"))

    page.page.get_by_role("button", name="Set the clocks to zero").click()

    expect(page.page.get_by_text("You: 0 s. Ben: 0 s.")).to_be_visible()
    assert _counted(page) == [(None, None)]


def test_guess_only_is_an_equal_choice(context: BrowserContext) -> None:
    """A guess alone gives a mirror too, and needs no button."""
    page = WidgetPage(context, _named(AIRTIME, "nothing yet"))

    page.page.get_by_label("Guess only").check()
    page.page.get_by_label("First guess").select_option(label="7 of 10 minutes")

    expect(page.page.get_by_text("You guess that you speak for 7 of 10 minutes")).to_be_visible()
    assert page.page.get_by_role("button", name="You are speaking").is_hidden()
    assert _values(page)[-1] == {"mode": "guess", "mine": None, "theirs": None, "guess": 70}


def test_each_choice_of_a_move_says_at_once_what_it_does(context: BrowserContext) -> None:
    """Feedback is polite, follows every choice, and the last choice is what is sent last."""
    page = WidgetPage(context, _named(MOVES, "nothing chosen"))
    move = page.page.get_by_role("group", name="I have done this for twenty years")
    feedback = move.get_by_role("status")

    move.get_by_label("Have you seen the figures").check()
    expect(feedback).to_contain_text("Not dialogue yet.")
    page.page.keyboard.press("ArrowDown")
    expect(feedback).to_contain_text("This turns it into dialogue.")
    expect(feedback).not_to_contain_text("Not dialogue yet.")
    page.page.keyboard.press("ArrowDown")
    expect(feedback).to_contain_text("This stops the fight")

    page.page.keyboard.press("Tab")
    assert _values(page) == ["figures", "your-way"]


def test_a_move_that_is_not_saved_says_so(context: BrowserContext) -> None:
    """The feedback is there, and the status says that the kernel did not answer."""
    page = WidgetPage(context, _named(MOVES, "the kernel is gone"))
    move = page.page.get_by_role("group", name="You never listen to patients")

    move.get_by_label("Could we please not talk").check()

    expect(move.get_by_text("Not saved yet, still trying")).to_be_visible()
