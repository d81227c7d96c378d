"""The pages from which a cohort is run, in real Chromium: by keyboard, narrow, in forced colours.

They need neither hub nor kernel, so the service runs here alone.
"""

from __future__ import annotations

import csv
import io
import re
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from pairs_course.answers.events import Event, new_id, now
from pairs_course.people.roster import roster_of
from pairs_course.people.roster_diff import as_text
from pairs_course.programme import compiled
from pairs_course.service import pages
from pairs_course.service.app import PREFIX, create_app
from pairs_course.service.pages.cohort.at_cohort import PARTS
from pairs_course.service.uvicorn_server import Server
from pairs_course.store import Store

from ..course.service.conftest import NamedTokens
from .axe import violations
from .hands import Keyboard

LAST = "08-next-steps"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
BOTH = ("partner", "facilitator")
LETTER = {"letter": f"Dear next pair, ask Priya <b>first</b>. {LONG}"}
CARD = {"who": "A carer and a nurse.", "work": "Discharge.", "offer": "Time.", "ask": "Advice."}
WRONG = "wren wood,Wren,patient-leader,pair7\nxena,Xena,boss,pair7\n"
RIGHT = "wren,Wren,patient-leader,pair7\nxena,Xena,professional,pair7\n"
PEOPLE = [
    ("ann", LONG, "patient-leader", "pair1"),
    ("ben", "Ben Birch", "professional", "pair1"),
    ("cat", "דנה לוי", "patient-leader", "pair2"),
    ("dan", "Dan Dell", "professional", "pair2"),
    ("eve", "Eve Elm", "patient-leader", "pair3"),
    ("fay", "Fay Fern", "facilitator", ""),
]


class AsFay:
    """Signs everybody in as the facilitator, until ``away`` is set."""

    away = False

    async def username(self, _request: Request) -> str | None:
        return None if self.away else "fay"

    def begin(self, _request: Request, back: str | None = None) -> Response:
        self.away = False
        return RedirectResponse(back or PREFIX, 303)

    async def finish(self, _request: Request, _code: str, _state: str) -> None:
        return None

    def end(self) -> Response:
        return RedirectResponse("/hub/logout", 303)

    def form_token(self, _request: Request) -> str:
        return "token-of-fay"


class NoServers:
    """Starts and stops no server."""

    def begin(self, username: str) -> None:
        """Do nothing."""

    def end(self, username: str) -> None:
        """Do nothing."""


