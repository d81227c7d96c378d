"""A question set and its answers as accessible static HTML: for grading, print and plain pages.

Everything a person wrote is escaped. The result has no scripts, styles or ids, so it can be in any
page any number of times.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from html import escape
from typing import Any

from pairs_course.answers.visibility import sees
from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import TOGETHER, Field, Item, number_words

# HTML allows no control characters, surrogates or non-characters, not even escaped.
_NOT_IN_HTML = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)

NOT_ANSWERED = "No answer was shared."
#: The page around them says whose answers these are.
ADDED_BY = {"me": "this person", "partner": "the partner"}


def render_set(
    question_set: QuestionSet,
    answers: Mapping[str, Any],
    joint: Mapping[str, Any] | None = None,
    *,
    level: int = 3,
    only: str | None = None,
) -> str:
    """Return a set's questions with the shared answers, as an HTML section.

    Args:
        question_set: the questions.
        answers: the last value by item id; missing items were not shared.
        joint: the pair's joint values by item id: the agreed text by field, or the points.
        level: the heading level of the set's title, 1 to 6.
        only: leave out items not for this audience, for example "facilitator".
    """
    items = [i for i in question_set.items if only is None or sees(i, only)]
    items = [i for i in items if not i.if_chosen or answers.get(i.id)]
    if not items:
        return ""
    rows = "".join(_row(item, answers, joint or {}) for item in items)
    title = escape(question_set.title)
    return f'<section class="pairs-static"><h{level}>{title}</h{level}><dl>{rows}</dl></section>'


def render_blank(
    question_set: QuestionSet,
    *,
    level: int = 3,
    only: Container[str] | None = None,
    intro: bool = True,
    guess: bool = True,
    then: bool = False,
) -> str:
    """Return a question set to fill in by hand, numbered as on the screen.

    Args:
        question_set: the questions.
        level: the heading level of the set's title, 1 to 6.
        only: the items to include; they keep their numbers, so HTML cannot number the list.
        intro: whether to start with the set's introduction.
        guess: whether to leave room for guesses.
        then: whether to add what to ask once an answer is open.
    """
    from pairs_course.render import (
        blank_forms,  # only paper needs it, and kernels should start fast
    )

    parts = [f'<section class="pairs-paper"><h{level}>{escape(question_set.title)}</h{level}>']
    if intro and question_set.intro:
        parts.append(f"<p>{escape(question_set.intro)}</p>")
    rows = [
        blank_forms.blank(item, guess=guess, then=then)
        for item in question_set.items
        if only is None or item.id in only
    ]
    return "".join(parts) + f'<ol class="numbered">{"".join(rows)}</ol></section>'


def _row(item: Item, answers: Mapping[str, Any], joint: Mapping[str, Any]) -> str:
    value: Any = (joint if item.kind in TOGETHER else answers).get(item.id)
    if value is None or item.value_error(value):
        shown = f"<em>{NOT_ANSWERED}</em>"
    elif item.kind == "joint" and len(item.fields) > 1:
        shown = _boxes(item.fields, value)
    elif item.kind == "points":
        shown = _points(value)
    elif item.kind == "cards":
        cards = "".join(f"<li>{_boxes(item.fields, _filled(card))}</li>" for card in value)
        shown = f"<ol>{cards}</ol>" if cards else _lines("")
    else:
        shown = _lines(item.words(value))
    return f"<dt>{escape(item.numbered)}</dt><dd>{shown}</dd>"


def _boxes(fields: tuple[Field, ...], value: Mapping[str, Any]) -> str:
    """Return the filled boxes of a joint text or card, each with its label."""
    parts = []
    for field in fields:
        if field.id not in value:
            continue
        label, text = escape(field.label), _lines(field.words(value[field.id]))
        parts.append(f"<p><strong>{label}</strong> {text}</p>")
    return "".join(parts)


def _filled(card: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in card.items() if value != ""}


def _points(value: Sequence[Mapping[str, Any]]) -> str:
    """Return points as a table, with who added each."""
    head = "".join(f'<th scope="col">{words}</th>' for words in ("Day", "Number", "Added by"))
    rows = "".join(
        f'<tr><th scope="row">{point["day"]}</th><td>{number_words(point["value"])}</td>'
        f"<td>{ADDED_BY[point['by']]}</td></tr>"
        for point in value
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _lines(text: str) -> str:
    """Escape text and keep its line breaks."""
    lines = [escape(_NOT_IN_HTML.sub("\ufffd", line)) for line in text.splitlines()]
    return "<br>".join(lines) or "<em>(empty)</em>"
