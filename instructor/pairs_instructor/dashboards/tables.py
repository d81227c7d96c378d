"""Figures as tables: on the page, and as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pairs_course.safe_csv import csv_text
from pairs_instructor.dashboards.charts.shown import (
    NOT_SHOWN,
    NOT_YET,
    Marks,
    as_pooled,
    marks,
    shown,
)
from pairs_instructor.dashboards.markup import EMPTY, Html
from pairs_instructor.dashboards.parts import PageData, join, over, theme_label
from pairs_instructor.dashboards.questions import AnyFigure, Line, Question

COLUMNS: Final = (
    "Theme",
    "When people answered",
    "Question",
    "What was counted",
    "How many people",
    "Why it is not shown",
)
#: What only figures of several cohorts may have.
POOLED_COLUMNS: Final = ("Of about how many people", "Patient leaders", "Professionals")
DEMO: Final = "Demo data. The answers behind these figures are made up."


def roles_of(figure: AnyFigure | None) -> Marks | None:
    """Return the figures by role, where there are any."""
    pooled = as_pooled(figure)
    return marks(pooled["roles"]) if pooled is not None and pooled["roles"] is not None else None


def table(asked: Sequence[Question]) -> Html:
    """Return all figures of questions as a table, which opens when asked for."""
    by_role = any(roles_of(f) for q in asked for f in q.figures)
    heads = ["What was asked", "How many people"]
    heads += ["Patient leaders", "Profes\N{SOFT HYPHEN}sionals"] if by_role else []
    counted = list(dict.fromkeys(line.counted for q in asked for line in q.lines))
    caption = f"People who {counted[0]}" if len(counted) == 1 else "All figures of this part"
    return Html(
        '<details class="table"><summary>The same figures in a table</summary>'
        "<table{}><caption>{}</caption><thead><tr>{}</tr></thead>{}</table></details>"
    ).format(
        Html(' class="by-role"') if by_role else EMPTY,
        caption,
        join(Html('<th scope="col">{}</th>').format(head) for head in heads),
        join(_body(q, len(heads), by_role, len(counted) > 1) for q in asked),
    )


def csv(page: PageData) -> str:
    """Return the figures of a view as CSV: a header, and one row a figure.

    Every row of demo data is marked. What a spreadsheet could take for a formula is made harmless.
    """
    network = page.published["page"] == "network"
    demo = page.published["demo"]
    columns = [*COLUMNS, *(POOLED_COLUMNS if network else ()), *(["Demo"] if demo else ())]
    mark = [DEMO] if demo else []
    return csv_text(
        [columns, *([*_record(*one, network), *mark] for one in _figures(page.questions))]
    )


def _figures(asked: Iterable[Question]) -> Iterable[tuple[Question, str, Line, AnyFigure]]:
    for question in asked:
        for wave in question.waves:
            for line in question.lines:
                figure = line.figures[wave]
                if figure is not None:
                    yield question, wave, line, figure


def _record(
    question: Question, wave: str, line: Line, figure: AnyFigure, network: bool
) -> list[str]:
    people, *by_role = _cells(figure, by_role=network)
    about = [theme_label(question.theme), over(wave), question.ask, line.counted]
    pooled = as_pooled(figure)
    base = str(pooled["people"] or "") if pooled is not None else ""
    return [*about, people, figure["why"] or "", *([base, *by_role] if network else [])]


def _body(question: Question, columns: int, by_role: bool, counted: bool) -> Html:
    """Return the rows of a question: one, or a heading and one for each figure.

    With columns by role there is always a heading, so that the question has room in any window.
    """
    pairs = [(wave, line) for wave in question.waves for line in question.lines]
    said = Html('<span class="counted">{}</span>').format(question.lines[0].counted)
    plain = not counted or question.options
    ask = question.ask if plain else Html("{} {}").format(question.ask, said)
    if len(pairs) == 1 and not by_role:
        (wave, line) = pairs[0]
        return Html("<tbody>{}</tbody>").format(_row(ask, line.figures[wave], by_role=False))
    head = Html('<tr><th scope="rowgroup" colspan="{}">{}</th></tr>').format(columns, ask)
    several = len(question.waves) > 1
    rows = (
        _row(_label(question, wave, line, several), line.figures[wave], by_role)
        for wave, line in pairs
    )
    return Html('<tbody class="group">{}{}</tbody>').format(head, join(rows))


def _label(question: Question, wave: str, line: Line, several: bool) -> str:
    if not question.options:
        return over(wave)
    return f"{line.label} ({over(wave)})" if several else line.label


def _row(label: str, figure: AnyFigure | None, by_role: bool) -> Html:
    cells = join(Html("<td>{}</td>").format(cell) for cell in _cells(figure, by_role))
    return Html('<tr><th scope="row">{}</th>{}</tr>').format(label, cells)


def _cells(figure: AnyFigure | None, by_role: bool) -> list[str]:
    cells = [shown(figure).short]
    if by_role:
        roles = roles_of(figure)
        none = NOT_SHOWN if figure is not None else NOT_YET
        cells += [roles.leaders.short, roles.professionals.short] if roles else [none, none]
    return [cell[0].upper() + cell[1:] for cell in cells]
