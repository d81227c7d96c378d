"""The pictures of the README and the guide, from the running course: `make pictures` keeps them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import expect

from .course import ROOT, People

PICTURES = Path(__file__).parent / "pictures"
PAGES = (ROOT / "README.md", *sorted((ROOT / "instructor" / "guide").glob("*.md")))
SIZE = {"width": 960, "height": 900}


def test_every_picture_can_be_made_anew(person: People, tmp_path: Path) -> None:
    """Each picture that the README or the guide shows is one that this test makes."""
    folder = PICTURES if os.environ.get("PICTURES") else tmp_path
    folder.mkdir(exist_ok=True)
    page = person("pair5-professional", viewport=SIZE)
    page.get_by_label("Plain page").check()
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_text("You chose: Plain page.")).to_be_visible()

    page.goto("/services/course/")  # saving leads to the modules, further down
    page.screenshot(path=folder / "home.png")

    page.goto("/services/course/open/02-a-new-relationship?door=plain")
    rungs = page.get_by_role("region", name="Our ladder", exact=True)
    rungs.get_by_role("group").first.scroll_into_view_if_needed()
    rungs.get_by_role("group").first.screenshot(path=folder / "ladder.png")

    page.goto("/services/course/safe")
    page.screenshot(path=folder / "safe.png")

    facilitator = person("facilitator", viewport=SIZE)
    facilitator.screenshot(path=folder / "facilitator.png")

    texts = "".join(path.read_text(encoding="utf-8") for path in PAGES)
    shown = set(re.findall(r"tests/browser/pictures/([\w-]+\.png)", texts))
    assert shown == {path.name for path in folder.glob("*.png")}
    assert shown == {path.name for path in PICTURES.glob("*.png")}
