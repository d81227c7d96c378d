"""A question set and its answers as accessible static HTML: for grading, print and plain pages.

Everything a person wrote is escaped. The result has no scripts, no styles and no ids, so that it
can stand in any page any number of times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from pairs_course.content import QuestionSet
from pairs_course.items import CHOSEN, NO_VALUE, RATED, SCALE, Item

# HTML cannot carry control characters, surrogates or non-characters, not even escaped.
_NOT_IN_HTML = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)

NOT_ANSWERED = "No answer was shared."


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
    value = joint.get(item.id) if item.kind == "joint" else answers.get(item.id)
    if value is None or item.value_error(value):
        shown = f"<em>{NOT_ANSWERED}</em>"
    elif item.kind == "joint" and len(item.fields) > 1:
        shown = "<br>".join(f"{escape(f.label)} {_lines(str(value[f.id]))}" for f in item.fields)
    else:
        shown = _lines(item.words(value))
    return f"<dt>{escape(item.ask)}</dt><dd>{shown}</dd>"


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
    else:
        for field in item.fields or (None,):
            label = f"<p>{escape(field.label)}</p>" if field and len(item.fields) > 1 else ""
            parts.append(f'{label}<div class="lines" aria-hidden="true"></div>')
    return "".join(parts) + "</li>"


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
