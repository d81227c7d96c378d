"""Decides which sheet of paper a question is on, so that its answer goes no further than it may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from pairs_course.answers.visibility import sees
from pairs_course.programme.content import Content, QuestionSet
from pairs_course.programme.items import TOGETHER, Item

Kind = Literal["yours", "partner", "facilitator"]
KINDS: Final[tuple[Kind, ...]] = ("yours", "partner", "facilitator")


@dataclass(frozen=True)
class SheetPart:
    """Some questions of one set, on one sheet.

    ``together``: the pair writes them when it meets. ``copied``: they are repeated from another
    sheet, with the same numbers.
    """

    question_set: QuestionSet
    items: tuple[str, ...]
    together: bool = False
    copied: bool = False

    @property
    def later(self) -> bool:
        """Whether the partner opens it last, perhaps in a later module."""
        return self.question_set.opens == "last" and not self.copied


def home(item: Item) -> Kind:
    """Return the sheet on which a question is first answered.

    Nobody may read answers that are only for cohort figures, so on paper they stay with their
    author.
    """
    if sees(item, "partner"):
        return "partner"
    return "facilitator" if sees(item, "facilitator") else "yours"


def copied(item: Item) -> bool:
    """Return whether a question is repeated on the facilitator's sheet."""
    return home(item) == "partner" and sees(item, "facilitator")


def handed_in(content: Content, module_id: str) -> list[tuple[QuestionSet, Item]]:
    """Return the questions on the facilitator's sheet of a module, in order."""
    asked = content.facilitator_items(module_id)
    sets = dict.fromkeys(one.id for one, _ in asked)
    may = {(one.id, item.id) for one, item in asked}
    parts = on("facilitator", map(content.question_set, sets))
    return [
        (part.question_set, part.question_set.item(item))
        for part in parts
        for item in part.items
        if (part.question_set.id, item) in may
    ]


def on(kind: Kind, sets: Iterable[QuestionSet]) -> list[SheetPart]:
    """Return the parts of one kind of sheet, in order; each set's joint texts are separate."""
    found: list[SheetPart] = []
    for one in sets:
        for together in (False, True):
            mine = [i for i in one.items if (i.kind in TOGETHER) == together]
            first = tuple(i.id for i in mine if home(i) == kind)
            again = tuple(i.id for i in mine if kind == "facilitator" and copied(i))
            found += [SheetPart(one, first, together)] if first else []
            found += [SheetPart(one, again, together, copied=True)] if again else []
    return found
