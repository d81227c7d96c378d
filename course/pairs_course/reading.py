"""What one partner learns from an item: own answer, partner's answer and own guess, read together.

Understanding is kept apart from agreement (PROGRAMME, rule 3): whether two people agree, and
whether they knew it, are two different things. Never a total, never a score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Value = int | str | None

Kind = Literal[
    "agree-knew", "agree-unaware", "thought-agreed", "differ-knew", "differ-surprised", "nothing"
]

TEXTS: dict[Kind, str] = {
    "agree-knew": "You agree, and you knew it.",
    "agree-unaware": "You agree, and you did not know it.",
    "thought-agreed": "You thought you agreed. Here you differ.",
    "differ-knew": "You differ, and you knew it.",
    "differ-surprised": "You differ, and in a way you did not expect.",
    "nothing": "There is nothing to compare here. Ask each other.",
}


@dataclass(frozen=True)
class Reading:
    """One partner's reading of one item: its kind, and the sentence that says it."""

    kind: Kind
    text: str


def reading(own: Value, partner: Value, guess: Value) -> Reading:
    """Read one item from one side.

    Args:
        own: the viewer's answer: 1 to 5, an option's id, "unsure", "pass", or None.
        partner: the partner's answer, likewise.
        guess: the viewer's guess of the partner's answer, likewise.

    *Same* means at most one step apart on a scale, or the same option. If any of the three is
    "unsure", "pass" or missing, there is nothing to compare.
    """
    kind = _kind(own, partner, guess)
    return Reading(kind, TEXTS[kind])


def _kind(own: Value, partner: Value, guess: Value) -> Kind:
    if any(value in (None, "unsure", "pass") for value in (own, partner, guess)):
        return "nothing"
    if _same(own, partner):
        return "agree-knew" if _same(own, guess) else "agree-unaware"
    if _same(own, guess):
        return "thought-agreed"
    return "differ-knew" if _same(guess, partner) else "differ-surprised"


def _same(a: Value, b: Value) -> bool:
    if isinstance(a, int) and isinstance(b, int):
        return abs(a - b) <= 1
    return a == b
