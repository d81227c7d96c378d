"""What the network's notebook shows: figures that several cohorts published together, and texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from pairs_course.figures.published import OpenText
from pairs_course.programme import compiled
from pairs_instructor.dashboards import brief, figures, parts
from pairs_instructor.dashboards.charts.shown import ZONES, ChartFigure
from pairs_instructor.dashboards.markup import EMPTY, Html
from pairs_instructor.dashboards.parts import PageData
from pairs_instructor.dashboards.questions import Question

_FEW: Final = ZONES["few"][1]
_MANY: Final = ZONES["many"][0]


def lead(page: PageData) -> Html:
    """Say how many cohorts the figures are about and when they were made; offer the choices."""
    said = "Figures of several cohorts together. They are made once, and they do not change."
    pools = page.published["pools"]
    made = {p["wave"]: f"{p['cohorts']} cohorts, made on {parts.day(p['made'])}" for p in pools}
    return parts.lead(page, said, made) + brief.top(page)


def themes(page: PageData) -> Html:
    """Show the figures, theme by theme; the barriers begin with what gets in the way most."""
    return figures.themes(page, {"barriers": in_the_way})


def in_the_way(barriers: Sequence[Question]) -> Html:
    """Say which barriers stand out: good things that few say, and hard ones that many say."""
    found = [
        Html("<li>“{}” <strong>{}</strong> {}.</li>").format(
            question.ask, question.lines[0].people(wave), question.lines[0].counted
        )
        for question in barriers
        for wave in question.waves
        if not question.options and stands_out(question.key, question.lines[0].shown(wave))
    ]
    body = (
        Html("<ul>{}</ul>").format(parts.join(found))
        if found
        else Html("<p>Nothing here stands out in the figures that are shown.</p>")
    )
    return Html(
        '<div class="first"><h3>What pairs everywhere say gets in the way</h3>{}</div>'
    ).format(body)


def stands_out(question: str, now: ChartFigure) -> bool:
    """Say whether a figure names a barrier, as far as it is published."""
    if now.instead:
        return False
    return now.low >= _MANY if question in hard_if_many() else now.high <= _FEW


@cache
def hard_if_many() -> frozenset[str]:
    """Return the questions of which "often" is hard, where of all others it is good."""
    asked = (item for one in compiled.load().sets for item in one.items)
    return frozenset(item.question for item in asked if item.hard_if_many)


def texts(page: PageData) -> Html:
    """Show the cards and letters that pairs publish; a view of some figures leaves them out."""
    published = page.published["texts"]
    if page.choices.query or not published:
        return EMPTY
    cards = [_text(one) for one in published if one["kind"] == "card"]
    letters = [_text(one) for one in published if one["kind"] == "letter"]
    body = Html(
        "<p>Pairs wrote these together. Both agreed that others may read them. "
        "A facilitator read them first.</p>"
    )
    for title, several in (("Cards", cards), ("Letters to the next pair", letters)):
        if several:
            body += Html('<h3>{}</h3><ul class="texts">{}</ul>').format(title, parts.join(several))
    return parts.section("texts", "Cards and letters", body)


def _text(one: OpenText) -> Html:
    fields = (
        Html("<p><b>{}</b></p><p>{}</p>").format(label, words)
        for label, words in one["fields"].items()
        if words.strip()
    )
    return Html("<li><blockquote>{}</blockquote></li>").format(parts.join(fields))
