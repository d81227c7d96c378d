"""What a page is told, as pure functions: the same ones feed widgets, examples and tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pairs_course import course_time
from pairs_course.answers import joint_text, points, visibility
from pairs_course.answers.conversation_steps import first
from pairs_course.answers.events import Event
from pairs_course.answers.partner_view import View
from pairs_course.people.names import isolate
from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Item


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
        "if_chosen": item.if_chosen,
        "max": item.max,
        "most": item.most,
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
    count: int = 0,
    apart: Mapping[str, Sequence[Event]] | None = None,
) -> dict[str, Any]:
    """Return the state every widget's page starts from (type ``State`` in shared/types.js).

    Args:
        sets: the question sets that the widget shows.
        events: the journal's events, in order; those of other items are left out.
        user: who is signed in; pages keep what is unsent under this name.
        partner: the partner's name, "" while it is not known.
        sharing: "ok", "waiting" (the service is away) or "off" (there is no hub).
        waiting: ids of events that have an audience and have not reached the service.
        count: how many events the journal had when this state was made.
        apart: by item, words that another page of this person replaced before they were seen there.
    """
    events = list(events)
    places = {(s.module, i.id, s.wave) for s in sets for i in s.items}
    last: dict[tuple[str, str], Event] = {}
    for event in events:
        if (event.module, event.item, event.wave) in places:
            last[event.kind, event.item] = event
    unsent = set(waiting)
    return {
        "user": user,
        "partner": partner,
        "zone": course_time.name(),
        "sharing": sharing,
        "items": [page_item(i) | {"who": visibility.said_of(s, i)} for s in sets for i in s.items],
        "answers": {i: e.value for (kind, i), e in last.items() if kind == "answer"},
        "guesses": {i: e.value for (kind, i), e in last.items() if kind == "guess"},
        "saved": {f"{kind}/{i}": e.at for (kind, i), e in last.items()},
        "typed": {
            f"{kind}/{i}": isolate(e.typed_by) for (kind, i), e in last.items() if e.typed_by
        },
        "unshared": [f"{kind}/{i}" for (kind, i), e in last.items() if e.id in unsent],
        "count": count,
        "last": {
            f"{kind}/{i}": [e.id, e.order.page if e.order else ""] for (kind, i), e in last.items()
        },
        "apart": {
            f"answer/{item}": found
            for item, words in (apart or {}).items()
            if (found := _still_apart(words, last.get(("answer", item))))
        },
        "seals": {name: one for s in sets if s.sealed for name, one in _seals(s, events).items()},
    }


def said(item: Item, value: Any, nothing: str) -> str:
    """Put a value of an item in words, ``nothing`` where there is none."""
    if value in (None, "") or item.value_error(value):
        return nothing
    if item.kind == "between" and isinstance(value, int):
        return f"{value} of 5"  # the two statements stand above the line
    return item.words(value)


def _seals(question_set: QuestionSet, events: Sequence[Event]) -> dict[str, dict[str, Any]]:
    """Return what a seal fixed of a set, by item (type ``Sealed`` in shared/types.js)."""
    here = [e for e in events if e.module == question_set.module]
    seal = first(here, "seal")
    if seal is None:
        return {}
    mine = [e for e in here if e.wave == question_set.wave]
    covered = set(seal.value["covers"])
    fixed = {(e.kind, e.item): e.value for e in mine if e.id in covered}
    last = {e.item: e.value for e in mine if e.kind == "answer"}
    return {
        item.id: {
            "at": seal.at,
            "answer": said(item, fixed.get(("answer", item.id)), "No answer"),
            "guess": said(item, fixed.get(("guess", item.id)), "No guess"),
            "changed": (last.get(item.id) or None) != (fixed.get(("answer", item.id)) or None),
        }
        for item in question_set.items
        if "partner" in item.audience
    }


def _still_apart(events: Sequence[Event], last: Event | None) -> list[dict[str, Any]]:
    """Return those words that are not in the last ones, for their author to choose."""
    now = last.value if last else None
    return [{"id": e.id, "value": e.value, "at": e.at} for e in events if not _within(e.value, now)]


def _within(value: Any, now: Any) -> bool:
    """Say whether nothing that somebody wrote would be missed."""
    if isinstance(value, str):
        return not value.strip() or (isinstance(now, str) and value.strip() in now)
    if isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values()):
        others = now if isinstance(now, Mapping) else {}
        return all(_within(text, others.get(name)) for name, text in value.items())
    return True


def page_words(question_set: QuestionSet) -> dict[str, Any]:
    """Return what a page says about a set as a whole."""
    return {
        "title": question_set.title,
        "intro": question_set.intro,
        "who": visibility.said(question_set),
        "opens": question_set.opens,
    }


def carried(agreed: Mapping[str, Mapping[str, str]], items: Iterable[Item]) -> list[dict[str, Any]]:
    """Return the agreed texts of earlier modules for a page (type ``Carried`` in shared/types.js).

    Args:
        agreed: the texts by item, as the view has them.
        items: what the module shows again, in order.
    """
    found = []
    for item in items:
        if text := agreed.get(item.id):
            label = len(item.fields) > 1
            lines = [
                {"label": box.label if label else "", "text": text[box.id]}
                for box in item.fields
                if text.get(box.id)
            ]
            found.append({"title": item.ask, "lines": lines})
    return found


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
        "joint": {item: joint_text.with_unshared(now, own, item) for item, now in texts.items()},
        "points": {item: points.with_unshared(now, own, item) for item, now in rows.items()},
    }
