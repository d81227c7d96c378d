"""Who may see what of each question, and when: one table, made from the programme. Pure, no I/O.

The boxes over questions, the sheets of paper, what a facilitator reads and the page "Who can see
what" are made from it, and "Send to your facilitator" is held to it, so that they cannot say
different things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from pairs_course.programme.content import Content, QuestionSet
from pairs_course.programme.items import OTHER_PAIR, TOGETHER, Item

Kind = Literal["answer", "guess"]
Who = Literal["partner", "facilitator", "cohort", "other-pair"]
When = Literal["opened", "last", "suggested", "sent", "agreed and sent", "agreed", "counted"]

#: When something is seen, in words, as a cell of a table says it.
WORDS: Final[dict[When, str]] = {
    "opened": "when both have sealed and it opens",
    "last": "at the end of the course",
    "suggested": "as soon as you suggest it",
    "sent": "when you send it",
    "agreed and sent": "when both agree and you send it",
    "agreed": "when both agree",
    "counted": "counted with many others",
}
NOBODY: Final = "no"

#: The same for whoever answers, in sentences, and what is said where somebody does not see it.
SENTENCES: Final[dict[When, tuple[str, ...]]] = {
    "opened": (
        "Your partner sees your answers only when you have both sealed them and you both press "
        "“We are together now”.",
    ),
    "last": (
        "Your partner sees your answers only at the end of the course, when you have both opened "
        "all the rest.",
    ),
    "suggested": ("Your partner sees this at once.",),
    "sent": ("Your facilitator can read them after you send this module.",),
    "agreed and sent": ("Your facilitator can read them after you send this module.",),
    "agreed": ("The pair that you meet can read it once you have both confirmed it.",),
    "counted": (
        "Your whole group only ever sees words such as “few” or “many”, for all pairs together.",
        "Figures of many groups together can be steps, such as “30 to 40 in 100”.",
    ),
}
UNSEEN: Final[dict[Who, str]] = {
    "partner": "Your partner does not see your answers.",
    "facilitator": "Your facilitator does not see them.",
}
ONLY_YOU: Final = "Only you can see this."
ONLY_YOUR_ANSWER: Final = "Only you can see this answer."
GUESSES: Final = "Nobody but your partner sees your guesses."
_ORDER: Final[tuple[Who, ...]] = ("partner", "facilitator", "other-pair", "cohort")


@dataclass(frozen=True)
class Sight:
    """One who sees an answer or a guess besides its author, and when."""

    kind: Kind
    who: Who
    when: When


@dataclass(frozen=True)
class Row:
    """One question of a module, and who sees what of it."""

    question_set: QuestionSet
    item: Item
    sights: tuple[Sight, ...]

    def words(self, who: Who, kind: Kind = "answer") -> str:
        """Say when somebody sees it, or that they do not."""
        found = [one.when for one in self.sights if (one.who, one.kind) == (who, kind)]
        return WORDS[found[0]] if found else NOBODY


def sights(question_set: QuestionSet, item: Item) -> tuple[Sight, ...]:
    """Return everybody who sees something of a question besides its author."""
    together = item.kind in TOGETHER
    found: list[Sight] = []
    if sees(item, "partner"):
        opens: When = "opened" if question_set.sealed else "last"
        found.append(Sight("answer", "partner", "suggested" if together else opens))
    if item.guess:
        found.append(Sight("guess", "partner", "opened"))
    if sees(item, "facilitator"):
        found.append(Sight("answer", "facilitator", "agreed and sent" if together else "sent"))
    if sees(item, OTHER_PAIR):
        found.append(Sight("answer", "other-pair", "agreed"))
    if sees(item, "cohort"):
        found.append(Sight("answer", "cohort", "counted"))
    return tuple(found)


def sees(item: Item, who: str) -> bool:
    """Say whether somebody ever sees an answer to a question, besides its author."""
    return who in item.audience


def said(question_set: QuestionSet) -> list[str]:
    """Return what the box over a set says: everybody who may see any answer below it, and when.

    It is never less than what is true of one question; one with another audience says so itself.
    """
    shown = [one for item in question_set.items for one in sights(question_set, item)]
    guesses = [GUESSES] if any(one.kind == "guess" for one in shown) else []
    return [*(_sentences(shown) or [ONLY_YOU]), *guesses]


def said_of(question_set: QuestionSet, item: Item) -> str:
    """Return what a question says about who sees it; "" where the box over its set says it all."""
    widest = {who for one in question_set.items for who in one.audience}
    if set(item.audience) == widest:
        return ""
    return " ".join(_sentences(sights(question_set, item))) or ONLY_YOUR_ANSWER


def _sentences(shown: Iterable[Sight]) -> list[str]:
    """Put who sees an answer in sentences, the nearest first; none where nobody does."""
    answers = [one for one in shown if one.kind == "answer"]
    if not answers:
        return []
    found: list[str] = []
    for who in _ORDER:
        times = dict.fromkeys(one.when for one in answers if one.who == who)
        found += [words for when in times for words in SENTENCES[when]]
        if not times and who in UNSEEN:
            found.append(UNSEEN[who])
    return list(dict.fromkeys(found))


def table(module_id: str, content: Content) -> tuple[Row, ...]:
    """Return the questions of a module in their order, each with who sees what of it."""
    return tuple(
        Row(one, item, sights(one, item))
        for one in content.sets_of(module_id)
        for item in one.items
    )
