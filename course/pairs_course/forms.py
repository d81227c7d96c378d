"""A question set and its answers as accessible static HTML: for grading, print and plain pages.

Everything a person wrote is escaped. The result has no scripts, no styles and no ids, so that it
can stand in any page any number of times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from pairs_course import runchart
from pairs_course.content import QuestionSet
from pairs_course.items import CHOSEN, NO_VALUE, RATED, SCALE, Field, Item

# HTML cannot carry control characters, surrogates or non-characters, not even escaped.
_NOT_IN_HTML = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)

NOT_ANSWERED = "No answer was shared."

#: On paper there is room for so many cards, and so many points of a measure.
PAPER_CARDS: Final = 3
PAPER_POINTS: Final = 10


def render_set(
    question_set: QuestionSet,
    answers: Mapping[str, Any],
    joint: Mapping[str, Mapping[str, str]] | None = None,
    *,
    level: int = 3,
    only: str | None = None,
) -> str:
    """Return the questions of a set with the answers that are known, as an HTML section.

    Args:
        question_set: what was asked.
        answers: the last value by item id; an item that is not there was not shared.
        joint: the agreed text by joint item id, by field.
        level: the heading level of the set's title, 1 to 6.
        only: leave out items that do not go to this audience, for example "facilitator".
    """
    items = [i for i in question_set.items if only is None or only in i.audience]
    if not items:
        return ""
    rows = "".join(_row(item, answers, joint or {}) for item in items)
    title = escape(question_set.title)
    return f'<section class="pairs-static"><h{level}>{title}</h{level}><dl>{rows}</dl></section>'


def render_blank(question_set: QuestionSet, *, level: int = 3) -> str:
    """Return a question set to be filled in by hand, numbered as on the page."""
    title, intro = escape(question_set.title), escape(question_set.intro)
    parts = [f'<section class="pairs-paper"><h{level}>{title}</h{level}>']
    if intro:
        parts.append(f"<p>{intro}</p>")
    parts.append("<ol>" + "".join(_blank(item) for item in question_set.items) + "</ol></section>")
    return "".join(parts)


def _row(item: Item, answers: Mapping[str, Any], joint: Mapping[str, Mapping[str, str]]) -> str:
    value: Any = joint.get(item.id) if item.kind == "joint" else answers.get(item.id)
    if value is None or item.value_error(value):
        shown = f"<em>{NOT_ANSWERED}</em>"
    elif item.kind == "joint" and len(item.fields) > 1:
        shown = _boxes(item.fields, value)
    elif item.kind == "cards":
        cards = "".join(f"<li>{_boxes(item.fields, _filled(card))}</li>" for card in value)
        shown = f"<ol>{cards}</ol>" if cards else _lines("")
    else:
        shown = _lines(item.words(value))
    return f"<dt>{escape(item.ask)}</dt><dd>{shown}</dd>"


def _boxes(fields: tuple[Field, ...], value: Mapping[str, Any]) -> str:
    """Show the boxes of a joint text or a card that have a value, each with its label."""
    parts = []
    for field in fields:
        if field.id not in value:
            continue
        points = runchart.points(value[field.id]) if field.kind == "points" else []
        if points:
            parts.append(_table(field.label, "".join(map(_point, points))))
        else:
            parts.append(f"<p>{escape(field.label)} {_lines(field.words(value[field.id]))}</p>")
    return "".join(parts)


def _filled(card: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in card.items() if value != ""}


def _point(point: runchart.Point) -> str:
    number = f"{point.value:.4f}".rstrip("0").rstrip(".")
    return f'<tr><th scope="row">{point.day}</th><td>{number}</td></tr>'


def _table(label: str, rows: str) -> str:
    head = '<thead><tr><th scope="col">Day</th><th scope="col">Number</th></tr></thead>'
    return f"<table><caption>{escape(label)}</caption>{head}<tbody>{rows}</tbody></table>"


def _lines(text: str) -> str:
    """Escape text and keep its line breaks."""
    lines = [escape(_NOT_IN_HTML.sub("\ufffd", line)) for line in text.splitlines()]
    return "<br>".join(lines) or "<em>(empty)</em>"


def _blank(item: Item) -> str:
    parts = [f"<li><p><strong>{escape(item.ask)}</strong></p>"]
    if item.hint:
        parts.append(f"<p>{escape(item.hint)}</p>")
    if item.kind == "between":
        parts.append(f"<p>1: {escape(item.left)}</p><p>5: {escape(item.right)}</p>")
    choices = _choices(item)
    if choices:
        boxes = "".join(f"<li>☐ {escape(label)}</li>" for label in choices)
        parts.append(f'<ul class="boxes">{boxes}</ul>')
        if item.guess:
            parts.append(
                f'<p>What do you think your partner will say?</p><ul class="boxes">{boxes}</ul>'
            )
    elif item.kind == "cards":
        card = "".join(_blank_box(field) for field in item.fields)
        room = min(PAPER_CARDS, item.most)
        parts += [f"<p>Card {number}</p>{card}" for number in range(1, room + 1)]
    elif len(item.fields) > 1:
        parts += [_blank_box(field) for field in item.fields]
    else:
        parts.append(_ROOM)
    return "".join(parts) + "</li>"


_ROOM: Final = '<div class="lines" aria-hidden="true"></div>'


def _blank_box(field: Field) -> str:
    """Return one box of a card or a joint text, to be filled in by hand."""
    if field.kind == "points":
        return _table(field.label, "<tr><td> </td><td> </td></tr>" * PAPER_POINTS)
    label = f"<p>{escape(field.label)}</p>"
    if field.hint:
        label += f"<p>{escape(field.hint)}</p>"
    if field.kind != "choice":
        return label + _ROOM
    boxes = "".join(f"<li>☐ {escape(option.label)}</li>" for option in field.options)
    return f'{label}<ul class="boxes">{boxes}</ul>'


def _choices(item: Item) -> list[str]:
    if item.kind == "scale":
        labels = [f"{n}, {word}" for n, word in enumerate(SCALE, start=1)]
    elif item.kind == "between":
        labels = [str(n) for n in range(1, 6)]
    elif item.kind in CHOSEN:
        labels = [option.label for option in item.options]
    else:
        return []
    return labels + (list(NO_VALUE.values()) if item.kind in RATED | {"choice"} else [])
