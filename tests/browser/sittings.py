"""How a person goes from sitting to sitting in a module, by either door."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from .hands import Hands, Mouse


def contents(page: Page) -> Locator:
    """Return the contents of the module."""
    return page.get_by_role("navigation", name="Contents")


def go_to(hands: Hands, name: str) -> None:
    """Go to the sitting whose name this is, without its number, by the contents."""
    found = contents(hands.page)
    # A closed list is out of reach until it is opened, so not by role.
    link = found.locator("a", has_text=re.compile(rf"^(Sitting \d+: )?{re.escape(name)}$"))
    if link.get_attribute("aria-current"):
        return
    if not link.is_visible():
        hands.press(found.locator("summary"))
    hands.press(link)
    expect(link).to_have_attribute("aria-current", "page")


def onward(hands: Hands) -> bool:
    """Press Next; returns whether there was one."""
    following = hands.page.get_by_role("link", name=re.compile("^Next: "))
    if not following.is_visible():
        return False
    address = str(following.get_attribute("href"))
    hands.press(following)
    expect(hands.page.locator(f".pairs-contents [href='{address}']")).to_have_attribute(
        "aria-current", "page"
    )
    return True


def at(page: Page) -> str:
    """Return which sitting the page shows, as its heading says without the minutes."""
    shown = contents(page).locator("[aria-current]")
    return str(shown.text_content())


def go_with_mouse(page: Page, name: str) -> None:
    """Go to a sitting, for a test of something that stands in it."""
    go_to(Mouse(page), name)
