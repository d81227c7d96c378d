"""How far a person is with what one widget shows: what the contents of a module tick."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal

from pairs_course.answers.events import Event
from pairs_course.pairs.moderation import REVIEWED
from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Item

#: "" is not counted: nobody has to make it. "waiting": this person has done what they can.
Progress = Literal["", "open", "begun", "waiting", "done"]


def of_sets(
    sets: Sequence[QuestionSet],
    events: Iterable[Event],
    joint: Mapping[str, Any] | None = None,
) -> Progress:
    """Return how far one person is with these sets.

    A question is done when it has an answer, an empty one included, and a guess where one is asked.
    A text that the pair writes together is done when it stands; until then it waits for whoever
    has not said yes to it.

    Args:
        sets: the question sets that a widget shows.
        events: this person's events.
        joint: where each joint item stands, as in :class:`~pairs_course.answers.partner_view.View`.
    """
    given = {(e.module, e.item, e.wave, e.kind) for e in events}
    return whole(_item(one, item, given, joint or {}) for one in sets for item in one.items)


def whole(parts: Iterable[Progress]) -> Progress:
    """Put the parts of something together; what is not counted says nothing."""
    found = {part for part in parts if part}
    if len(found) < 2:
        return next(iter(found), "")
    return "waiting" if found == {"waiting", "done"} else "begun"


def _item(
    question_set: QuestionSet,
    item: Item,
    given: Collection[tuple[str, str, str, str]],
    joint: Mapping[str, Any],
) -> Progress:
    place = (question_set.module, item.id, question_set.wave)
    did = {kind for *where, kind in given if tuple(where) == place}
    if item.if_chosen:
        return ""  # nobody has to write
    if item.kind == "joint":
        return _together(item, joint.get(item.id), did)
    wanted = {"answer", "guess"} if item.guess else {"answer"}
    if wanted <= did:
        return "done"
    return "begun" if did else "open"


def _together(item: Item, stands: Mapping[str, Any] | None, did: Collection[str]) -> Progress:
    suggested = {one["by"] for one in stands["open"]} if stands else set()
    if suggested:
        return "waiting" if suggested == {"me"} else "begun"
    if stands and stands["agreed"]:
        return "done"
    if item.id in REVIEWED and not did:
        return ""  # a card or a letter is only made if both want to
    return "begun" if did else "open"