class Course:
    """The service over one store, with a cohort that has something on every page."""

    def __init__(self, store: Store, address: str, sign_in: AsFay) -> None:
        self.store = store
        self.address = address
        self.sign_in = sign_in

    def does(self, who: str, kind: str, item: str, value: object = None) -> str:
        """Let somebody do one thing in the last module; returns its id."""
        to = ("facilitator",) if kind == "send" else BOTH
        event = Event(new_id(), now(), LAST, item, "once", kind, value, to)
        assert self.store.events.add(who, [event], compiled.load()).refused == []
        return event.id

    def agree(self, one: str, other: str, item: str, value: dict[str, str]) -> None:
        """Let a pair agree on a text, and one of them send it."""
        suggested = self.does(one, "propose", item, value)
        self.does(other, "confirm", item, {"of": suggested})
        self.does(one, "send", LAST)


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    """Two pairs and somebody alone, who sent, wait, pause and ask for a call."""
    sign_in = AsFay()
    with Store.in_folder(tmp_path) as store, socket.create_server(("127.0.0.1", 0)) as listening:
        store.people.add_cohort("demo", roster_of(PEOPLE, alone=True), title=f"Demo {LONG}")
        others = [("fay", "Fay Fern", "facilitator", "")]
        store.people.add_cohort("leeds", roster_of(others), title=f"Leeds {LONG}")
        app = create_app(store, compiled.load(), NamedTokens(), servers=NoServers())
        pages.attach(app, sign_in, NoServers(), hub_prefix="/hub/", base_prefix="/")
        server = Server(app, "127.0.0.1", 0)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        made = Course(store, f"http://127.0.0.1:{listening.getsockname()[1]}", sign_in)
        made.agree("ann", "ben", "letter", LETTER)
        made.agree("cat", "dan", "network-card", CARD)
        store.care.ask("cat")
        store.care.pause("dan", yes=True)
        store.meetings.ask("cat", "03-why-pairs", ready=True)
        try:
            yield made
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def window(browser: Browser, course: Course) -> Iterator[BrowserContext]:
    """The facilitator's window, at this course."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", base_url=course.address
    )
    yield context
    context.close()


class AtCohort:
    """A facilitator without a mouse; each page they come to is looked at."""

    def __init__(self, page: Page, screenshot: Callable[[Page, str], None]) -> None:
        self.page = page
        self.hands = Keyboard(page)
        self._screenshot = screenshot
        # Whoever presses the key for a file gets an answer from the test, not from a window.
        page.on("filechooser", lambda _: None)
        page.on("pageerror", lambda error: pytest.fail(str(error)))

    def open(self, part: str) -> None:
        """Follow the link to a part at the top of the page."""
        self.hands.press(self.page.get_by_role("navigation").get_by_role("link", name=part))
        expect(self.page.get_by_role("heading", level=1)).to_have_text(part)

    def fold(self, summary: str) -> None:
        """Open what is folded away."""
        self.hands.press(self.page.locator("summary").filter(has_text=summary))

    def box(self, label: str | re.Pattern[str]) -> Locator:
        """Find the first open control with this label."""
        return self.page.get_by_label(label, exact=True).locator("visible=true").first

    def choose(self, label: str, words: str) -> None:
        """Choose in a list by typing the beginning of its words."""
        self.hands.reach(self.box(label))
        self.page.keyboard.type(words)

    def type_day(self, label: str, day: date) -> None:
        """Type a day, part by part as Chromium asks for it in American English."""
        self.hands.reach(self.box(label))
        self.page.keyboard.type(f"{day:%m%d%Y}")
        expect(self.box(label)).to_have_value(day.isoformat())

    def attach(self, label: str, text: str) -> None:
        """Choose a file."""
        self.hands.reach(self.box(label))
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Space")
        asked.value.set_files(
            [{"name": "r.csv", "mimeType": "text/csv", "buffer": text.encode()}]  # type: ignore[list-item]  # a dict
        )

    def press(self, button: str, then: str | re.Pattern[str], name: str) -> None:
        """Press a button; what came of it is said first, has the focus, and has an address."""
        named = self.page.get_by_role("button", name=button, exact=True)
        self.hands.press(named.locator("visible=true").first)
        outcome = self.page.locator("#outcome")
        expect(outcome).to_contain_text(then)
        expect(self.page).to_have_url(re.compile(r"[?&]was=[\w-]+#outcome$"))
        looks_right(self.page, name, self._screenshot)

    def save(self, link: str) -> str:
        """Follow a link that saves a file, and return its text."""
        with self.page.expect_download() as saving:
            self.hands.press(self.page.get_by_role("link", name=link).first)
        return Path(saving.value.path()).read_bytes().decode("utf-8")


def looks_right(page: Page, name: str, screenshot: Callable[[Page, str], None]) -> None:
    """Nothing breaks WCAG 2.2 AA or scrolls sideways: wide, at 320 pixels, in forced colours."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        screenshot(page, f"cohort-{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        assert violations(page) == [], (name, width)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert violations(page) == [], name
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("part", [name for name, _ in PARTS] + ["new-cohort"])
def test_every_page_is_accessible_and_fits(
    window: BrowserContext, course: Course, screenshot: Callable[[Page, str], None], part: str
) -> None:
    """With long names and all that is folded away."""
    roster = [row for row in PEOPLE if row[0] != "eve"]
    course.store.rosters.apply("demo", roster_of(roster))
    page = window.new_page()
    page.goto(f"{PREFIX}cohort/demo/{part}".rstrip("/"))
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    looks_right(page, part or "overview", screenshot)


def test_a_cohort_is_looked_after_by_keyboard(
    window: BrowserContext, course: Course, screenshot: Callable[[Page, str], None]
) -> None:
    """A letter goes back, a card is published, waves get their day, pairs are matched."""
    at = AtCohort(window.new_page(), screenshot)
    page = at.page
    page.goto(PREFIX)
    at.hands.press(page.get_by_role("link", name="Open your desk"))
    expect(page.get_by_text("Cards and letters: 2 to be read")).to_be_visible()

    at.open("Cards and letters")
    expect(page.locator("mark").first).to_have_text("Priya")
    at.press("Send it back", "Choose why you send it back.", "reviews-problem")
    at.hands.press(page.get_by_role("link", name="Choose why you send it back."))
    reason = page.get_by_role("group", name="Why do you send it back?").first
    expect(reason.get_by_role("radio").first).to_be_focused()
    at.hands.choose(reason, 0)
    at.press("Send it back", "Sent back. Both read your reason on their Home.", "reviews-back")
    at.press("Publish these words", "Published. Either of the two can take it back", "reviews")

    day = date.today() + timedelta(30)
    at.open("Figures")
    at.type_day("Last day of wave “start”", day)
    at.press("Set the last day", "Wave “start” of cohort", "waves-day")
    at.fold("Close wave “once” now")
    at.press("Close this wave now", "Tick this to close the wave.", "waves-problem")
    at.hands.reach(at.box(re.compile("Yes, close wave “once” of cohort .* now, on ")))
    page.keyboard.press("Space")
    at.press("Close this wave now", "Its figures never change.", "waves-closed")
    assert course.store.summaries.closed("demo") == ["once"]
    page.go_back()
    expect(page.locator("#outcome")).to_contain_text("Tick this to close the wave.")
    page.go_forward()
    page.reload()
    expect(page.locator("#outcome")).to_contain_text("Its figures never change.")

    at.open("Pairs that meet")
    at.choose("First pair", "pair1")
    at.choose("Second pair", "pair2")
    at.press("Match these two pairs", "Each of the four reads the names", "meetings-look")
    at.press("Yes, match them", "Both read it in the module.", "meetings-matched")
    assert course.store.meetings.of("ben", "03-why-pairs").people == ["דנה לוי", "Dan Dell"]

    at.open("Downloads")
    saved = at.save("Save the progress as a table").removeprefix("\ufeff")
    assert len(list(csv.reader(io.StringIO(saved, newline="")))) == 6


def test_a_list_is_mended_looked_at_and_done_by_keyboard(
    window: BrowserContext, course: Course, screenshot: Callable[[Page, str], None]
) -> None:
    """Each problem at its line; nothing changes before the look; a new pair gets its cards."""
    today = as_text(course.store.rosters.people("demo"))
    lines = len(today.splitlines())
    at = AtCohort(window.new_page(), screenshot)
    at.page.goto(f"{PREFIX}cohort/demo/people")
    file = "A file: a spreadsheet or CSV"

    at.fold("Send a whole new list")
    at.attach(file, today + WRONG)
    at.press("Look at what would change", f"Line {lines + 1}: ", "people-problem")
    expect(at.page.locator("#outcome")).to_contain_text(f"Line {lines + 2}: ")
    at.attach(file, today + RIGHT)
    at.press("Look at what would change", "Wren (wren) is added as", "people-preview")
    at.press("Make these changes", "After that nobody can look them up", "people-cards")
    rows = at.page.get_by_role("region", name="New passwords").get_by_role("row").all()[1:]
    made = {cells[1]: cells[2] for cells in map(_cells, rows)}
    assert list(made) == ["wren", "xena"]
    printed = at.save("Save the cards to print")
    assert all(password in printed for password in made.values())

    at.fold("Give somebody a new password")
    at.choose("Person", "Eve")
    at.press("Make a new password", "The old one no longer works.", "people-password")


def test_what_was_typed_is_there_when_the_sign_in_had_ended(
    window: BrowserContext, course: Course
) -> None:
    """They come back to the form, which is open and as they left it; one press more does it."""
    page = window.new_page()
    page.goto(f"{PREFIX}cohort/demo/people")
    page.get_by_text("Add, change or take off one person").click()
    form = page.get_by_role("form", name="Add a person")
    form.get_by_label("Sign-in name").fill("wren")
    form.get_by_label("Name", exact=True).fill("Wren")
    course.sign_in.away = True

    form.get_by_role("button").click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing was done yet")
    expect(form.get_by_label("Name", exact=True)).to_have_value("Wren")
    form.get_by_role("button").click()
    expect(page.locator("#outcome")).to_contain_text("Wren (wren) is added as patient-leader.")


def _cells(row: Locator) -> list[str]:
    return row.get_by_role("rowheader").or_(row.get_by_role("cell")).all_inner_texts()


def test_a_half_written_note_waits_for_its_writer(
    window: BrowserContext, course: Course, screenshot: Callable[[Page, str], None]
) -> None:
    """Another pair, another page, a reload: the words are there again when its form is.

    They are never in the form of another pair; what is saved is a draft no more.
    """
    page = window.new_page()
    words = "Half a note, " * 30
    note = f"{PREFIX}cohort/demo/notes?module={LAST}&pair="
    box = page.get_by_label("Note to the pair")
    page.goto(f"{note}pair1")
    box.fill(words)
    expect(page.get_by_text("Not saved yet. What you wrote is kept in this tab.")).to_be_visible()
    looks_right(page, "notes-draft", screenshot)

    page.goto(f"{note}pair2")
    expect(box).to_have_value("")
    page.goto(f"{PREFIX}cohort/demo/people")
    page.goto(f"{note}pair1")
    expect(box).to_have_value(words)
    page.reload()
    expect(box).to_have_value(words)
    page.get_by_role("button", name="Save the note to the pair").click()
    expect(page.locator("#outcome")).to_contain_text("is saved.")
    expect(page.get_by_text("Not saved yet")).to_have_count(0)
    box.fill("")
    page.goto(f"{note}pair1")
    expect(box).to_have_value("")
    page.go_back()
    page.reload()
    expect(box).to_have_value("")
    assert course.store.notes.list("demo", LAST)[0].text == words.strip()


def test_a_note_that_somebody_else_changed_is_never_overwritten_unseen(
    window: BrowserContext, course: Course, screenshot: Callable[[Page, str], None]
) -> None:
    """What was typed goes with what was read before it, and over newer words only on purpose."""
    page = window.new_page()
    note = f"{PREFIX}cohort/demo/notes?module={LAST}&pair=pair1"
    page.goto(note)
    page.get_by_label("Note to the pair").fill("Mine.")
    course.store.notes.put("fay", "demo", LAST, "pair1", "Theirs.", None)
    page.goto(note)
    expect(page.get_by_label("Note to the pair")).to_have_value("Mine.")

    page.get_by_role("button", name="Save the note to the pair").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Theirs.")
    looks_right(page, "notes-changed", screenshot)
    between = course.store.notes.list("demo", LAST)[0].text
    page.get_by_role("button", name="Save the note to the pair").click()
    expect(page.locator("#outcome")).to_contain_text("is saved.")

    assert (between, course.store.notes.list("demo", LAST)[0].text) == ("Theirs.", "Mine.")


def test_half_a_sheet_is_kept_in_its_open_form(
    window: BrowserContext, course: Course, screenshot: Callable[[Page, str], None]
) -> None:
    """Each kind of control; what has to be mended is named, and the rest stays."""
    at = AtCohort(window.new_page(), screenshot)
    page = at.page
    page.goto(f"{PREFIX}cohort/demo/paper?person=ben&module=05-debate-and-dialogue")
    at.fold("Type in the sheet")
    at.choose("5.13 Who had the answer?", "2")
    at.choose("The pair conversation: did the two of you talk?", "Yes")
    at.hands.reach(at.box("They asked me to type this in"))
    page.keyboard.press("Space")
    page.reload()
    expect(at.box("5.13 Who had the answer?")).to_have_value("2")
    expect(at.box("They asked me to type this in")).to_be_checked()

    at.press("Type it in", "Give the day on which they talked.", "paper-problem")
    at.type_day("On which day did you talk?", date(2026, 11, 20))
    at.choose("How did you talk?", "In the same room")
    at.press("Type it in", "is typed in. It was sent.", "paper-done")
    expect(page.get_by_text("Not saved yet")).to_have_count(0)
    assert len(course.store.submissions.list("demo", module="05-debate-and-dialogue")) == 1


def test_without_storage_the_browser_asks_before_words_are_lost(
    window: BrowserContext, course: Course
) -> None:
    """And only then: with storage one can leave and come back."""
    page = window.new_page()
    page.goto(f"{PREFIX}cohort/demo/notes?module={LAST}&pair=pair1")
    asks = """() => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    }"""
    box = page.get_by_label("Note to the pair")
    box.fill("Kept.")
    kept = page.evaluate(asks)

    page.evaluate("() => { Storage.prototype.setItem = () => { throw 'full'; }; }")
    box.fill("Not kept.")

    assert (kept, page.evaluate(asks)) == (False, True)
    expect(page.get_by_text("Do not leave this page before you save.")).to_be_visible()
    assert course.store.notes.list("demo", LAST)[0].text == ""


def test_forms_work_where_no_script_runs(browser: Browser, course: Course) -> None:
    """A note is written, and one that changed is seen."""
    context = browser.new_context(base_url=course.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{PREFIX}cohort/demo/notes?module={LAST}&pair=pair1")
    page.get_by_label("Note to the pair").fill("Thank you.")
    page.get_by_role("button", name="Save the note to the pair").click()

    expect(page.locator("#outcome")).to_contain_text("is saved.")
    assert course.store.notes.list("demo", LAST)[0].text == "Thank you."
    context.close()
