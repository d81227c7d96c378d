"""What one partner learns from an item: own answer, partner's answer and own guess, read together.

Understanding is kept apart from agreement (PROGRAMME, rule 3): how near two answers are is one
thing, and how near the guess came is another. Never a total, never a score, and never a word about
the person. All words of it are here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Value = int | str | None

Agreement = Literal["same", "close", "different", "nothing"]
Guess = Literal["met", "near", "missed", "nothing"]

#: How near the two answers are.
ANSWERS: Final[dict[Agreement, str]] = {
    "same": "You both say the same.",
    "close": "You say nearly the same.",
    "different": "You see this differently.",
    "nothing": "There is nothing to compare here.",
}
#: How near the guess came to the partner's answer.
GUESSES: Final[dict[Guess, str]] = {
    "met": "You expected it.",
    "near": "Your guess came near.",
    "missed": "You had not expected it.",
    "nothing": "",
}
#: What to ask each other, where the answers call for it.
ASK: Final[dict[Agreement, str]] = {
    "same": "",
    "close": "What makes the difference?",
    "different": "",
    "nothing": "Ask each other.",
}


@dataclass(frozen=True)
class Reading:
    """One partner's reading of one item, and the sentences that say it."""

    answers: Agreement
    guess: Guess

    @property
    def text(self) -> str:
        """The reading in words."""
        said = (ANSWERS[self.answers], GUESSES[self.guess], ASK[self.answers])
        return " ".join(one for one in said if one)


def reading(own: Value, partner: Value, guess: Value, *, guessed: bool = True) -> Reading:
    """Read one item from one side.

    Args:
        own: the viewer's answer: 1 to 5, an option's id, "unsure", "pass", or None.
        partner: the partner's answer, likewise.
        guess: the viewer's guess of the partner's answer, likewise.
        guessed: whether the question asks for a guess at all.

    Two numbers are the same when equal, close when one step apart, and different else; two options
    are the same or different. The guess is read against the partner's answer in the same way. If
    any of the three is "unsure", "pass" or missing, there is nothing to compare.
    """
    asked = (own, partner, guess) if guessed else (own, partner)
    if any(value in (None, "unsure", "pass") for value in asked):
        return Reading("nothing", "nothing")
    apart = _apart(own, partner)
    answers: Agreement = ("same", "close", "different")[apart]
    found: Guess = ("met", "near", "missed")[_apart(guess, partner)] if guessed else "nothing"
    return Reading(answers, found)


def _apart(a: Value, b: Value) -> int:
    """Return 0 for equal, 1 for one step apart, 2 for anything else."""
    if isinstance(a, int) and isinstance(b, int):
        return min(abs(a - b), 2)
    return 0 if a == b else 2
