"""One question on paper: boxes to tick, lines to write on. No answers, no ids."""

from __future__ import annotations

from html import escape
from typing import Final

from pairs_course.programme.items import CHOSEN, NO_VALUE, RATED, SCALE, Field, Item

GUESS: Final = "What do you think your partner will say?"
#: How many empty cards to print; people can copy more.
CARDS: Final = 2
#: How many points to leave room for.
POINTS: Final = 8
_SHORT: Final = frozenset({"number", "date"})


def blank(item: Item, *, guess: bool = True, then: bool = False) -> str:
    """Return a question, with its number, as a list item.

    Args:
        item: the question.
        guess: whether to leave room for the guess, if the item has one.
        then: whether to add what to ask once the answer is open.
    """
    parts = [f"<li><p><strong>{asked(item)}</strong></p>"]
    if item.hint:
        parts.append(f'<p class="hint">{escape(item.hint)}</p>')
    if item.kind == "between":
        parts.append(f"<p>1: {escape(item.left)}</p><p>5: {escape(item.right)}</p>")
    labels = choices(item)
    if labels:
        parts.append(_ticks(labels))
        if guess and item.guess:
            parts.append(f'<p class="guess">{GUESS}</p>{_ticks(labels)}')
    else:
        parts.append(_boxes(item))
    if then and item.next:
        parts.append(f'<p class="then">{escape(item.next)}</p>')
    return "".join(parts) + "</li>"


def asked(item: Item) -> str:
    """Return a question's number and words as HTML."""
    number = f'<span class="number">{item.number}</span> ' if item.number else ""
    return f"{number}{escape(item.ask)}"


def choices(item: Item) -> list[str]:
    """Return the labels of a question's tick boxes; none for a written answer."""
    if item.kind == "scale":
        labels = [f"{n}, {word}" for n, word in enumerate(SCALE, start=1)]
    elif item.kind == "between":
        labels = [str(n) for n in range(1, 6)]
    elif item.kind in CHOSEN:
        labels = [option.label for option in item.options]
    else:
        return []
    return labels + (list(NO_VALUE.values()) if item.kind in RATED | {"choice"} else [])


def _ticks(labels: list[str]) -> str:
    # Short labels go in a row if there is room, as on the screen.
    row = " row" if max(map(len, labels)) <= len(NO_VALUE["pass"]) else ""
    boxes = "".join(f'<li><span class="tick">☐</span> {escape(label)}</li>' for label in labels)
    return f'<ul class="boxes{row}">{boxes}</ul>'


def _boxes(item: Item) -> str:
    if item.kind == "cards":
        fields = "".join(_box(field, small=True) for field in item.fields)
        cards = "".join(
            f'<div class="card"><p class="name">Card {n}</p>{fields}</div>'
            for n in range(1, min(CARDS, item.most) + 1)
        )
        return f"<p>Do you need more cards? Copy this page.</p>{cards}"
    if item.kind == "points":
        return _points()
    if item.kind == "airtime":
        guess = "My guess: of 10 minutes, I speak for about this many."
        return _box(Field("mine", guess, "number")) + _box(Field("seen", "What we noticed"))
    if len(item.fields) > 1:
        return "".join(_box(field) for field in item.fields)
    return _LINES


def _box(field: Field, *, small: bool = False) -> str:
    parts = [f"<p>{escape(field.label)}</p>"]
    if field.hint:
        parts.append(f'<p class="hint">{escape(field.hint)}</p>')
    if field.kind == "choice":
        parts.append(_ticks([option.label for option in field.options]))
    elif field.kind in _SHORT:
        parts.append('<div class="lines one" aria-hidden="true"></div>')
    else:
        parts.append('<div class="lines few" aria-hidden="true"></div>' if small else _LINES)
    return f'<div class="box">{"".join(parts)}</div>'


def _points() -> str:
    head = '<thead><tr><th scope="col">Day</th><th scope="col">Number</th></tr></thead>'
    rows = "<tr><td></td><td></td></tr>" * POINTS
    return f'<table class="points">{head}<tbody>{rows}</tbody></table>'


_LINES: Final = '<div class="lines" aria-hidden="true"></div>'
