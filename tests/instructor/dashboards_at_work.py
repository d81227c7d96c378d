"""What the tests of the dashboards share: published data, small notebooks, reading a page."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from pairs_course.figures.aggregation import TOO_FEW
from pairs_course.figures.page_access import NOT_A_MEMBER, NOT_ON_A_ROSTER
from pairs_course.figures.published import Figure, Summary, Word

from .fakes import Fakes
from .reading_pages import parse, text

OFTEN = "answered “often” or “always”"
PEOPLE = {"pat": "pat", "spo": "sponsor", "str": "stranger", "out": "outsider"}
ALLOWED = {"pat", "sponsor", "stranger"}


def figure(item: str, ask: str, word: Word | None) -> Figure:
    return {
        "item": item,
        "same_as": item,
        "theme": "eight",
        "ask": ask,
        "option": "",
        "label": "",
        "counted": OFTEN,
        "word": word,
        "why": None if word else TOO_FEW,
    }


SUMMARY: Summary = {
    "wave": "start",
    "closed": "2026-11-23",
    "items": [
        figure("A1", "We know <what> we want.", "many"),
        figure("A3", "We set time aside.", "about half"),
        figure("T1", "I think of “we”.", "few"),
        figure("T4", "We ask.", None),
    ],
    "finished": [],
}
LETTER = {"wave": "now", "made": "2026-11-23", "opens": "2026-11-30", "held": False, "parts": []}
POOLED = {"wave": "now", "made": "2026-11-23", "cohorts": 5, "items": []}
TEXT = {"kind": "card", "fields": {"Who we are": "A pair."}}


def cohort(name: str = "demo", **more: Any) -> tuple[int, dict[str, Any]]:
    body = {"cohort": name, "title": "Demo & co", "demo": True, "version": 1, "why": ""}
    return 200, {**body, "summaries": [SUMMARY], **more}


def network(**more: Any) -> tuple[int, dict[str, Any]]:
    body = {"title": "", "demo": False, "version": "n1", "pools": [], "texts": [TEXT], "why": ""}
    return 200, {**body, **more}


def letter(**more: Any) -> tuple[int, dict[str, Any]]:
    body = {"cohort": "demo", "title": "Demo & co", "demo": True, "version": "l1", "why": ""}
    return 200, {**body, "letter": LETTER, **more}


def refused(code: str = "not-a-member", message: str = NOT_A_MEMBER) -> tuple[int, dict[str, Any]]:
    return 403, {"error": {"code": code, "message": message}}


def usual(hub: Fakes) -> None:
    """Let the fakes answer as they usually do: Pat is a member, and a stranger is on no roster."""
    hub.asked.clear()
    hub.away = False
    hub.current = {"cohorts": [], "network": ""}
    hub.answers = {
        ("published/demo", "pat"): cohort(),
        ("published/demo", "stranger"): refused(),
        ("published/demo/letter", "pat"): letter(),
        ("published/demo/letter", "stranger"): refused(),
        ("network", "pat"): network(),
        ("network", "stranger"): refused("not-on-a-roster", NOT_ON_A_ROSTER),
    }


SHOW = "import html, json, os\nfrom IPython.display import HTML\n"
#: Shows everything that it was given.
ECHO = SHOW + "HTML('<pre>' + html.escape(open(os.environ['PAIRS_PAGE']).read()) + '</pre>')"


def notebooks(folder: Path, source: str = ECHO) -> Path:
    """Make a folder with the three pages' notebooks, which first count that they are run."""
    folder.mkdir(parents=True, exist_ok=True)
    count = f"with open({str(folder / 'runs')!r}, 'a') as runs:\n    runs.write('run\\n')"
    cells = [new_code_cell(count), new_markdown_cell("**Prose**"), new_code_cell(source)]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = new_notebook(cells=cells, metadata={"kernelspec": spec})
    for page in ("cohort", "network", "letter"):
        nbformat.write(made, folder / f"{page}.ipynb")
    return folder


def runs(folder: Path) -> int:
    """Count how often notebooks of a folder were run."""
    counted = folder / "runs"
    return len(counted.read_text().splitlines()) if counted.exists() else 0


def said(page: str) -> str:
    """Return what the main part of a page says."""
    return text(parse(page).find(".//main"))


def assert_whole(page: str) -> Element:
    """A page of ours has a language, a title, one h1, a skip link that works, and a way Home."""
    tree = parse(page)
    assert tree.get("lang") == "en"
    title = text(tree.find("head/title")).removesuffix("Collaborative Pairs")
    assert title.rstrip(" \N{EN DASH}") == text(tree.find(".//h1"))
    assert len(tree.findall(".//h1")) == len(tree.findall(".//main")) == 1
    skip = tree.find("body/a")
    assert skip is not None
    main = tree.find(".//main")
    assert main is not None
    assert (skip.get("href"), main.get("id")) == ("#main", "main")
    assert "/services/course/" in [a.get("href") for a in tree.iter("a")]
    return tree


def until(done: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Wait for something that is to happen within so many seconds."""
    end, tick = time.monotonic() + seconds, threading.Event()
    while not done():
        assert time.monotonic() < end, f"{what} did not happen in {seconds} seconds"
        tick.wait(0.1)
