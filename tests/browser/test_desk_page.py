"""The page of the desk's panels, in real Chromium: accessible, narrow, and it loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from pairs_instructor.desk import blocks, following
from pairs_instructor.desk.examples import EXAMPLES, FORM
from pairs_widgets.examples import Example

from .desk_states import STATES, example
from .widget_page import WidgetPage

BY_NAME = {example.name: example for example in EXAMPLES}
FOCUSABLE = "a[href], button, input, select, summary, textarea, [tabindex]"


def asked(page: WidgetPage) -> list[dict[str, Any]]:
    """Return what was pressed so far, without ids."""
    sent = page.page.evaluate("fake.sent")
    return [{"action": message["action"], "values": message["values"]} for message in sent]


def answer(page: WidgetPage, shown: list[blocks.Block], *problems: tuple[str, str]) -> None:
    """Let the kernel answer the last thing that was pressed."""
    page.page.wait_for_function("fake.sent.length > 0")
    page.page.evaluate(
        """([blocks, problems]) =>
             fake.tell({ kind: "acted", id: fake.sent.at(-1).id, blocks, problems })""",
        [shown, [list(problem) for problem in problems]],
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
    monkeypatch.setattr(following, "follow", lambda *_: "The gradebook could not follow.")
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
    """Each kind of control gives its value under its name; a file comes as its bytes."""
    page = WidgetPage(context, BY_NAME["form"])
    page.page.get_by_label("A note to the pair").fill("Thank you <b>both</b>")
    page.page.get_by_label("Pair", exact=True).select_option("a")
    page.page.get_by_label("The first one").first.check()
    page.page.get_by_label("They asked me to do this").check()
    file = {"name": "r.csv", "mimeType": "text/csv", "buffer": b"\xe4\xf6"}
    page.page.get_by_label("Roster").set_input_files([file])  # type: ignore[list-item]  # a dict

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
                "role": "a",
                "modules": ["a"],
                "asked": True,
                "day": "2026-12-01",
                "roster": {"name": "r.csv", "base64": "5PY="},
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
