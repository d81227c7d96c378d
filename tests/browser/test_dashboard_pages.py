"""The dashboards' pages in Chromium with scripts switched off: seen, zoomed, printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from pairs_instructor.dashboards import pages

from ..depth import sampled
from ..instructor import dashboard_pages as sample
from ..instructor import published_data as made
from ..instructor.dashboard_pages import Sample

SAMPLES: Final = sample.samples()
ORIGIN: Final = "http://dashboards.test"
#: Besides the samples: what the service says instead of a page.
SAID: Final = {
    "message": pages.message(
        "There is no such view",
        "There is no such view of this page. Open the whole page and choose from there.",
        demo=True,
        link=("/services/dashboards/network", "Open the whole page"),
    ),
    "error": pages.message("Something went wrong", "Try again in a minute."),
}
EVERY: Final = [*SAMPLES, *SAID]
#: 1280 pixels at 400 % zoom are 320 CSS pixels, four device pixels each.
WINDOWS: Final[dict[str, dict[str, Any]]] = {
    "1280": {"viewport": {"width": 1280, "height": 900}},
    "320": {"viewport": {"width": 320, "height": 800}},
    "zoomed": {"viewport": {"width": 320, "height": 225}, "device_scale_factor": 4},
    "forced": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}


def html(name: str) -> str:
    return SAID[name] if name in SAID else sample.html(SAMPLES[name])


class Viewer:
    """A window without scripts, in which the service's own policy holds; notes what goes wrong."""

    def __init__(self, browser: Browser, **window: Any) -> None:
        self.context: BrowserContext = browser.new_context(java_script_enabled=False, **window)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self._html = ""
        self.page.on("console", lambda message: self.problems.append(message.text))
        self.page.route("**/*", self._serve)

    def open(self, page: str) -> Page:
        """Open a page as the service sends it."""
        self._html = page
        self.page.goto(f"{ORIGIN}/")
        return self.page

    def _serve(self, route: Route) -> None:
        if route.request.url != f"{ORIGIN}/":
            self.problems.append(f"asked for {route.request.url}")
        policy = {"Content-Security-Policy": pages.security_policy()}
        route.fulfill(body=self._html, content_type="text/html; charset=utf-8", headers=policy)


@pytest.fixture(scope="module")
def viewers(browser: Browser) -> Iterator[dict[str, Viewer]]:
    """A window of each kind."""
    found = {name: Viewer(browser, **window) for name, window in WINDOWS.items()}
    yield found
    for one in found.values():
        one.context.close()


def no_wider_than_its_window(page: Page) -> bool:
    """Scripts of a page are off; the browser itself still measures it."""
    width = page.viewport_size or {}
    return bool(page.evaluate("document.documentElement.scrollWidth") <= width["width"])


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("window", sampled(WINDOWS, lambda window: window in ("320", "forced")))
def test_a_page_fits_and_asks_nobody(
    viewers: dict[str, Viewer], screenshot: Callable[[Page, str], None], name: str, window: str
) -> None:
    """Whole at every width, with nothing refused by the policy and nothing fetched."""
    viewer = viewers[window]
    viewer.problems.clear()
    page = viewer.open(html(name))

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert no_wider_than_its_window(page)
    assert viewer.problems == []
    if window != "zoomed":  # as the one of 320 pixels, and sixteen times as large
        screenshot(page, f"dashboard-{name}-{window}")


def test_nothing_moves(browser: Browser) -> None:
    """Nobody has to ask for that: there is no animation, with reduced motion or without."""
    for motion in ("reduce", "no-preference"):
        viewer = Viewer(browser, reduced_motion=motion)
        page = viewer.open(html("cohort-whole"))
        page.get_by_role("link", name="Everything").hover()
        moving = page.evaluate("document.getAnimations().length")
        viewer.context.close()
        assert moving == 0


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("width", sampled([1280, 320], lambda width: width == 320))
def test_a_page_has_nothing_that_axe_finds(
    context: BrowserContext, axe: Callable[..., list[str]], name: str, width: int
) -> None:
    """A copy of it, in which axe can run; its tables are open, as everything counts."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(html(name).replace("<details", "<details open"))

    assert axe(page) == []


def test_a_table_opens_without_scripts(viewers: dict[str, Viewer]) -> None:
    """By keyboard alone, and it fits in a small window, too."""
    page = viewers["320"].open(html("network-roles"))

    summary = page.get_by_text("The same figures in a table").first
    expect(page.get_by_role("table")).to_have_count(0)
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_have_count(1)
    expect(page.get_by_role("table").get_by_role("row").nth(1)).to_be_visible()
    assert no_wider_than_its_window(page)


def test_the_first_tab_leads_past_the_top(viewers: dict[str, Viewer]) -> None:
    """The skip link shows itself, and what comes after it is the choices."""
    page = viewers["1280"].open(html("cohort-whole"))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Everything")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_have_the_users_own_colours_when_forced(browser: Browser, scheme: str) -> None:
    """No colour of ours is left: bars, stripes and letters are in the system's colours."""
    viewer = Viewer(browser, forced_colors="active", color_scheme=scheme)
    used = viewer.open(html("network-roles")).evaluate(_COLOURS)

    viewer.context.close()
    assert set(used["text"]) == {used["system"]["CanvasText"]}
    system = {used["system"][name] for name in ("Canvas", "CanvasText", "Highlight")}
    assert set(used["shapes"]) <= {*system, "none"}
    assert len(set(used["shapes"])) >= 3


