"""What a facilitator gets of a module and what not, in words: pure, for the page that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pairs_course.answers.events import Event
from pairs_course.answers.partner_view import View
from pairs_course.answers.points import for_others
from pairs_course.programme.content import Content
from pairs_course.programme.items import TOGETHER, Item

NOT_YET = "No answer yet"
NOT_AGREED = "Not agreed yet"
NO_POINTS = "No points yet"


def written(views: Iterable[View]) -> dict[str, Any]:
    """Return what a pair has written together, by item: texts that stand, and points."""
    found: dict[str, Any] = {}
    for view in views:
        found |= {item: now["agreed"] for item, now in view["joint"].items()}
        found |= {item: for_others(points) for item, points in view["points"].items()}
    return found


def goes_and_stays(
    module_id: str, content: Content, events: Sequence[Event], together: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what sending the module means now, or what was sent the last time.

    Args:
        module_id: the module.
        content: says which items the facilitator may read.
        events: this person's journal.
        together: what the pair has written together, as :func:`written` returns it; also what it
            began in earlier modules and goes on writing in this one.

    The result has ``goes`` and ``stays`` (lists of ``{"title", "items"}``, one a question set;
    an item that goes is ``{"ask", "answer"}``, one that stays is its question), ``sent`` (when it
    was last sent, or None), ``changed`` (how many answers differ from what was sent) and ``same``:
    whether it is sure that all of it would be the same again. What the partner did to a text that
    both write is not known here, so nothing is sure where there is such a text.
    """
    mine = [e for e in events if e.module == module_id]
    going = {(s.id, i.id) for s, i in content.facilitator_items(module_id)}
    last_send = next((n for n in reversed(range(len(mine))) if mine[n].kind == "send"), None)
    now = _last_answers(mine)
    sent = now if last_send is None else _last_answers(mine[:last_send])
    goes: list[dict[str, Any]] = []
    stays: list[dict[str, Any]] = []
    changed, shared = 0, False
    own = content.module(module_id).sets
    borrowed = [s for s in content.module(module_id).borrows if any(s == at for at, _ in going)]
    for question_set in map(content.question_set, (*borrowed, *own)):
        told, kept = [], []
        for item in question_set.items:
            if item.if_chosen and not sent.get(item.id):
                continue  # a box for one's own words is there for whoever wrote some
            if (question_set.id, item.id) in going:
                told.append({"ask": item.numbered, "answer": _words(item, sent, together)})
                changed += item.kind not in TOGETHER and now.get(item.id) != sent.get(item.id)
                shared |= item.kind in TOGETHER and bool(together.get(item.id))
            else:
                kept.append(item.numbered)
        if told:
            goes.append({"title": question_set.title, "items": told})
        if kept:
            stays.append({"title": question_set.title, "items": kept})
    return {
        "goes": goes,
        "stays": stays,
        "sent": None if last_send is None else mine[last_send].at,
        "changed": changed,
        "same": last_send is not None and last_send == len(mine) - 1 and not shared,
    }


def _last_answers(events: Sequence[Event]) -> dict[str, Any]:
    return {e.item: e.value for e in events if e.kind == "answer"}


def _words(item: Item, answers: Mapping[str, Any], together: Mapping[str, Any]) -> str:
    if item.kind == "points":
        return item.words(together[item.id]) if together.get(item.id) else NO_POINTS
    if item.kind == "joint":
        agreed = together.get(item.id)
        if not agreed:
            return NOT_AGREED
        if len(item.fields) == 1:
            return item.words(agreed)
        return "\n".join(f"{f.label} {agreed.get(f.id, '')}" for f in item.fields)
    if item.kind == "airtime":
        return "Your minutes and your guess" if item.id in answers else NOT_YET
    value = answers.get(item.id)
    return NOT_YET if value in (None, "", []) else item.words(value)
