"""Days in pages: one place writes them, and it is told the course's time zone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pairs_course
import pairs_instructor
import pairs_widgets
from pairs_widgets.state import page_state

OF_READERS_COMPUTER = re.compile(
    r"toLocale(?:Date)?String|toDateString|Intl\.|\.get(?:Date|Day|Month|FullYear|Hours)\("
)


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Sydney"])
def test_every_page_is_told_the_zone_of_the_course(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """The state says it; where none is named it is UTC, as for Home and the desk."""
    monkeypatch.setenv("COURSE_TIMEZONE", zone)
    assert page_state(())["zone"] == zone

    monkeypatch.delenv("COURSE_TIMEZONE")
    assert page_state(())["zone"] == "UTC"


def test_one_place_writes_days() -> None:
    """No page's script takes a day from the reader's computer, but for the one that is told."""
    homes = [Path(p.__file__).parent for p in (pairs_course, pairs_instructor, pairs_widgets)]
    scripts = [path for home in homes for path in home.rglob("*.js")]
    found = [path.name for path in scripts if OF_READERS_COMPUTER.search(path.read_text("utf-8"))]

    assert len(scripts) > 50
    assert found == ["days.js"]
