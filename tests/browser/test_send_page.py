"""The page that sends a module, in real Chromium: a press that changes nothing sends nothing."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from pairs_widgets.send.examples import EXAMPLES, MODULE

from .widget_page import WidgetPage

BY_NAME = {example.name: example for example in EXAMPLES}


def test_nothing_is_sent_where_nothing_has_changed(context: BrowserContext) -> None:
    """The page says so, and the words take the focus; after a change it sends as before."""
    page = WidgetPage(context, BY_NAME["sent"])
    button = page.page.get_by_role("button", name="Send again")

    button.click()
    said = page.page.get_by_text("Nothing has changed since you sent it.")
    expect(said).to_be_focused()
    nothing = page.sent()
    page.change(sending={**BY_NAME["sent"].state["sending"], "changed": 1, "same": False})
    expect(said).to_be_hidden()
    button.click()
    button.click()
    page.page.wait_for_function("fake.sent.length > 0")

    assert nothing == []
    assert page.sent() == [{"kind": "send", "item": MODULE, "value": None}]
    assert len({one["id"] for one in page.page.evaluate("fake.sent")}) == 1
    assert page.violations() == []
