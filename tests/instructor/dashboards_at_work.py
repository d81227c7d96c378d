"""What the tests of the dashboards share: answers of the course service, stored pages, reading."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from pairs_course.figures.page_access import NOT_A_MEMBER, NOT_ON_A_ROSTER
from pairs_course.figures.published import PageName
from pairs_instructor.dashboards import choices, pages
from pairs_instructor.dashboards.stored_pages import StoredPages

from .fakes import Fakes
from .reading_pages import parse, text

PEOPLE = {"pat": "pat", "spo": "sponsor", "str": "stranger", "out": "outsider"}
ALLOWED = {"pat", "sponsor", "stranger"}
#: What a page that :func:`store` makes says.
FIGURES = "Only for people of this cohort."


def seen(edition: str = "cohort-demo", **more: Any) -> tuple[int, dict[str, Any]]:
    """The course service's answer about a page of that name."""
    return 200, {"title": "Demo & co", "demo": True, "edition": edition, "why": "", **more}


def refused(code: str = "not-a-member", message: str = NOT_A_MEMBER) -> tuple[int, dict[str, Any]]:
    return 403, {"error": {"code": code, "message": message}}


def usual(hub: Fakes) -> None:
    """Let the fakes answer as they usually do: Pat is a member, and a stranger is on no roster."""
    hub.asked.clear()
    hub.wanted.clear()
    hub.away = False
    hub.make = lambda: 204
    hub.answers = {
        ("published/demo", "pat"): seen(),
        ("published/demo", "stranger"): refused(),
        ("published/demo/letter", "pat"): seen("letter-demo"),
        ("published/demo/letter", "stranger"): refused(),
        ("network", "pat"): seen("network", title="", demo=False),
        ("network", "stranger"): refused("not-on-a-roster", NOT_ON_A_ROSTER),
    }


def store(state: Path, edition: str, page: PageName) -> None:
    """Store a page as if it had been made: each view says which it is."""
    views = choices.every(page)
    files = {f"{one.name}.html": pages.message(f"{edition} {one.name}", FIGURES) for one in views}
    if page != "letter":
        files |= {f"{one.name}.csv": f"{edition} {one.name},{FIGURES}" for one in views}
    StoredPages(state / "pages").write(edition, files)


def store_usual(state: Path) -> None:
    """Store what :func:`usual` answers with."""
    store(state, "cohort-demo", "cohort")
    store(state, "letter-demo", "letter")
    store(state, "network", "network")


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
