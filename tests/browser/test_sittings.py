"""A module is one sitting at a time, by either door: contents, Back, Next, an address for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ..depth import by_door, sampled
from .course import loaded
from .hands import Keyboard, Mouse
from .one_server import OneServer
from .sittings import at, contents, go_to, onward

MODULE = "01-setting-out"
DOORS = ["plain", "lab"]
WAYS = [("plain", Keyboard), ("lab", Mouse)]
PARTS = [
    "About this module",
    "Sitting 1: Who we are",
    "Sitting 2: What you need",
    "Sitting 3: Where you start",
    "Sitting 4: The pair conversation",
    "Sitting 5: Your agreement",
    "Sitting 6: Your local challenge",
    "Sitting 7: One if-then plan",
    "To finish",
]


@pytest.fixture
def page(own_context: BrowserContext, server: OneServer) -> Iterator[Page]:
    """A window of somebody who has answered nothing; an error in a page fails the test."""
    problems: list[str] = []
    own_context.on("weberror", lambda error: problems.append(f"{error.error}"))
    for journal in (server.home / ".pairs").glob("*.jsonl"):
        journal.unlink()
    page = own_context.new_page()
    page.goto(server.entrance)
    yield page
    page.goto("about:blank")
    server.end_kernels()
    assert problems == []


def address(server: OneServer, door: str, sitting: str = "", module: str = MODULE) -> str:
    """Return the address of the module, or of one sitting of it."""
    way = {"plain": "voila/render", "lab": "lab/tree"}[door]
    return f"{server.address}/{way}/{module}/{module}.ipynb{sitting and '#'}{sitting}"


def opened(page: Page, where: str) -> None:
    """Open an address, and wait until the contents are there."""
    page.goto(where)
    expect(contents(page)).to_be_visible()
    loaded(page)


def headings(page: Page) -> list[str]:
    """Return the second-level headings that are on the screen."""
    return [one.inner_text() for one in page.get_by_role("heading", level=2).all()]


def row(page: Page, name: str) -> Locator:
    """Return one line of the contents, also of closed ones."""
    return contents(page).locator("li", has_text=name)


def answer_all(page: Page) -> None:
    """Answer and guess all that this sitting asks, and go on."""
    for group in page.locator("fieldset:has(input[type=radio]):visible").all():
        group.get_by_role("radio", name="Not sure").check()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("All saved. You can go on.")).to_be_visible()


@by_door("plain")
def test_a_module_opens_with_what_comes_and_how_long_it_takes(
    page: Page, server: OneServer, axe: Callable[..., list[str]], door: str
) -> None:
    """Who has done nothing yet is at the top: all sittings with their minutes, none open."""
    opened(page, address(server, door))

    assert at(page) == PARTS[0]
    assert contents(page).get_by_role("link").all_inner_texts() == PARTS
    expect(row(page, PARTS[2])).to_contain_text("10 minutes, alone")
    expect(row(page, PARTS[4])).to_contain_text("25 minutes, together")
    assert headings(page) == ["Why it matters", "What you will do"]
    expect(page.get_by_role("link", name="Help", exact=True)).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize(
    ("door", "make"),
    sampled(product(DOORS, [Mouse, Keyboard]), lambda way: way in WAYS),
)
def test_next_and_back_walk_through_the_whole_module(
    page: Page, server: OneServer, door: str, make: Callable[[Page], Mouse | Keyboard]
) -> None:
    """Each step shows one sitting, says which of how many, and has the focus on its heading."""
    opened(page, address(server, door))
    hands = make(page)
    seen = [at(page)]

    while onward(hands):
        seen.append(at(page))
        shown = page.get_by_role("heading", level=2).first
        expect(shown).to_be_focused()
        expect(shown).to_be_in_viewport()
        assert page.get_by_role("heading", level=1).count() == 1
        if len(seen) < len(PARTS):
            assert headings(page) == [re.sub(r"$", f" ({_minutes(page)})", seen[-1])]
            expect(contents(page)).to_contain_text(f"Sitting {len(seen) - 1} of 7")

    assert seen == PARTS
    hands.press(page.get_by_role("link", name="Back: One if-then plan"))
    expect(page.get_by_role("heading", level=2).first).to_be_focused()
    assert at(page) == PARTS[-2]


def _minutes(page: Page) -> str:
    return str(contents(page).locator("li:has([aria-current]) .pairs-minutes").text_content())


@by_door("lab")
def test_the_picture_of_a_module_is_shown_and_runs_nothing(
    page: Page, server: OneServer, door: str
) -> None:
    """It stands where its idea is taught, and fits a phone; by itself, its file is in a sandbox."""
    page.set_viewport_size({"width": 320, "height": 800})
    opened(page, address(server, door, "sitting-needs"))

    picture = page.get_by_role("img", name="Two people face each other across a table")
    expect(picture).to_have_js_property("naturalWidth", 400)
    assert picture.evaluate("one => one.clientWidth / one.parentElement.clientWidth") == 1
    assert picture.evaluate("one => one.clientWidth") > 256  # Four fifths of the phone.
    assert page.evaluate("document.body.scrollWidth") == 320
    where = urljoin(page.url, str(picture.get_attribute("src")))
    file = page.request.get(where, headers={"Referer": page.url})
    assert file.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in file.headers["content-security-policy"]
    other = page.request.get(f"{server.address}/voila/files/{MODULE}/picture.svg")
    assert other.status == 403


@by_door("lab")
def test_each_sitting_has_an_address(page: Page, server: OneServer, door: str) -> None:
    """It survives a reload and a bookmark; Back and Forward go from sitting to sitting, and out."""
    opened(page, address(server, door))
    hands = Mouse(page)
    go_to(hands, "Where you start")
    go_to(hands, "Your agreement")
    bookmark = page.url

    page.reload()
    expect(contents(page)).to_be_visible()
    assert (at(page), page.url) == (PARTS[5], bookmark)
    for name in (PARTS[3], PARTS[0]):
        page.go_back()
        expect(contents(page).locator("[aria-current]")).to_have_text(name)
    page.go_forward()
    expect(contents(page).locator("[aria-current]")).to_have_text(PARTS[3])
    page.goto("about:blank")
    opened(page, bookmark)
    assert at(page) == PARTS[5]


def test_jupyterlab_shows_the_module_that_the_address_names(page: Page, server: OneServer) -> None:
    """Also of a bookmark opened after another module, after a reload, and at Back, which leads out.

    JupyterLab says nothing in the console meanwhile.
    """
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    before, first = page.url, address(server, "lab", "sitting-eight")
    other = "02-a-new-relationship"

    def shows(title: str, module: str) -> None:
        expect(contents(page)).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^{title}¶?\s*$"))
        assert f"/lab/tree/{module}/{module}.ipynb" in page.url

    opened(page, first)
    opened(page, f"{server.address}/lab/tree/{other}/{other}.ipynb?reset")
    shows("A new relationship", other)
    page.goto(first)
    shows("Setting out together", MODULE)
    page.reload()
    shows("Setting out together", MODULE)
    page.go_back()
    shows("A new relationship", other)
    page.go_back()
    shows("Setting out together", MODULE)
    page.go_back()

    assert page.url == before
    assert said == []


@by_door("plain")
def test_go_on_leads_to_the_first_thing_that_is_not_done(
    page: Page, server: OneServer, door: str
) -> None:
    """What is done has a tick at once, what is begun says so; the module opens where it goes on.

    What needs the other person can be left out for now: what is begun comes before it.
    """
    opened(page, address(server, door))
    go_to(Mouse(page), "What you need")
    page.get_by_role("radio", name="Not sure").first.check()
    go_to(Mouse(page), "Where you start")
    expect(row(page, PARTS[2])).to_contain_text("Begun")

    page.goto("about:blank")
    opened(page, address(server, door))
    assert at(page) == PARTS[2]
    answer_all(page)
    expect(row(page, PARTS[2]).get_by_text("Done")).to_be_attached()

    page.goto("about:blank")
    opened(page, address(server, door))
    assert at(page) == PARTS[1]
    expect(page).to_have_title(re.compile(f"^{re.escape(PARTS[1])} - Setting out together"))


@by_door("plain")
def test_after_the_last_question_comes_the_next_sitting(
    page: Page, server: OneServer, door: str
) -> None:
    """Going on moves the focus to what comes next, in view; in the end that is Next."""
    opened(page, address(server, door, "sitting-eight"))
    answer_all(page)

    following = page.get_by_role("link", name="Next: The pair conversation")
    expect(following).to_be_focused()
    expect(following).to_be_in_viewport()


@by_door("plain")
def test_a_question_in_another_sitting_is_found(page: Page, server: OneServer, door: str) -> None:
    """A part of the page that leads to a question shows the sitting that holds it."""
    opened(page, address(server, door, "pair-conversation"))
    question = page.locator("fieldset:has(input[type=radio])").first
    expect(question).to_be_hidden()
    question.dispatch_event("pairs:show", {"bubbles": True})

    expect(question).to_be_visible()
    assert at(page) == PARTS[2]
    page.go_back()
    expect(page.get_by_role("heading", name="The pair conversation (25")).to_be_visible()


@by_door("plain")
def test_what_is_for_another_day_says_so_and_stops_nobody(
    page: Page,
    server: OneServer,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    door: str,
) -> None:
    """Who answers how it is now, and goes on to how it was, reads it there, and may go on."""
    opened(page, address(server, door, "sitting-now", "08-next-steps"))
    word = page.get_by_text("You answered “Where the two of you are now” today.")
    assert not word.is_visible()
    page.get_by_role("radio", name="4 Often").first.check()
    expect(page.locator(".pairs-status", has_text=re.compile(r"^Saved \d")).first).to_be_visible()

    onward(Mouse(page))
    expect(word).to_be_visible()
    assert axe(page) == []
    screenshot(page, f"another-day-{door}")
    page.get_by_role("radio", name="3 Sometimes").locator("visible=true").first.check()
    expect(page.locator(".pairs-status:visible", has_text="Saved ")).to_have_count(1)


@by_door("plain")
def test_all_on_one_page_is_a_choice_that_lasts(
    page: Page, server: OneServer, axe: Callable[..., list[str]], door: str
) -> None:
    """It is remembered, and taken back the same way."""
    opened(page, address(server, door))
    page.get_by_role("button", name="Show all on one page").click()
    expect(page.get_by_role("heading", level=2)).to_have_count(13)
    expect(page.get_by_role("navigation", name="Back and Next")).to_be_hidden()
    assert axe(page) == []

    page.goto("about:blank")
    opened(page, address(server, door, "sitting-agreement"))
    expect(page.get_by_role("heading", level=2)).to_have_count(13)
    contents(page).locator("summary").click()
    page.get_by_role("button", name="Show one sitting at a time").click()
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    assert at(page) == PARTS[5]


@by_door("plain")
def test_paper_gets_everything(page: Page, server: OneServer, door: str) -> None:
    """In print the whole module is there, without the contents and without Back and Next."""
    opened(page, address(server, door, "sitting-eight"))
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=2)).to_have_count(13)
    expect(contents(page)).to_be_hidden()


@by_door("lab")
def test_a_sitting_fits_a_small_screen(
    page: Page,
    server: OneServer,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    door: str,
) -> None:
    """At 320 px nothing is cut, with the contents open too."""
    page.set_viewport_size({"width": 320, "height": 800})
    opened(page, address(server, door, "sitting-eight"))
    contents(page).locator("summary").click()

    wide = page.evaluate(
        """[...document.querySelectorAll(".pairs-contents *, .pairs-onward *")].filter(
             (e) => e.checkVisibility() && e.getBoundingClientRect().right > 320.5).length"""
    )
    assert wide == 0
    assert axe(page) == []
    screenshot(page, f"sitting-{door}-320")


def test_without_scripts_everything_is_there(
    page: Page, server: OneServer, own_context: BrowserContext
) -> None:
    """All prose of a module is in what the server sends; nothing of it is hidden."""
    answer = own_context.request.get(address(server, "plain"), timeout=60_000)
    page.set_content(re.sub(r"<script.*?</script>", "", answer.text(), flags=re.DOTALL))

    expect(page.get_by_role("heading", level=2)).to_have_count(13)
