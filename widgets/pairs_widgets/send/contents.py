"""What a facilitator gets of a module and what not, in words: pure, for the page that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from pairs_course.answers import visibility
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

    The result has ``goes`` (a list of ``{"title", "items"}``, one a question set; an item is
    ``{"ask", "answer"}``), ``stays`` (questions, and what else is never sent), ``sent`` (when it
    was last sent, or None), ``changed`` (how many answers differ from what was sent) and ``same``:
    whether it is sure that all of it would be the same again. What the partner did to a text that
    both write is not known here, so nothing is sure where there is such a text.
    """
    mine = [e for e in events if e.module == module_id]
    last_send = next((n for n in reversed(range(len(mine))) if mine[n].kind == "send"), None)
    now = _last_answers(mine)
    sent = now if last_send is None else _last_answers(mine[:last_send])
    rows = [
        row
        for row in visibility.sent_with(module_id, content)
        # A box for one's own words is there for whoever wrote some.
        if not row.item.if_chosen or sent.get(row.item.id)
    ]
    going = [row for row in rows if row.when("facilitator")]
    staying = [row.item.numbered for row in rows if not row.when("facilitator")]
    items = [row.item for row in going]
    return {
        "goes": [
            {
                "title": question_set.title,
                "items": [
                    {"ask": row.item.numbered, "answer": _words(row.item, sent, together)}
                    for row in of_set
                ],
            }
            for question_set, of_set in groupby(going, lambda row: row.question_set)
        ],
        "stays": [*staying, *visibility.kept(rows)],
        "sent": None if last_send is None else mine[last_send].at,
        "changed": sum(i.kind not in TOGETHER and now.get(i.id) != sent.get(i.id) for i in items),
        "same": last_send is not None
        and last_send == len(mine) - 1
        and not any(i.kind in TOGETHER and together.get(i.id) for i in items),
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
