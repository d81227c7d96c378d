"""The feedback page in a real browser: accessible, narrow, on paper, and it runs nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from playwright.sync_api import Browser, expect

from pairs_course.programme import compiled, loader
from pairs_instructor.nbgrader import feedback

from ..instructor.courses import MODULE, cell, notebook
from .axe import violations

HOSTILE = (
    "<script>document.title = 'run'</script> <img src=https://elsewhere.test/x.png "
    "onerror=\"document.title='run'\"> [a link](https://elsewhere.test) **bold**\n\n"
    + "Donaudampfschifffahrt"
    * 12
)
ANSWER = "<dl><dt>Your point</dt><dd>We met.</dd></dl>"


def graded(private: str) -> NotebookNode:
    """Return an autograded notebook with one answer and a private note, as nbgrader has it."""
    made = notebook("questions('look-back-05')")
    made.cells[0].outputs = [
        nbformat.v4.new_output("display_data", data={"text/html": ANSWER, "text/plain": "x"})
    ]
    made.cells[-1].metadata.nbgrader.comment = private
    assert made.cells[-1].metadata == cell("x", "private-note", task=True, points=0,
                                           comment=private).metadata  # fmt: skip
    return made


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """`address(to_pair, private)` is where a feedback page with these notes lies."""
    path = tmp_path / "programme.json"
    loader.compile_to(path)
    monkeypatch.setenv("PAIRS_PROGRAMME", str(path))
    assert compiled.load().module(MODULE)

    def write(to_pair: str, private: str) -> str:
        place = tmp_path / "feedback.html"
        place.write_text(feedback.page(graded(private), MODULE, to_pair), encoding="utf-8")
        return place.as_uri()

    return write


@pytest.mark.parametrize("scripts", [False, True], ids=["no-scripts", "scripts"])
def test_the_page_runs_nothing_and_asks_nobody(
    browser: Browser, address: Callable[[str, str], str], scripts: bool
) -> None:
    """Both notes are shown as they were typed; no code, no prompt, no score, no request."""
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": 320, "height": 900}
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    where = address(HOSTILE, HOSTILE)

    page.goto(where)

    expect(page.get_by_role("heading", name="A note to the pair")).to_be_visible()
    expect(page.get_by_role("heading", name="A private note")).to_be_visible()
    shown = [note.inner_text() for note in page.locator(".note").all()]
    words = page.locator("body").inner_text()
    assert shown == [HOSTILE, HOSTILE]
    assert page.title() == "Feedback: Debate and dialogue"
    assert asked == [where]
    assert page.locator("script, pre, code, img, iframe").count() == 0
    assert not any(sign in words for sign in ("questions(", "In [", "Out[", "Score", "assert"))
    assert "We met." in words
    context.close()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    ("to_pair", "private"), [(HOSTILE, HOSTILE), ("", ""), ("Thank you.\nBoth.", "")],
    ids=["hostile", "no-notes", "to-both"],
)  # fmt: skip
def test_the_page_is_accessible_and_fits(
    browser: Browser,
    address: Callable[[str, str], str],
    width: int,
    to_pair: str,
    private: str,
) -> None:
    """No axe rule of WCAG 2.2 AA is broken, and nothing scrolls sideways."""
    # axe is a script: the page's own policy would keep it out.
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address(to_pair, private))
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

    assert page.evaluate(beyond) == 0
    assert violations(page) == []
    context.close()


def test_the_page_prints_whole(
    browser: Browser, address: Callable[[str, str], str], tmp_path: Path
) -> None:
    """On paper there is no way Home, nothing is cut at the side, and all words are there."""
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.goto(address(HOSTILE, "To you alone."))
    page.emulate_media(media="print")
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

    expect(page.get_by_role("link", name="Back to Home")).to_be_hidden()
    expect(page.get_by_text("To you alone.", exact=True)).to_be_visible()
    assert page.evaluate(beyond) == 0
    assert page.pdf(path=tmp_path / "page.pdf", format="A4").startswith(b"%PDF")
    page.close()
