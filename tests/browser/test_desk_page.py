"""The page of the desk's panels, in real Chromium: accessible, narrow, and it loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from pairs_instructor.desk import blocks, gradebook_sync
from pairs_instructor.desk.examples import EXAMPLES, FORM
from pairs_instructor.desk.panels import PANELS, PARTS
from pairs_widgets.examples import Example

from .desk_states import STATES, example
from .widget_page import WidgetPage

BY_NAME = {example.name: example for example in EXAMPLES}
FOCUSABLE = "a[href], button, input, select, summary, textarea, [tabindex]"


def asked(page: WidgetPage) -> list[dict[str, Any]]:
    """Return what was pressed so far, without ids."""
    sent = page.page.evaluate("fake.sent")
    return [{"action": message["action"], "values": message["values"]} for message in sent]


def answer(
    page: WidgetPage, shown: list[blocks.Block], *problems: tuple[str, str], **values: str
) -> None:
    """Let the kernel answer the last thing that was pressed."""
    page.page.wait_for_function("fake.sent.length > 0")
    page.page.evaluate(
        """([blocks, problems, values]) =>
             fake.tell({ kind: "acted", id: fake.sent.at(-1).id, blocks, problems, values })""",
        [shown, [list(problem) for problem in problems], values],
    )


def of_panel(name: str, *shown: blocks.Block, parts: bool = False) -> Example:
    """Return a panel of a facilitator's desk, alone or as one of several parts."""
    panel = PANELS[name]
    state = {
        "cohort": "demo",
        "user": "fay",
        "run": "1",
        "title": panel.title,
        "about": panel.about,
        "parts": [{"name": one.name, "title": one.title} for one in PARTS if parts],
        "blocks": list(shown),
    }
    return Example("desk", name, state, acks="silent", home=EXAMPLES[0].home)


def note(pair: str, saved: str = "", read: str = "") -> blocks.Block:
    """Return the form for a note to a pair."""
    return blocks.form(
        "note",
        "Save the note",
        [blocks.field("area", "text", "Note to the pair", value=saved)],
        values={"module": "03", "pair": pair, "read": read},
        about=("03", pair),
    )


@pytest.mark.parametrize("shown", EXAMPLES, ids=lambda shown: shown.name)
def test_every_kind_of_block_is_accessible_and_fits(
    context: BrowserContext, shown: Example
) -> None:
    """No axe rule of WCAG 2.2 AA is broken and nothing scrolls sideways, wide, narrow or forced."""
    looks_right(WidgetPage(context, shown))


