"""Figures on a page: a card a question, its sentence and its picture, and a table of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pairs_course.figures.published import Theme
from pairs_instructor.dashboards import questions, tables
from pairs_instructor.dashboards.charts import shown as what
from pairs_instructor.dashboards.charts import svg
from pairs_instructor.dashboards.markup import EMPTY, Html
from pairs_instructor.dashboards.parts import (
    PageData,
    join,
    nothing,
    over,
    section,
    theme_heading,
    within,
)
from pairs_instructor.dashboards.questions import MOMENTS, Line, Question

YARDSTICK = Html(
    '<p class="note"><strong>Start, then, now.</strong> “Looking back” is how people saw the '
    "start when the course ended. A figure may go down. That is often a good sign: people see "
    "more than they did. The yardstick has moved.</p>"
)


def themes(
    page: PageData, first: Mapping[Theme, Callable[[Sequence[Question]], Html]] | None = None
) -> Html:
    """Return the figures of the view, theme by theme; ``first`` makes how a theme begins.

    Where no figure is shown at all, that is said once, with the reason.
    """
    asked = page.questions
    if not asked:
        return nothing(page)
    if all(question.withheld for question in asked):
        return section("withheld", "No figure is shown yet", _withheld(asked))
    begin = first or {}
    by_theme = {name: [q for q in asked if q.theme == name] for name in questions.themes(asked)}
    return join(
        theme(page, name, of, begin[name](of) if name in begin else EMPTY)
        for name, of in by_theme.items()
    )


def theme(page: PageData, name: Theme, asked: Sequence[Question], first: Html = EMPTY) -> Html:
    """Return all that a page shows about a theme: cards, what is withheld and why, a table."""
    moments = any(len(q.waves) > 1 and set(q.waves) <= set(MOMENTS) for q in asked)
    body = [
        YARDSTICK if moments else EMPTY,
        first,
        _cards([q for q in asked if not q.withheld]),
        _withheld([q for q in asked if q.withheld]),
        EMPTY if all(q.withheld for q in asked) else tables.table(asked),
    ]
    return section(name, theme_heading(name, page.choices), join(body))


def _cards(questions: Sequence[Question]) -> Html:
    if not questions:
        return EMPTY
    return Html('<ul class="figures">{}</ul>').format(join(_card(q) for q in questions))


def _card(question: Question) -> Html:
    body = _choice(question) if question.options else _rated(question)
    reasons = join(Html('<p class="why">{}</p>').format(why) for why in question.reasons)
    more = _by_role(question) + reasons
    wide = Html(" wide") if question.options and more else ""
    return Html('<li class="figure{}"><h3>{}</h3>{}{}</li>').format(
        wide, question.ask, body, Html("<div>{}</div>").format(more) if more else more
    )


def _rated(question: Question) -> Html:
    """Return the sentence about the newest figure, and the picture of all."""
    line = question.lines[0]
    by_wave = {wave: line.shown(wave) for wave in question.waves}
    if len(by_wave) == 1:
        (wave,) = question.waves
        picture = svg.gauge(by_wave[wave])
        said = Html("<p><strong>{}</strong> {}.</p>").format(line.people(wave), line.counted)
    else:
        said = _sentence(line, by_wave)
        rows = [what.ChartRow(over(wave), one) for wave, one in by_wave.items()]
        arrow = (by_wave["start"], by_wave["now"]) if {"start", "now"} <= set(by_wave) else None
        picture = svg.rows(rows, arrow)
    return said + Html("<div>{}</div>").format(picture)


def _sentence(line: Line, by_wave: dict[str, what.ChartFigure]) -> Html:
    newest = [wave for wave, one in by_wave.items() if not one.instead][-1]
    said = Html("<p><strong>{}</strong> {} {}.").format(
        line.people(newest), line.counted, within(newest)
    )
    if newest == "now" and "start" in by_wave:
        start = by_wave["start"]
        verb = "is" if start.instead else "was"
        too = ", too" if start == by_wave["now"] else ""
        said += Html(" At the start it {} {}{}.").format(verb, start.short, too)
    return said + Html("</p>")


def _choice(question: Question) -> Html:
    """Return all options in one picture, one picture a wave."""
    said = Html("<p>How many people named each of these. Each person named one.</p>")
    parts = []
    for wave in question.waves:
        if len(question.waves) > 1:
            parts.append(Html('<p class="when">{}</p>').format(over(wave)))
        rows = [what.ChartRow(line.label, line.shown(wave)) for line in question.lines]
        parts.append(svg.rows(rows))
    return said + Html("<div>{}</div>").format(join(parts))


def _by_role(question: Question) -> Html:
    """Return a strip for each figure that is shown by role."""
    strips = []
    for wave in question.waves:
        for line in question.lines:
            roles = tables.roles_of(line.figures[wave])
            if roles is not None:
                several = len(question.waves) > 1 or question.options
                label = line.label or over(wave)
                said = Html('<p class="when">{}</p>').format(label) if several else EMPTY
                strips.append(Html("<li>{}{}</li>").format(said, svg.strip(roles)))
    if not strips:
        return EMPTY
    return Html('<h4>By role</h4><ul class="strips">{}</ul>').format(join(strips))


def _withheld(questions: Sequence[Question]) -> Html:
    """Say which questions have no figure, with each reason once."""
    by_reason: dict[str, list[Question]] = {}
    for question in questions:
        by_reason.setdefault(" ".join(question.reasons), []).append(question)
    return join(
        Html(
            '<div class="withheld"><h3>Questions without a figure</h3><p>{}</p><ul>{}</ul></div>'
        ).format(why, join(Html("<li>{}</li>").format(q.ask) for q in several))
        for why, several in by_reason.items()
    )
