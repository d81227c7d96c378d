"""Which events the service takes: pure functions over an event and the content.

An answer never goes further than its item allows, whatever a program sends; and nothing is kept
that a later reader (sharing, publishing, grading) could not read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pairs_course.checking import point_error
from pairs_course.content import Content
from pairs_course.events import Event, is_event_id
from pairs_course.items import Item

MAX_COVERS: Final = 500
MAX_WHY: Final = 2000
MAX_WORDING: Final = 64
HOWS: Final = ("room", "phone", "video", "other")

# Kinds that speak of a whole module, and the audience that each may have.
_OF_MODULE: Final[dict[str, frozenset[str]]] = {
    "seal": frozenset({"partner"}),
    "together": frozenset({"partner"}),
    "pick": frozenset({"partner"}),
    "alone": frozenset({"partner"}),
    "talked": frozenset({"partner", "facilitator"}),
    "send": frozenset({"facilitator"}),
}


def refusal(event: Event, content: Content) -> str | None:
    """Say why an event is not taken, or None. Never repeats what somebody wrote."""
    if not event.audience:
        return "it has no audience: an answer for nobody else stays in its journal"
    if event.module not in {module.id for module in content.modules}:
        return f"there is no module {event.module}"
    if len(event.wording) > MAX_WORDING or len(event.at) > 40:
        return "wording or at is longer than any that the course makes"
    if event.kind in _OF_MODULE:
        return _of_module(event, content)
    found = content.find(event.module, event.item, event.wave)
    if found is None:
        return f"module {event.module} has no item {event.item} in wave {event.wave}"
    return _of_item(event, found[1])


def _of_module(event: Event, content: Content) -> str | None:
    if event.item != event.module:
        return f"expected {event.kind} to name its module as item"
    if problem := _too_far(event, _OF_MODULE[event.kind]):
        return problem
    if event.kind in ("together", "alone", "send"):
        return None if event.value is None else f"expected {event.kind} to have no value"
    if event.kind == "pick":
        known = [item.id for _, item in content.sealed_items(event.module)]
        return None if event.value in known else f"expected a pick of one of {', '.join(known)}"
    return _seal(event.value) if event.kind == "seal" else _talked(event.value)


def _seal(value: object) -> str | None:
    covers = value.get("covers") if isinstance(value, dict) and set(value) == {"covers"} else None
    if isinstance(covers, list) and len(covers) <= MAX_COVERS and all(map(is_event_id, covers)):
        return None
    return f"expected a seal to cover at most {MAX_COVERS} event ids"


def _talked(value: object) -> str | None:
    shape = 'expected talked to be {"talked": true, "when", "how"} or {"talked": false, "why"}'
    if not isinstance(value, dict) or not isinstance(value.get("talked"), bool):
        return shape
    rest = {key: text for key, text in value.items() if key != "talked"}
    if any(not isinstance(text, str) or len(text) > MAX_WHY for text in rest.values()):
        return shape
    if value["talked"]:
        return None if set(rest) == {"when", "how"} and rest["how"] in HOWS else shape
    return None if set(rest) <= {"why"} else shape


def _of_item(event: Event, item: Item) -> str | None:
    return _ITEM_CHECKS[event.kind](event, item)


def _answer(event: Event, item: Item) -> str | None:
    if item.kind == "joint":
        return f"{item.id} is written together: propose it"
    if item.kind == "points":
        return f"{item.id} is a row of points: add one"
    return item.value_error(event.value) or _too_far(event, frozenset(item.audience))


def _guess(event: Event, item: Item) -> str | None:
    if not item.guess:
        return f"{item.id} has no guess"
    return item.value_error(event.value) or _too_far(event, frozenset({"partner"}))


def _propose(event: Event, item: Item) -> str | None:
    if item.kind != "joint":
        return f"{item.id} is not written together: answer it"
    return item.value_error(event.value) or _too_far(event, frozenset(item.audience))


def _confirm(event: Event, item: Item) -> str | None:
    if item.kind != "joint":
        return f"{item.id} is not written together: there is nothing to confirm"
    of = event.value.get("of") if isinstance(event.value, dict) else None
    if set(event.value if of else ()) != {"of"} or not is_event_id(of):
        return 'expected a confirm to be {"of": the id of a proposal}'
    return _too_far(event, frozenset(item.audience))


def _point(event: Event, item: Item) -> str | None:
    if item.kind != "points":
        return f"{item.id} has no points"
    return point_error(event, item) or _too_far(event, frozenset(item.audience))


_ITEM_CHECKS: Final[dict[str, Callable[[Event, Item], str | None]]] = {
    "answer": _answer,
    "guess": _guess,
    "propose": _propose,
    "confirm": _confirm,
    "point": _point,
}


def _too_far(event: Event, allowed: frozenset[str]) -> str | None:
    if further := sorted(set(event.audience) - allowed):
        return f"{event.kind} of {event.item} must not go to: {', '.join(further)}"
    return None
