"""What completes a module: the one rule for certificates, hours, sending and grading. Pure, no I/O.

Two things, and neither depends on the partner. The questions for one person that have choices are
answered, each of them; "not sure" and "prefer not to say" are answers too. And the talk is
confirmed or explained: they talked, or said that they did not, or went on without the reveal. A box
for words can stay empty, and what is for its author alone is never counted.

On paper one tick is enough: the sheets for oneself and for the partner never come back here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pairs_course.answers.events import Event
from pairs_course.programme.content import Content, QuestionSet
from pairs_course.programme.items import RATED, Item

#: Any of these says what became of the talk.
TALKS: Final = ("talked", "alone")


@dataclass(frozen=True)
class Left:
    """What is still to do in a module: questions by their numbers, and the talk."""

    questions: tuple[str, ...]
    talk: bool

    @property
    def nothing(self) -> bool:
        """Say whether the module is complete."""
        return not self.questions and not self.talk


def left(mine: Iterable[Event], module_id: str, content: Content) -> Left:
    """Return what one person has still to do in a module.

    Args:
        mine: their own events, whoever their partner was; those of other modules do not count.
        module_id: the module.
        content: says which questions it asks.
    """
    here = [event for event in mine if event.module == module_id]
    talks = [event for event in here if event.kind in TALKS]
    if any(event.typed_by for event in talks):
        return Left((), talk=False)
    given = {(event.item, event.wave) for event in here if event.kind == "answer"}
    return Left(
        tuple(i.number for s, i in asked(module_id, content) if (i.id, s.wave) not in given),
        talk=not talks,
    )


def complete(mine: Iterable[Event], module_id: str, content: Content) -> bool:
    """Say whether one person has completed a module."""
    return left(mine, module_id, content).nothing


def asked(module_id: str, content: Content) -> tuple[tuple[QuestionSet, Item], ...]:
    """Return the questions of a module that count: those with choices that somebody else may see.

    Only of these the service can know that they were answered.
    """
    return tuple(
        (s, item)
        for s in content.sets_of(module_id)
        for item in s.items
        if item.kind in RATED | {"choice"} and item.audience
    )
