"""Who may see what of each question, and when: one table, made from the programme. Pure, no I/O.

The boxes over questions, "Send to your facilitator", what a facilitator reads, the sheets of paper
and the page "Who can see what" are held to it, so that they cannot say different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pairs_course.content import Content, QuestionSet
from pairs_course.items import OTHER_PAIR, Item

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
    together = item.kind in ("joint", "points")
    found: list[Sight] = []
    if "partner" in item.audience:
        opens: When = "opened" if question_set.sealed else "last"
        found.append(Sight("answer", "partner", "suggested" if together else opens))
    if item.guess:
        found.append(Sight("guess", "partner", "opened"))
    if "facilitator" in item.audience:
        found.append(Sight("answer", "facilitator", "agreed and sent" if together else "sent"))
    if OTHER_PAIR in item.audience:
        found.append(Sight("answer", "other-pair", "agreed"))
    if "cohort" in item.audience:
        found.append(Sight("answer", "cohort", "counted"))
    return tuple(found)


def table(module_id: str, content: Content) -> tuple[Row, ...]:
    """Return the questions of a module in their order, each with who sees what of it."""
    return tuple(
        Row(one, item, sights(one, item))
        for one in content.sets_of(module_id)
        for item in one.items
    )
