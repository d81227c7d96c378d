"""The README's pictures, made from the running course: `make pictures` keeps them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import expect

from .course import ROOT, People

PICTURES = Path(__file__).parent / "pictures"


def test_the_pictures_of_the_readme_can_be_made_anew(person: People, tmp_path: Path) -> None:
    """Each picture that the README shows is one that this test makes."""
    folder = PICTURES if os.environ.get("PICTURES") else tmp_path
    folder.mkdir(exist_ok=True)
    page = person("pair5-professional", viewport={"width": 960, "height": 900})
    page.get_by_label("Plain page").check()
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_text("You chose: Plain page.")).to_be_visible()

    page.goto("/services/course/")  # saving leads to the modules, further down
    page.screenshot(path=folder / "home.png")

    shown = re.findall(r"tests/browser/pictures/([\w-]+\.png)", (ROOT / "README.md").read_text())
    assert sorted(shown) == sorted(p.name for p in folder.glob("*.png"))
    assert sorted(shown) == sorted(p.name for p in PICTURES.glob("*.png"))
