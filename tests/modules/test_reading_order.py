"""What a screen reader finds in a module, in order, has no heading without anything below it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

TREES = sorted((Path(__file__).parents[1] / "browser" / "trees").glob("*.txt"))
HEADING = re.compile(r"^\s*- heading ")
#: What holds other things and says nothing itself.
HOLDER = re.compile(r"^\s*- (region|main|group|form|article|text:\s*$)")


@pytest.mark.parametrize("tree", TREES, ids=lambda path: path.stem)
def test_no_two_headings_stand_in_a_row(tree: Path) -> None:
    """Whoever goes from heading to heading finds something at each."""
    lines = [one for one in tree.read_text("utf-8").splitlines() if not HOLDER.match(one)]

    empty = [a.strip() for a, b in pairwise(lines) if HEADING.match(a) and HEADING.match(b)]

    assert empty == []
    assert len([line for line in lines if HEADING.match(line)]) > 20
