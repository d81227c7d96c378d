"""Every named example of every widget, in real Chromium: accessible, narrow, master of its keys."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from pairs_widgets.examples import Example, all_examples

from ..depth import sampled
from .widget_page import WidgetPage

EXAMPLES = all_examples()
FIRST = list({example.folder: example for example in reversed(EXAMPLES)}.values())
FOCUSABLE = "a[href], button, input, select, summary, textarea, [tabindex]"
MARK = "data-lm-suppress-shortcuts"
LETTERS_AND_DIGITS = string.ascii_lowercase + string.digits
ARROWS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]


def _name(example: Example) -> str:
    return f"{example.folder}/{example.name}"


#: The first example of each widget always, all others when everything is tried.
ONE_A_WIDGET = sampled(EXAMPLES, lambda example: example in FIRST)


@pytest.fixture(scope="module")
def show(window: BrowserContext) -> Iterator[Callable[[Example], WidgetPage]]:
    """`show(example)` loads it in the one tab of this file, which forgets all examples before."""
    shown = WidgetPage(window, EXAMPLES[0])
    shown.page.add_init_script("sessionStorage.clear()")

    def show(example: Example) -> WidgetPage:
        shown.show(example)
        return shown

    yield show
    shown.page.close()


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_an_example_is_accessible_and_fits_a_phone(
    show: Callable[[Example], WidgetPage], example: Example
) -> None:
    """No axe rule of WCAG 2.2 AA is broken and nothing scrolls sideways."""
    page = show(example)
    page.page.set_viewport_size({"width": 320, "height": 900})

    assert (page.overflow(), page.violations(), page.problems) == (0, [], [])


@pytest.mark.parametrize("example", ONE_A_WIDGET, ids=_name)
def test_an_example_is_accessible_and_fits_a_desk(
    show: Callable[[Example], WidgetPage], example: Example
) -> None:
    """The same in a wide window."""
    page = show(example)

    assert (page.overflow(), page.violations(), page.problems) == (0, [], [])


@pytest.mark.parametrize("example", ONE_A_WIDGET, ids=_name)
def test_keys_stay_in_the_form(show: Callable[[Example], WidgetPage], example: Example) -> None:
    """Letters, digits and arrows on one control of each kind change its answer and nothing else."""
    page = show(example)
    page.page.evaluate("fake.acks = 'silent'")
    controls = page.page.evaluate(
        """focusable => {
          const seen = new Set();
          for (const control of document.querySelectorAll(`#widget :is(${focusable})`)) {
            const shown = control.checkVisibility() && !control.disabled;
            const kind = control.tagName + (control.type ?? "") + (control.name ?? "");
            if (!shown || seen.has(kind)) continue;
            control.dataset.probe = seen.size;
            seen.add(kind);
          }
          return seen.size;
        }""",
        FOCUSABLE,
    )
    changed = []
    for number in reversed(range(controls)):  # a box goes away with the choice that opened it
        before = len(page.sent())
        probe = page.page.locator(f"[data-probe='{number}']")
        probe.focus()
        expect(probe).to_be_focused()
        page.page.keyboard.type(LETTERS_AND_DIGITS)
        for key in ARROWS:
            page.page.keyboard.press(key)
        page.page.evaluate("document.activeElement.blur()")
        # What nobody answered is sent again meanwhile; that is no change, and no longer new.
        changed.append({(event["kind"], event["item"]) for event in page.sent()[before:]})

    assert page.page.evaluate("fake.keys") == []
    # JupyterLab's shortcuts look at the focused element itself, so each one carries the mark.
    assert page.page.locator(f"#widget :is({FOCUSABLE}):not([{MARK}])").count() == 0
    assert [places for places in changed if len(places) > 1] == []
    assert {kind for places in changed for kind, _ in places} <= {"answer", "guess"}
    assert page.problems == []
