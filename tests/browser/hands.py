"""How a person uses a page in the tests: with a mouse, or with the keyboard and nothing else."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

FARTHEST = 250  # Tab presses from one end of a module to the other


class Hands(Protocol):
    """What a person does on a page."""

    page: Page

    def press(self, button: Locator) -> None:
        """Press a button or follow a link."""

    def choose(self, group: Locator, number: int) -> None:
        """Choose the radio of that number (from 0) in a group."""

    def write(self, box: Locator, text: str) -> None:
        """Put text into a box."""


class Mouse:
    """Points and clicks, on the words rather than on the small circle."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, button: Locator) -> None:
        """Click."""
        button.click()

    def choose(self, group: Locator, number: int) -> None:
        """Click the label."""
        group.locator("label").nth(number).click()
        expect(group.get_by_role("radio").nth(number)).to_be_checked()

    def write(self, box: Locator, text: str) -> None:
        """Click into the box and type."""
        box.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)


class Keyboard:
    """Uses Tab, arrows, Space and Enter, and never the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> int:
        """Press Tab until ``target`` has the focus and return how often that was.

        The search goes round the page once: past its end the browser starts again at the top.
        """
        target.wait_for()
        for presses in range(FARTHEST):
            if target.evaluate("element => element === document.activeElement"):
                return presses
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no focus after {FARTHEST} presses of Tab: {target}")

    def press(self, button: Locator) -> None:
        """Reach it and press Enter."""
        self.reach(button)
        self.page.keyboard.press("Enter")

    def choose(self, group: Locator, number: int) -> None:
        """Reach the group, then walk to the radio with the arrows."""
        radios = group.get_by_role("radio")
        self.reach(radios.first)
        self.page.keyboard.press("Space")
        for _ in range(number):
            self.page.keyboard.press("ArrowDown")
        expect(radios.nth(number)).to_be_checked()

    def write(self, box: Locator, text: str) -> None:
        """Reach the box, select what is in it, and type."""
        self.reach(box)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
