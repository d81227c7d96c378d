"""Each check of pictures and links can fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from . import marks
from .broken import Check, debate, written
from .lesson import Lesson

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


def drawn(old: str, new: str) -> Lesson:
    """Return the lesson with a changed drawing."""
    lesson = debate()
    assert old in lesson.picture
    return replace(lesson, picture=lesson.picture.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"0 0 320 ', '"0 0 900 ', "expected a drawing 320 wide, got “0 0 900 330”"),
        ('class="paper"', 'class="pale"', "expected a sheet of paper as the first shape"),
        ("<text ", "<image/><text ", "expected plain shapes, got <image>"),
        ("<text ", "<script/><text ", "expected plain shapes, got <script>"),
        ("<text ", '<text font-size="9" ', "expected words of at least 15, got 9"),
        ("<text ", '<text onclick="x" ', "expected nothing that runs, got onclick"),
        (
            "<text ",
            '<use href="https://a.test/x.svg"/><text ',
            "expected nothing from elsewhere, got https://a.test/x.svg",
        ),
        (
            "<text ",
            '<text fill="url(//a.test/x)" ',
            "expected nothing from elsewhere, got url(//a.test/x)",
        ),
    ],
)
def test_a_drawing_that_is_none_of_ours_is_noticed(old: str, new: str, expected: str) -> None:
    """Too wide for a phone, with no paper, with small words, or with anything from elsewhere."""
    assert marks.drawing(debate()) == []

    assert marks.drawing(drawn(old, new)) == [f"picture.svg: {expected}"]


def test_a_module_without_its_picture_is_noticed() -> None:
    """It is shown once, and both say the same of it; the drawing says more by itself."""
    title = "Debate and dialogue as two shapes"
    assert marks.own_picture(debate()) == []

    [lost] = marks.own_picture(written("(picture.svg)", "(other.svg)")(debate()))
    [other] = marks.own_picture(drawn(title, "Two shapes"))
    [short] = marks.own_picture(drawn("<desc", "<desc>Shapes.</desc><desc"))

    assert lost.startswith("expected picture.svg once, as “Debate and")
    assert other.startswith("expected picture.svg once, as “Two shapes:")
    assert short == "picture.svg: expected a <desc> that says more than the title, got “Shapes.”"


def test_words_that_say_it_are_fine() -> None:
    """A picture with its words and a link with its place pass."""
    text = "![Two people at a table](a.png) and [the ten principles](https://example.org)"
    lesson = written(WHY, f"{WHY}\n{text}\n")(debate())

    assert (marks.alt_text(lesson), marks.link_text(lesson)) == ([], [])
