"""What a page is told, as pure functions: the same ones feed widgets, examples and tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pairs_course import joint, points
from pairs_course.content import QuestionSet
from pairs_course.events import Event
from pairs_course.items import Item
from pairs_course.sharing import View


def page_item(item: Item) -> dict[str, Any]:
    """Return the words of one question for a page (type ``Item`` in shared/types.js)."""
    return {
        "id": item.id,
        "kind": item.kind,
        "ask": item.numbered,
        "hint": item.hint,
        "left": item.left,
        "right": item.right,
        "options": [
            {"id": o.id, "label": o.label, "feedback": o.feedback, "turns": o.turns}
            for o in item.options
        ],
        "fields": [
            {
                "id": f.id,
                "label": f.label,
                "kind": f.kind,
                "hint": f.hint,
                "options": [{"id": o.id, "label": o.label} for o in f.options],
            }
            for f in item.fields
        ],
        "guess": item.guess,
        "max": item.max,
        "most": item.most,
        "audience": list(item.audience),
        "next": item.next,
    }


def page_state(
    sets: Sequence[QuestionSet],
    events: Iterable[Event] = (),
    *,
    user: str = "",
    partner: str = "",
    sharing: str = "off",
    waiting: Iterable[str] = (),
) -> dict[str, Any]:
    """Return the state every widget's page starts from (type ``State`` in shared/types.js).

    Args:
        sets: the question sets that the widget shows.
        events: the journal's events, in order; those of other items are left out.
        user: who is signed in; pages keep what is unsent under this name.
        partner: the partner's name, "" while it is not known.
        sharing: "ok", "waiting" (the service is away) or "off" (there is no hub).
        waiting: ids of events that have an audience and have not reached the service.
    """
    places = {(s.module, i.id, s.wave) for s in sets for i in s.items}
    last: dict[tuple[str, str], Event] = {}
    for event in events:
        if (event.module, event.item, event.wave) in places:
            last[event.kind, event.item] = event
    unsent = set(waiting)
    return {
        "user": user,
        "partner": partner,
        "sharing": sharing,
        "items": [page_item(i) for s in sets for i in s.items],
        "answers": {i: e.value for (kind, i), e in last.items() if kind == "answer"},
        "guesses": {i: e.value for (kind, i), e in last.items() if kind == "guess"},
        "saved": {f"{kind}/{i}": e.at for (kind, i), e in last.items()},
        "typed": {f"{kind}/{i}": e.typed_by for (kind, i), e in last.items() if e.typed_by},
        "unshared": [f"{kind}/{i}" for (kind, i), e in last.items() if e.id in unsent],
    }


def page_words(question_set: QuestionSet) -> dict[str, Any]:
    """Return what a page says about a set as a whole."""
    return {
        "title": question_set.title,
        "intro": question_set.intro,
        "opens": question_set.opens,
    }


def with_unshared(view: View, events: Sequence[Event], unshared: Iterable[str]) -> View:
    """Return the pair's state with one's own steps that the service does not have yet.

    Without them a suggestion that is saved here would vanish from its author's page while the
    service is away.
    """
    waiting = set(unshared)
    own = [event for event in events if event.id in waiting]
    texts, rows = view["joint"], view["points"]
    return {
        **view,
        "joint": {item: joint.with_unshared(now, own, item) for item, now in texts.items()},
        "points": {item: points.with_unshared(now, own, item) for item, now in rows.items()},
    }
