"""The top of a page with figures: three lines for whoever reads no further, and the key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pairs_instructor.dashboards.charts.shown import ChartFigure
from pairs_instructor.dashboards.markup import EMPTY, Html
from pairs_instructor.dashboards.parts import PageData, join, within
from pairs_instructor.dashboards.questions import Line, Question

#: Of a question that was asked several times, the newest figure that is about the present.
_NEWEST = ("now", "once", "start", "then")

#: What is counted has at most so many words, or it is too long for a line that is read in passing.
_WORDS = 8

_TOP = Html(
    '<section class="brief" aria-labelledby="brief"><h2 id="brief">In short</h2>'
    "<ul>{}</ul></section>"
)
_KEY = Html(
    '<p class="note"><strong>How to read a bar.</strong> It goes from nobody to everybody. The '
    "solid part is sure. The true number lies somewhere in the striped part. <b>Few</b> is under "
    "4 in 10 people, <b>many</b> is over 6 in 10, and <b>about half</b> is in between.</p>"
)


@dataclass(frozen=True)
class _Said:
    """One figure that may be told on top, with its question and the time that it is about."""

    question: Question
    line: Line
    wave: str
    shown: ChartFigure


def top(page: PageData) -> Html:
    """Return what changed most, what most people say and what fewest do, and the key to bars.

    Nothing is told that a figure of the page does not show. Where none is shown there is no top.
    """
    said = list(_figures(page.questions))
    if not said:
        return EMPTY
    lines: list[Html] = []
    for choose in (_change, _most, _fewest):
        if (told := choose(said)) is not None:
            one, words = told
            lines.append(words)
            said = [other for other in said if other.question.key != one.question.key]
    return _TOP.format(join(Html("<li>{}</li>").format(words) for words in lines)) + _KEY


def _figures(questions: Sequence[Question]) -> Iterator[_Said]:
    for question in questions:
        for line in question.lines:
            if len(line.counted.split()) > _WORDS:
                continue
            for wave in _NEWEST:
                if wave in question.waves and not (shown := line.shown(wave)).instead:
                    yield _Said(question, line, wave, shown)
                    break


def _change(said: Sequence[_Said]) -> tuple[_Said, Html] | None:
    changed = [
        (abs(one.shown.middle - start.middle), one, start)
        for one in said
        if one.wave == "now" and "start" in one.question.waves
        if not (start := one.line.shown("start")).instead and start != one.shown
    ]
    if not changed:
        return None
    _, one, start = max(changed, key=lambda found: found[0])
    return one, Html("“{}” At the start {} {}, and <strong>{}</strong> now.").format(
        one.question.ask, start.short, one.line.counted, one.shown.short
    )


def _most(said: Sequence[_Said]) -> tuple[_Said, Html] | None:
    return _sentence(max(said, key=lambda found: found.shown.middle, default=None))


def _fewest(said: Sequence[_Said]) -> tuple[_Said, Html] | None:
    return _sentence(min(said, key=lambda found: found.shown.middle, default=None))


def _sentence(one: _Said | None) -> tuple[_Said, Html] | None:
    if one is None:
        return None
    return one, Html("“{}” <strong>{}</strong> {} {}.").format(
        one.question.ask, one.line.people(one.wave), one.line.counted, within(one.wave)
    )