@pytest.mark.parametrize("name", STATES)
def test_every_panel_is_accessible_and_fits(
    context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The same for panels in their main states, with long names and all that is folded away."""
    monkeypatch.setattr(gradebook_sync, "follow", lambda *_: "The gradebook could not follow.")
    page = WidgetPage(context, example(name, tmp_path))

    page.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")

    looks_right(page)


def looks_right(page: WidgetPage) -> None:
    """Fail on what is wrong with a page: wide, at 320 pixels, and in forced colours."""
    wide = (page.overflow(), page.violations())
    page.page.set_viewport_size({"width": 320, "height": 900})
    narrow = (page.overflow(), page.violations())
    page.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    forced = (page.overflow(), page.violations())

    unmarked = f"#widget :is({FOCUSABLE}):not([data-lm-suppress-shortcuts])"
    assert (wide, narrow, forced) == ((0, []), (0, []), (0, []))
    assert (page.page.locator(unmarked).count(), page.problems) == (0, [])


def test_what_is_filled_in_is_sent_as_it_is(context: BrowserContext) -> None:
    """Each kind of control gives its value under its name."""
    page = WidgetPage(context, BY_NAME["form"])
    page.page.get_by_label("A note to the pair").fill("Thank you <b>both</b>")
    page.page.get_by_label("Pair", exact=True).select_option("a")

    page.page.get_by_role("button", name="Save all of this").press("Enter")
    page.page.wait_for_function("fake.sent.length > 0")

    assert asked(page) == [
        {
            "action": "save",
            "values": {
                "module": "01",
                "name": "Ann",
                "note": "Thank you <b>both</b>",
                "pair": "a",
                "day": "2026-12-01",
            },
        }
    ]


def test_a_box_is_as_high_as_its_panel_wants(context: BrowserContext) -> None:
    """An empty box for a note has room for four lines, and grows with more."""
    page = WidgetPage(context, BY_NAME["form"])
    box = page.page.get_by_label("A note to the pair")
    line = float(box.evaluate("box => parseFloat(getComputedStyle(box).lineHeight)"))

    heights = [box.bounding_box()]
    box.fill("\n" * 9)
    heights.append(box.bounding_box())

    empty, full = (height["height"] if height else 0 for height in heights)
    assert 4 * line <= empty < 6 * line
    assert full > 9 * line


def test_a_problem_takes_the_focus_and_leads_to_its_field(context: BrowserContext) -> None:
    """What was filled in stays; the field is marked and described; the state has no axe problem."""
    page = WidgetPage(context, BY_NAME["form"])
    page.page.get_by_label("Name").fill("A very long name")
    page.page.get_by_role("button", name="Save all of this").click()

    answer(page, [], ("name", "Give a shorter name."), ("", "Nothing was saved."))

    summary = page.page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("There is a problem")
    expect(summary).to_contain_text("Nothing was saved.")
    assert page.violations() == []
    page.page.get_by_role("link", name="Give a shorter name.").press("Enter")
    name = page.page.get_by_label("Name")
    expect(name).to_be_focused()
    expect(name).to_have_value("A very long name")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description("As they want to be called. Give a shorter name.")


def test_what_was_done_takes_the_focus(context: BrowserContext) -> None:
    """The words of the outcome are read at once, and the form is as it was at first."""
    page = WidgetPage(context, BY_NAME["form"])
    page.page.get_by_label("Name").fill("Somebody")
    page.page.get_by_role("button", name="Save all of this").click()

    answer(page, [blocks.notice("done", "Saved for Somebody.")])

    expect(page.page.locator(".pairs-desk-outcome")).to_be_focused()
    expect(page.page.locator(".pairs-desk-outcome")).to_contain_text("Saved for Somebody.")
    expect(page.page.get_by_label("Name")).to_have_value("Ann")
    assert page.violations() == []


def test_news_of_a_step_leaves_what_is_being_typed(context: BrowserContext) -> None:
    """A bar of progress moves; a form beside it keeps its text, its focus and its caret."""
    page = WidgetPage(context, BY_NAME["form"])
    page.change(blocks=[blocks.progress("job", "Marking", 3, 40), FORM])
    name = page.page.get_by_label("Name")
    name.fill("Somebody else")
    name.press("Home")
    page.page.evaluate("window.bar = document.querySelector('progress')")

    page.change(blocks=[blocks.progress("job", "Marking", 30, 40), FORM])
    name.press_sequentially("X ")

    expect(name).to_have_value("X Somebody else")
    expect(page.page.get_by_text("Marking: 30 of 40").first).to_be_visible()
    assert page.page.evaluate("[window.bar.isConnected, window.bar.value, window.bar.max]") == [
        True,
        30,
        40,
    ]


def test_a_second_press_waits_for_the_first(context: BrowserContext) -> None:
    """While an answer is waited for, a button does nothing; the page says that it works on it."""
    page = WidgetPage(context, BY_NAME["form"])
    button = page.page.get_by_role("button", name="Save all of this")
    button.click()
    expect(page.page.get_by_text("Working on it")).to_be_visible()

    button.click()
    answer(page, [blocks.notice("done", "Saved.")])
    button.click()
    page.page.wait_for_function("fake.sent.length > 1")

    assert [one["action"] for one in asked(page)] == ["save", "save"]


def test_nothing_of_what_a_person_wrote_is_read_as_html(context: BrowserContext) -> None:
    """Text is text, wherever a panel puts it."""
    hostile = "<img src=x onerror=alert(1)>"
    page = WidgetPage(context, BY_NAME["words"])
    page.change(
        blocks=[
            blocks.heading(hostile),
            blocks.quote(hostile),
            blocks.notice("info", hostile, [hostile]),
            blocks.table(hostile, [hostile], [[hostile]]),
            blocks.details(hostile, [blocks.text(hostile)]),
            blocks.form(hostile, hostile, [blocks.field("area", "a", hostile, value=hostile)]),
        ]
    )

    assert page.page.locator("#widget img").count() == 0
    assert page.page.get_by_text(hostile).count() >= 8
    assert page.problems == []


CHOICE = blocks.form(
    "choose",
    "Show",
    [blocks.field("select", "pair", "Pair", options=[("1", "One"), ("2", "Two")], value="1")],
    choice=True,
)


def test_a_half_written_note_waits_for_its_writer(context: BrowserContext) -> None:
    """Another pair, another module, a reload: the words are there again when its form is.

    They are never in the form of another pair, and the links to the parts say that they wait.
    """
    page = WidgetPage(context, of_panel("notes", note("1")))
    words = "Half a note, " * 30
    page.page.get_by_label("Note to the pair").fill(words)
    expect(
        page.page.get_by_text("Not saved yet. What you wrote is kept in this tab.")
    ).to_be_visible()

    page.change(blocks=[note("2")])
    other = page.page.get_by_label("Note to the pair").input_value()
    page.change(blocks=[note("1")])
    again = page.page.get_by_label("Note to the pair").input_value()
    page.open()
    reloaded = page.page.get_by_label("Note to the pair").input_value()
    page.show(of_panel("contents", parts=True))

    assert (other, again, reloaded) == ("", words, words)
    expect(page.page.get_by_role("link", name="Private notes (not saved)")).to_be_visible()
    assert page.problems == []


def test_what_is_saved_is_a_draft_no_more(context: BrowserContext) -> None:
    """After the answer the box holds what the course has, also after a reload."""
    page = WidgetPage(context, of_panel("notes", note("1")))
    page.page.get_by_label("Note to the pair").fill("Thank you.")
    page.page.get_by_role("button", name="Save the note").click()
    page.page.wait_for_function("fake.sent.length > 0")

    page.change(blocks=[note("1", "Thank you.", "now")])
    answer(page, [blocks.notice("done", "Saved.")])
    saved = page.page.get_by_label("Note to the pair").input_value()
    page.open()

    assert saved == "Thank you."
    assert page.page.get_by_label("Note to the pair").input_value() == ""  # as the example has it
    expect(page.page.get_by_text("Not saved yet")).to_have_count(0)


def test_a_note_that_somebody_else_changed_is_never_overwritten_unseen(
    context: BrowserContext,
) -> None:
    """What was typed goes with what was read before it, and over newer words only on purpose."""
    page = WidgetPage(context, of_panel("notes", note("1", "Old.", "then")))
    page.page.get_by_label("Note to the pair").fill("Mine.")
    page.change(blocks=[note("1", "Theirs.", "later")])
    expect(page.page.get_by_label("Note to the pair")).to_have_value("Mine.")

    page.page.get_by_role("button", name="Save the note").click()
    answer(page, [blocks.quote("Theirs.")], ("text", "Fay changed this note."), read="later")
    expect(page.page.get_by_role("alert")).to_be_focused()
    expect(page.page.get_by_text("Theirs.", exact=True)).to_be_visible()
    page.page.get_by_role("button", name="Save the note").click()
    page.page.wait_for_function("fake.sent.length > 1")

    sent = [one["values"] for one in asked(page)]
    assert [(one["text"], one["read"]) for one in sent] == [("Mine.", "then"), ("Mine.", "later")]
    assert page.violations() == []


def test_words_in_a_folded_part_are_kept_and_it_stays_open(context: BrowserContext) -> None:
    """Half a sheet is there after news of something else, with the focus where it was."""
    sheet = blocks.form("type-in", "Type it in", [blocks.field("text", "a", "First")], about=("x",))
    folded = blocks.details("Type in the sheet", [blocks.text("Old."), sheet])
    page = WidgetPage(context, of_panel("notes", folded))
    page.page.get_by_text("Type in the sheet", exact=True).click()
    page.page.get_by_label("First").press_sequentially("Half")

    page.change(blocks=[blocks.details("Type in the sheet", [blocks.text("New."), sheet])])
    page.page.keyboard.type(" a sheet")
    page.open()

    expect(page.page.get_by_label("First")).to_be_visible()
    expect(page.page.get_by_label("First")).to_have_value("Half a sheet")


@pytest.mark.parametrize("field", ["text", "date", "select", "area"])
def test_every_kind_of_control_is_kept(context: BrowserContext, field: str) -> None:
    """After a reload its form sends what it would have sent before."""
    page = WidgetPage(context, BY_NAME["form"])
    change = {
        "text": lambda: page.page.get_by_label("Name").fill("Bob"),
        "date": lambda: page.page.get_by_label("Last day").fill("2027-01-02"),
        "select": lambda: page.page.get_by_label("Pair", exact=True).select_option("a"),
        "area": lambda: page.page.get_by_label("A note to the pair").fill("Some <b>words</b>"),
    }  # fmt: skip
    change[field]()
    page.page.evaluate("document.querySelector('form').requestSubmit()")
    page.page.wait_for_function("fake.sent.length > 0")
    (before,) = asked(page)

    page.open()
    page.page.evaluate("document.querySelector('form').requestSubmit()")
    page.page.wait_for_function("fake.sent.length > 0")

    assert asked(page) == [before]


def test_without_storage_the_browser_asks_before_words_are_lost(context: BrowserContext) -> None:
    """And only then: with storage one can leave and come back."""
    page = WidgetPage(context, of_panel("notes", note("1")))
    asks = """() => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    }"""
    box = page.page.get_by_label("Note to the pair")
    box.fill("Kept.")
    kept = page.page.evaluate(asks)

    page.page.evaluate("() => { Storage.prototype.setItem = () => { throw 'full'; }; }")
    box.fill("Not kept.")

    assert (kept, page.page.evaluate(asks)) == (False, True)
    expect(page.page.get_by_text("Do not leave this page before you save.")).to_be_visible()


def test_a_lost_message_is_sent_again_and_the_button_comes_back(context: BrowserContext) -> None:
    """The same message, by its id, so it is done once; then the person is told, and can press.

    The words stay. An answer that comes late is taken.
    """
    page = WidgetPage(context, of_panel("notes", note("1")))
    page.page.clock.install()
    page.page.get_by_label("Note to the pair").fill("Thank you.")
    button = page.page.get_by_role("button", name="Save the note")
    button.click()
    page.page.wait_for_function("fake.sent.length === 1")

    page.page.clock.run_for(5_000)
    said = page.page.locator(".pairs-status").inner_text()
    page.page.clock.run_for(20_000)
    given_up = page.page.locator(".pairs-status").inner_text()
    button.click()
    page.page.wait_for_function("fake.sent.length === 4")
    ids = set(page.page.evaluate("fake.sent.map((one) => one.id)"))
    answer(page, [blocks.notice("done", "Saved.")])

    assert said == "No answer yet, still trying"
    assert given_up.startswith("No answer came. What you filled in is kept.")
    assert len(ids) == 1
    assert page.page.evaluate("fake.noacks") == 1
    expect(page.page.get_by_text("Saved.")).to_be_visible()
    expect(page.page.locator(".pairs-status")).to_have_text("")


def test_a_line_that_is_not_there_is_tried_again(context: BrowserContext) -> None:
    """What cannot be sent just now is sent as soon as it can be."""
    page = WidgetPage(context, of_panel("notes", note("1")))
    page.page.clock.install()
    page.page.evaluate(
        """() => {
          const push = fake.sent.push;
          fake.sent.push = () => {
            fake.sent.push = push;
            throw new Error("there is no kernel yet");
          };
        }"""
    )
    page.page.get_by_label("Note to the pair").fill("Thank you.")
    page.page.get_by_role("button", name="Save the note").click()

    page.page.clock.run_for(5_000)
    page.page.wait_for_function("fake.sent.length === 1")
    answer(page, [blocks.notice("done", "Saved.")])

    expect(page.page.get_by_text("Saved.")).to_be_visible()


def test_what_has_begun_gives_way_to_its_result(context: BrowserContext) -> None:
    """One notice for one step: no "has begun" beside what came of it."""
    page = WidgetPage(context, of_panel("modules", FORM))
    page.page.get_by_role("button", name="Save all of this").click()
    answer(page, [blocks.notice("info", "Releasing has begun.", key="step 1")])
    page.change(blocks=[blocks.progress("step 1", "Releasing", 0, None), FORM])
    expect(page.page.get_by_text("Releasing has begun.")).to_be_visible()

    page.change(blocks=[blocks.notice("done", "Released.", key="step 1"), FORM])

    expect(page.page.get_by_text("Releasing has begun.")).to_be_hidden()
    expect(page.page.locator("[data-key='step 1']").last).to_be_focused()


def test_an_old_problem_goes_when_something_else_is_pressed(context: BrowserContext) -> None:
    """No error stands beside a newer success."""
    page = WidgetPage(context, of_panel("grades", FORM, CHOICE))
    page.page.get_by_role("button", name="Save all of this").click()
    answer(page, [], ("name", "Give a shorter name."))
    expect(page.page.get_by_role("alert")).to_be_visible()

    page.page.get_by_role("button", name="Show", exact=True).click()
    page.page.wait_for_function("fake.sent.length > 1")
    answer(page, [blocks.notice("done", "Shown.")])

    expect(page.page.get_by_text("Shown.")).to_be_visible()
    expect(page.page.get_by_role("alert")).to_be_hidden()


def test_one_part_is_shown_at_a_time_with_an_address(context: BrowserContext) -> None:
    """The links lead to it with an address; Back leads back; a reload stays; another part hides."""
    page = WidgetPage(context, of_panel("contents", parts=True))
    link = page.page.get_by_role("link", name="Private notes", exact=True)
    first = page.page.get_by_role("link", name="Modules").get_attribute("aria-current")

    link.click()
    expect(link).to_have_attribute("aria-current", "page")
    address = page.page.evaluate("location.hash")
    page.page.go_back()
    expect(link).not_to_have_attribute("aria-current", "page")
    page.page.go_forward()
    expect(link).to_have_attribute("aria-current", "page")

    page.show(of_panel("grades", FORM, parts=True))
    hidden = page.page.locator("#desk-grades").is_visible()
    page.show(of_panel("notes", note("1"), parts=True))
    assert (first, address, hidden) == ("page", "#notes", False)
    expect(page.page.locator("#desk-notes")).to_be_visible()
    expect(page.page.get_by_role("heading", name="Private notes", level=2)).to_be_visible()


def test_what_was_chosen_is_chosen_again_after_a_reload(context: BrowserContext) -> None:
    """Once: what somebody chooses later, or what is no choice any more, is left as it is."""
    page = WidgetPage(context, of_panel("notes", CHOICE))
    page.page.get_by_label("Pair").select_option("2")
    page.page.get_by_role("button", name="Show").click()
    page.page.wait_for_function("fake.sent.length === 1")

    page.open()
    page.page.wait_for_function("fake.sent.length === 1")
    answer(page, [])
    page.change(blocks=[CHOICE, blocks.text("News.")])

    expect(page.page.get_by_text("News.")).to_be_visible()
    assert asked(page) == [{"action": "choose", "values": {"pair": "2"}}]
