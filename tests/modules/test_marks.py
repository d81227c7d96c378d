"""Each check of pictures and links can fail."""

from __future__ import annotations

import pytest

from . import marks
from .broken import Check, debate, written

WHY = "## Why it matters\n"
BROKEN: list[tuple[Check, str, list[str]]] = [
    (
        marks.alt_text,
        "![](a.png)",
        ["why-it-matters: expected a picture's words, got ![](a.png)"],
    ),
    (
        marks.link_text,
        "Read [more](https://example.org).",
        ["why-it-matters: expected words that say where the link leads, got “more”"],
    ),
    (
        marks.link_text,
        "[https://example.org](https://example.org)",
        ["why-it-matters: expected words that say where the link leads, got “https://example.org”"],
    ),
    (marks.no_tags, "<br>", ["why-it-matters: expected Markdown alone, got <br>"]),
]


@pytest.mark.parametrize(("check", "text", "expected"), BROKEN)
def test_the_check_notices(check: Check, text: str, expected: list[str]) -> None:
    """One thing that is wrong, in one cell, is named with its cell."""
    assert check(debate()) == []

    assert check(written(WHY, f"{WHY}\n{text}\n")(debate())) == expected


def test_words_that_say_it_are_fine() -> None:
    """A picture with its words and a link with its place pass."""
    text = "![Two people at a table](a.png) and [the ten principles](https://example.org)"
    lesson = written(WHY, f"{WHY}\n{text}\n")(debate())

    assert (marks.alt_text(lesson), marks.link_text(lesson)) == ([], [])
