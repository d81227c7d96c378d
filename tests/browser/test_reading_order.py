"""What a screen reader finds in each module, in order: kept as text beside this test.

``KEEP_TREES=1 make test ARGS="-k reading_order"`` writes the texts anew; read them before they are
committed. They hold the whole page without anything that somebody wrote.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pairs_course import content

from .course import People

TREES = Path(__file__).parent / "trees"
IDS = [module.id for module in content.load().modules]
# The only names and times on an untouched page.
_NAMES = re.compile(r"Professional \d|Patient leader \d")


@pytest.mark.parametrize("module", IDS)
def test_a_module_reads_in_order(person: People, module: str) -> None:
    """Headings, questions, choices and buttons stand in the order of the page, each with a name."""
    page = person("pair1-patient")
    page.goto(f"/services/course/open/{module}?door=plain")
    expect(page.get_by_role("region", name="Send to your facilitator", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")

    tree = _NAMES.sub("Partner", page.locator("body").aria_snapshot()) + "\n"

    kept = TREES / f"{module}.txt"
    if os.environ.get("KEEP_TREES"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(tree, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == tree
    assert not re.search(r"- (button|link|textbox|radio|checkbox|combobox)( \[|:|$)", tree), (
        "a control has no name"
    )
