"""What the letter's notebook shows: a letter to the sponsor, on one sheet that prints."""

from __future__ import annotations

from pairs_course.figures.published import Letter, LetterPart
from pairs_instructor.dashboards import parts
from pairs_instructor.dashboards.markup import EMPTY, Html
from pairs_instructor.dashboards.parts import PageData

HELD = Html(
    '<div class="card held"><h2>This letter is held back</h2>'
    "<p>Somebody of the cohort asked for that. They gave no name and no reason, and nobody is "
    "told who it was.</p><p>A sponsor cannot read this letter.</p></div>"
)


def sheet(page: PageData) -> Html:
    """Show the letter with its dates, or that it is held back; raises ValueError without one."""
    letter = page.published["letter"]
    if letter is None:
        raise ValueError("a letter's page without a letter")
    held = HELD if letter["held"] else EMPTY
    if not letter["parts"]:
        return held
    return held + Html(
        '<article class="sheet" aria-label="The letter"><p class="dates">Made on {}{}</p>{}'
        '<p class="from">From the pairs of “{}”</p></article>'
    ).format(
        parts.day(letter["made"]),
        EMPTY if letter["held"] else _opens(letter),
        parts.join(_part(part) for part in letter["parts"]),
        page.published["title"],
    )


def _opens(letter: Letter) -> Html:
    return Html(". The sponsor can read it from {} on.").format(parts.day(letter["opens"]))


def _part(part: LetterPart) -> Html:
    sentences = " ".join(part["sentences"])
    return Html("<section><h2>{}</h2><p>{}</p></section>").format(part["heading"], sentences)
