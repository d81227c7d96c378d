"""A facilitator at the desk who has no mouse, in a course that these tests change for everybody."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from pairs_course.answers import events
from pairs_course.answers.events import Event
from pairs_course.programme import compiled
from pairs_course.store import Store

from .course import RunningCourse
from .hands import Keyboard

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TALKED = {"talked": True, "when": "2026-11-20", "how": "room"}
BOTH = ("partner", "facilitator")
#: In milliseconds, for steps that nbgrader does in a program of their own. Where six programs share
#: two cores, marking four submissions was seen to take longer than all that waits for a page may.
STEP = 180_000


class Desk:
    """The desk by keyboard; each state that it stops at is looked at, wide and at 320 pixels."""

    def __init__(self, page: Page, axe: Callable[..., list[str]]) -> None:
        self.page = page
        self.hands = Keyboard(page)
        self._axe = axe
        # From now on Playwright answers for the window in which one chooses a file. Told only when
        # the key is pressed, it is now and then too late: the key opens the browser's own window.
        page.on("filechooser", lambda _: None)

    def overview(self) -> None:
        """Go from Home to the overview of the cohort, which needs no kernel."""
        self.page.goto("/services/course/")
        self.hands.press(self.page.get_by_role("link", name="Open your desk"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Your cohort")

    def open(self) -> None:
        """Go from Home over the overview to the notebook of the desk."""
        self.overview()
        self.hands.press(self.page.get_by_role("link", name="Modules", exact=True))
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Your desk:")
        self.page.get_by_text("Your desk is ready").wait_for(state="attached")
        assert self._axe(self.page) == []

    def part(self, name: str) -> Part:
        """Go to a part by its link at the top of the page; the focus is there then."""
        self.hands.press(self.page.locator(f'#desk-contents a[href="#{name}"]'))
        part = Part(self, self.page.locator(f"#desk-{name}"))
        expect(part.panel).to_be_focused()
        return part

    def looks_right(self, within: str | None = None) -> None:
        """Nothing breaks WCAG 2.2 AA in this state, and nothing scrolls sideways."""
        assert self._axe(self.page, within) == []
        self.page.set_viewport_size(NARROW)
        beyond = self.page.evaluate(BEYOND)
        self.page.set_viewport_size(WIDE)
        assert beyond == 0


class Part:
    """One panel of the desk."""

    def __init__(self, desk: Desk, panel: Locator) -> None:
        self.panel = panel
        self._desk = desk
        self._hands = desk.hands

    def open(self, summary: str) -> None:
        """Open what is folded away; leaves it open where it is open."""
        folded = self.panel.locator("summary").filter(has_text=summary)
        if not folded.evaluate("summary => summary.parentElement.open"):
            self._hands.press(folded)

    def choose(self, label: str, words: str) -> None:
        """Choose in a list by typing the beginning of its words."""
        box = self.field(label)
        self._hands.reach(box)
        self._desk.page.keyboard.type(words)
        chosen = box.evaluate("box => box.selectedOptions[0].text")
        assert chosen.startswith(words), chosen

    def write(self, label: str, words: str) -> None:
        """Type into a box."""
        self._hands.write(self.field(label), words)

    def type_day(self, label: str, day: date | None) -> None:
        """Type a day, part by part as Chromium asks for it in American English; None clears it."""
        box, keys = self.field(label), self._desk.page.keyboard
        self._hands.reach(box)
        if day is not None:
            keys.type(f"{day:%m%d%Y}")
        else:
            for key in ("Delete", "ArrowRight", "Delete", "ArrowRight", "Delete"):
                keys.press(key)
        expect(box).to_have_value(day.isoformat() if day else "")

    def field(self, label: str | re.Pattern[str]) -> Locator:
        """Find the first open control with this label."""
        return self.panel.get_by_label(label, exact=True).locator("visible=true").first

    def show(self, button: str, then: str | re.Pattern[str]) -> None:
        """Press a button that shows something else, and wait for it."""
        self._press(button)
        expect(self.panel.get_by_text(then).locator("visible=true").first).to_be_visible()
        self.looks_right()

    def press(self, button: str, then: str | re.Pattern[str]) -> None:
        """Press a button; what came of it, or what has to be mended, takes the focus."""
        self._press(button)
        places = ".pairs-desk-outcome, .pairs-summary, .pairs-desk-body > [data-key]"
        said = self.panel.locator(places).filter(has_text=then)
        expect(said.locator("visible=true")).to_be_focused()
        self.looks_right()

    def looks_right(self) -> None:
        """Look at this part alone: the page around it was looked at when it was opened."""
        self._desk.looks_right(f"#{self.panel.get_attribute('id')}")

    def save(self, role: Any, name: str) -> str:
        """Press a button or a link that saves a file, and return its text."""
        with self._desk.page.expect_download() as saving:
            self._hands.press(self.panel.get_by_role(role, name=name))
        return Path(saving.value.path()).read_bytes().decode("utf-8")

    def _press(self, button: str) -> None:
        expect(self.panel.locator("> .pairs-status")).to_have_text("")  # it works on nothing else
        named = self.panel.get_by_role("button", name=button, exact=True)
        self._hands.press(named.locator("visible=true").first)


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of a saved table as a spreadsheet reads them; it has the mark of UTF-8."""
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def does(
    hub: RunningCourse, who: str, module: str, kind: str, item: str, value: Any, *audience: str
) -> str:
    """Let somebody do one thing in a module, as the page does; return the event's id."""
    event = Event(events.new_id(), events.now(), module, item, "once", kind, value, audience)
    with Store.in_folder(hub.state) as store:
        assert store.events.add(who, [event], compiled.load()).refused == []
    return event.id


def send(hub: RunningCourse, who: str, module: str) -> None:
    """Let somebody say that the two talked, and send the module."""
    does(hub, who, module, "talked", module, TALKED, "partner")
    does(hub, who, module, "send", module, None, "facilitator")


def agree(hub: RunningCourse, pair: str, module: str, item: str, value: dict[str, str]) -> None:
    """Let a demo pair agree on a text, and the first of them send its module."""
    first, second = f"{pair}-patient", f"{pair}-professional"
    suggestion = does(hub, first, module, "propose", item, value, *BOTH)
    does(hub, second, module, "confirm", item, {"of": suggestion}, *BOTH)
    does(hub, first, module, "send", module, None, "facilitator")
