"""Whether an event makes sense in the programme: asked by the page's kernel and by the service.

:class:`pairs_course.events.Event` checks the shape of one event; this module holds it against the
content. Neither trusts the other side to have asked.
"""

from __future__ import annotations

from datetime import date

from pairs_course.content import Content
from pairs_course.events import Event, is_event_id
from pairs_course.items import Item

MAX_COVERED = 200
WAYS = ("room", "phone", "video", "other")


def event_error(event: Event, content: Content) -> str | None:
    """Say in plain words why ``event`` cannot be taken, or return None if it can."""
    if event.kind in ("answer", "guess", "propose", "confirm", "point"):
        place = content.find(event.module, event.item, event.wave)
        if place is None:
            return f"there is no item {event.item} ({event.wave}) in {event.module}"
        return _item_error(event, place[1])
    if event.module not in {module.id for module in content.modules}:
        return f"there is no module {event.module}"
    if event.item != event.module or event.wave != "once":
        return f"expected {event.kind} to name the module and the wave once"
    return _module_error(event, content)


def _item_error(event: Event, item: Item) -> str | None:
    if (event.kind == "point") != (item.kind == "points"):
        return f"{item.id} is a {item.kind} item, which takes no {event.kind}"
    together = event.kind in ("propose", "confirm")
    # One's own draft of a joint text is an answer for nobody else.
    draft = event.kind == "answer" and not event.audience
    if together != (item.kind == "joint") and not (item.kind == "joint" and draft):
        return f"{item.id} is a {item.kind} item, which takes no {event.kind}"
    allowed = {"partner"} if event.kind == "guess" else set(item.audience)
    if not set(event.audience) <= allowed:
        return f"{item.id}: expected an audience within {', '.join(sorted(allowed)) or 'nobody'}"
    if event.kind == "confirm":
        named = event.value.get("of") if isinstance(event.value, dict) else None
        return None if is_event_id(named) else f"{item.id}: expected the proposal that is confirmed"
    if event.kind == "point":
        return point_error(event, item)
    if event.kind == "guess" and not item.guess:
        return f"{item.id} is not guessed"
    if event.kind == "propose" and not _has_text(event.value):
        return f"{item.id}: expected some text"
    return item.value_error(event.value)


def point_error(event: Event, item: Item) -> str | None:
    """Say why what was done to a point cannot be taken, or None: its shape, and what it names."""
    if problem := item.point_error(event.value):
        return problem
    if is_event_id(event.value.get("of", event.id)):
        return None
    return f"{item.id}: expected the id of the point that is meant"


def _module_error(event: Event, content: Content) -> str | None:
    allowed = {"facilitator"} if event.kind == "send" else {"partner"}
    if not set(event.audience) <= allowed:
        return f"{event.kind}: expected an audience within {', '.join(allowed)}"
    value = event.value
    if event.kind == "seal":
        covers = value.get("covers") if isinstance(value, dict) else None
        if (
            isinstance(covers, list)
            and len(covers) <= MAX_COVERED
            and all(map(is_event_id, covers))
        ):
            return None
        return f"seal: expected the ids of at most {MAX_COVERED} events that it covers"
    if event.kind == "pick":
        known = [item.id for _, item in content.sealed_items(event.module)]
        return None if value in known else f"pick: expected one of {', '.join(known) or 'nothing'}"
    if event.kind == "talked":
        return None if _is_talk(value) else "talked: expected when and how, or why not"
    return None if value is None else f"{event.kind}: expected no value"


def _is_talk(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    if value.get("talked") is False:
        why = value.get("why")
        return set(value) == {"talked", "why"} and isinstance(why, str) and len(why) <= 500
    if value.get("talked") is not True or set(value) != {"talked", "when", "how"}:
        return False
    try:
        date.fromisoformat(value["when"])
    except (TypeError, ValueError):
        return False
    return value["how"] in WAYS


def _has_text(value: object) -> bool:
    return isinstance(value, dict) and any(isinstance(v, str) and v.strip() for v in value.values())
