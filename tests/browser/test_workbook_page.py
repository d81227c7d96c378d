"""Workbooks and certificates in real Chromium: accessible, readable when large, and printed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import jinja2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from pairs_course.answers.completion import Left
from pairs_course.people.names import bdi
from pairs_course.programme import compiled
from pairs_course.render import workbook
from pairs_course.render.workbook import notebook
from pairs_course.service import pages
from pairs_course.service.pages import print_pages
from pairs_course.store import Person

from .course import ROOT

FIRST = "01-setting-out"
MODULE = "05-debate-and-dialogue"
LONGEST = "08-next-steps"
CONTENT = compiled.load()
#: As many pages as a person may be asked to print, and not so few that something is missing.
PAGES: dict[workbook.Format, tuple[int, int]] = {
    "normal": (8, 45),
    "large": (20, 90),
    "easy-read": (14, 75),
}


def made(module: str, format_: workbook.Format) -> str:
    parts = notebook.of_folder(ROOT / "modules", module)
    links: list[workbook.PageLink] = [{"href": "#main", "words": "Normal print", "here": True}]
    return workbook.make(module, CONTENT, parts, format_, links).html


def certificate(done: int) -> str:
    """Return the certificate's page with that many completed modules, its style in it."""
    loader = jinja2.FileSystemLoader(pages.FOLDER / "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True)
    environment.filters |= {"minutes": print_pages.minutes, "time": print_pages.time, "bdi": bdi}
    person = Person(
        "amal", "Amal Alexandrina " * 3, "patient-leader", "demo", "1", True, "ben", "Ben"
    )
    left = {
        module.id: Left((), talk=False) if number < done else Left(("1.4", "1.5"), talk=True)
        for number, module in enumerate(CONTENT.modules)
    }
    html = environment.get_template("certificate.html").render(
        prefix="/",
        person=person,
        certificate=print_pages.certificate(CONTENT.modules, left, [m.id for m in CONTENT.modules]),
        today="24 November 2026",
    )
    style = (pages.FOLDER / "static" / "pages.css").read_text()
    html = re.sub(r"<link rel=.icon.*?>", "", html)
    return re.sub(r"<link rel=.stylesheet.*?>", f"<style>{style}</style>", html)


def opened(context: BrowserContext, html: str) -> Page:
    """Open a page that must ask for nothing."""
    page = context.new_page()
    page.on("request", lambda request: pytest.fail(f"asked for {request.url}"))
    page.set_content(html)
    return page


def printed(page: Page) -> tuple[int, str]:
    """Print a tagged PDF; return how many pages it has, and its structure's tags."""
    pdf = page.pdf(tagged=True, outline=True, prefer_css_page_size=True)
    inside = pdf
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            inside += zlib.decompressobj().decompress(found[1])
        except zlib.error:
            continue
    assert re.search(rb"/Marked\s+true", inside)
    assert re.search(rb"/Lang\s*\(en\)", inside)
    boxes = {tuple(map(float, b.split())) for b in re.findall(rb"/MediaBox\s*\[([^]]+)\]", inside)}
    assert [(round(w), round(h)) for _, _, w, h in boxes] == [(595, 842)]
    count = len(re.findall(rb"/Type\s*/Page\b", inside))
    return count, " ".join(re.findall(r"/S\s*/(\w+)", inside.decode("latin-1")))


@pytest.mark.parametrize("module", [FIRST, MODULE, LONGEST])
@pytest.mark.parametrize("format_", workbook.FORMATS)
def test_a_workbook_is_accessible_and_fits(
    context: BrowserContext,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    module: str,
    format_: workbook.Format,
) -> None:
    """One first heading, nothing that axe finds, nothing cut at 320 px: 1280 px at 400 % zoom."""
    page = opened(context, made(module, format_))

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    screenshot(page, f"workbook-{module}-{format_}")
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("module", [MODULE, LONGEST])
@pytest.mark.parametrize("format_", workbook.FORMATS)
def test_a_workbook_prints_as_a_tagged_pdf(
    context: BrowserContext, module: str, format_: workbook.Format
) -> None:
    """A4, a sane number of pages, headings and lists for a screen reader."""
    count, tags = printed(opened(context, made(module, format_)))

    fewest, most = PAGES[format_]
    assert fewest <= count <= most
    for tag in ("H1", "H2", "H3", "H4", "L", "LI", "P"):
        assert f" {tag} " in tags


def test_sheets_begin_on_pages_of_their_own_and_questions_stay_whole(
    context: BrowserContext,
) -> None:
    """Printed, each kind of sheet has its page and note, and no question is cut in two."""
    page = opened(context, made(MODULE, "normal"))
    page.emulate_media(media="print")

    sheets = page.locator("main > section")
    assert sheets.evaluate_all("all => all.map(s => getComputedStyle(s).page)") == [
        "yours", "partner", "together", "facilitator",
    ]  # fmt: skip
    assert sheets.evaluate_all("all => all.slice(1).map(s => getComputedStyle(s).breakBefore)") == [
        "page", "page", "page",
    ]  # fmt: skip
    inside = page.locator(".pairs-paper > ol > li").evaluate_all(
        "all => [...new Set(all.map(li => getComputedStyle(li).breakInside))]"
    )
    assert inside == ["avoid"]
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_what_is_kept_closed_has_a_page_of_its_own(context: BrowserContext) -> None:
    """Printed, it can be put away apart from what the partner opens first."""
    page = opened(context, made(FIRST, "normal"))
    page.emulate_media(media="print")

    assert page.locator("main > section").evaluate_all(
        "all => all.map(s => [getComputedStyle(s).page, getComputedStyle(s).breakBefore])"
    ) == [
        ["yours", "auto"], ["partner", "page"], ["later", "page"], ["together", "page"],
        ["facilitator", "page"],
    ]  # fmt: skip


def test_nothing_in_large_print_is_smaller_than_18_points(context: BrowserContext) -> None:
    """Every element with words in it, on the screen and on paper, and the notes at the edge."""
    page = opened(context, made("04-what-gets-in-the-way", "large"))
    small = """() => [...document.querySelectorAll("body, body *")]
        .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 24).map((e) => e.outerHTML)"""

    assert page.evaluate(small) == []
    page.emulate_media(media="print")
    assert page.evaluate(small) == []
    edges = (page.locator("style").text_content() or "").partition("@page")[2]
    assert set(re.findall(r"font-size: (\S+);", edges)) == {"18pt"}


def test_the_policy_of_the_page_lets_its_own_style_through(context: BrowserContext) -> None:
    """Served as the service serves it, the page is styled, and the browser refuses nothing."""
    parts = notebook.of_folder(ROOT / "modules", MODULE)
    book = workbook.make(MODULE, CONTENT, parts, "large")
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": print_pages.policy(book.style),
    }
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.route("**/*", lambda route: route.fulfill(body=book.html, headers=headers))
    page.goto("http://paper.test/")

    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert refused == []


@pytest.mark.parametrize("done", [0, 1, 8])
def test_a_certificate_is_one_accessible_sheet(
    context: BrowserContext,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    done: int,
) -> None:
    """Nothing that axe finds, nothing cut at 320 px, one page of A4; also with nothing done."""
    page = opened(context, certificate(done))

    screenshot(page, f"certificate-{done}")
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert printed(page)[0] == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 657, "height": 980})  # A4 within its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 657