def test_the_words_of_a_picture_are_as_large_as_small_print(viewers: dict[str, Viewer]) -> None:
    """At 320 pixels the letters in a picture are 11 pixels or more, as no picture shrinks."""
    page = viewers["320"].open(html("network-roles"))

    heights = page.evaluate(_LETTERS)
    assert len(heights) > 100
    assert min(heights) >= 11


@pytest.mark.parametrize("name", ["cohort-whole", "network-roles", "wide-labels"])
def test_no_letters_of_a_picture_run_into_others(viewers: dict[str, Viewer], name: str) -> None:
    """Labels and values keep apart, also those of an option in many wide letters."""
    page = viewers["1280"].open(sample.html(wide_labels()) if name == "wide-labels" else html(name))

    assert page.evaluate(_OVERLAPS) == []


def wide_labels() -> Sample:
    """A question whose options are as wide as words get, with the longest value."""
    labels = (
        "Whoever would want more womenfolk momentum",
        "Women whom we know, who mow meadows now",
    )
    summary = made.summary("once", [None])
    figures = [one for one in summary["items"] if one["option"]]
    for n, figure in enumerate(figures):
        figure |= {"label": labels[n % 2], "word": None if n % 2 else "about half"}
    return sample.cohort(summaries=[{**summary, "items": figures}])


_OVERLAPS: Final = """() => [...document.querySelectorAll("svg")].flatMap((svg) => {
  const boxes = [...svg.querySelectorAll("text")].map((e) => [e, e.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], n) => boxes.slice(n + 1)
    .filter(([, b]) => a.left < b.right && b.left < a.right)
    .filter(([, b]) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4)
    .map(([other]) => `${one.textContent} / ${other.textContent}`));
})"""
_COLOURS: Final = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  const system = {};
  for (const name of ["Canvas", "CanvasText", "Highlight"]) {
    probe.style.color = name;
    system[name] = getComputedStyle(probe).color;
  }
  const shapes = [...document.querySelectorAll("svg path")].map((e) => getComputedStyle(e));
  const text = [...document.querySelectorAll("svg text")].map((e) => getComputedStyle(e).fill);
  return { system, text, shapes: shapes.flatMap((s) => [s.fill, s.stroke]) };
}"""
_LETTERS: Final = """() => [...document.querySelectorAll("svg text")].map((e) =>
  parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a)"""


@pytest.fixture(scope="module")
def printed(viewers: dict[str, Viewer], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`printed(name)` is the path of a page as a PDF, printed as from Chromium's own menu."""
    folder = tmp_path_factory.mktemp("printed")

    def make(name: str) -> Path:
        path = folder / f"{name}.pdf"
        page = viewers["1280"].open(html(name))
        page.pdf(path=path, prefer_css_page_size=True, tagged=True, outline=True)
        return path

    return make


def sheets(path: Path) -> int:
    """Return how many sheets a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


@pytest.mark.parametrize("name", ["letter", "letter-held"])
def test_a_letter_is_one_sheet(printed: Any, name: str) -> None:
    """With demo mark, dates, and how it is made: a whole letter is one tagged page of A4."""
    path = printed(name)

    assert sheets(path) == 1
    content = path.read_bytes()
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert box is not None
    assert [round(float(side)) for side in box.groups()] == [595, 842]


@pytest.mark.parametrize("name", ["cohort-whole", "network-roles", "cohort-withheld"])
def test_a_page_prints_without_what_only_a_screen_needs(
    viewers: dict[str, Viewer], name: str
) -> None:
    """Figures and notes are on paper; the choices, the way Home and closed tables are not."""
    page = viewers["1280"].open(html(name))
    page.emulate_media(media="print")

    for kept in ("How to read this page", "How answers stay private"):
        expect(page.get_by_role("heading", name=kept)).to_be_visible()
    gone = page.locator("header, .choices, .skip, summary, table")
    assert [one for one in gone.all() if one.is_visible()] == []
    page.emulate_media(media="screen")


def test_no_figure_is_torn_between_two_sheets(viewers: dict[str, Viewer]) -> None:
    """Cards, boxes, quotations and the letter keep together where they fit on a sheet."""
    page = viewers["1280"].open(html("network-words"))
    page.emulate_media(media="print")

    kept = page.evaluate(
        """() => [...document.querySelectorAll(".figure, .withheld, .first, .texts li")].map(
          (e) => getComputedStyle(e).breakInside)"""
    )
    page.emulate_media(media="screen")
    assert len(kept) > 20
    assert set(kept) == {"avoid"}


def test_a_bookmarked_view_stands_alone(viewers: dict[str, Viewer]) -> None:
    """Its heading and its links say the theme and the time."""
    one = Sample("cohort", SAMPLES["cohort-whole"].data, sample.Choices("eight", "now"))
    page = viewers["1280"].open(sample.html(one))

    expect(page).to_have_title(re.compile("How we work together, now"))
    chosen = page.get_by_role("navigation", name="What to see on this page")
    expect(chosen.locator("[aria-current]")).to_have_text(["How we work together", "Now"])
