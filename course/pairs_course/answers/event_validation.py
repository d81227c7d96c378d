"""Whether an event makes sense: one set of rules, asked by the page's kernel and by the service.

:class:`~pairs_course.answers.events.Event` checks the shape of one event. :func:`event_error`
checks it against the programme, and :func:`order_error` against what its author did before. Neither
side trusts the other to have asked, and no reason repeats what somebody wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

from pairs_course.answers.conversation_steps import first
from pairs_course.answers.events import Event, is_event_id
from pairs_course.programme.content import Content
from pairs_course.programme.items import Item, Way, is_date

MAX_COVERED: Final = 200
MAX_WHY: Final = 500
MAX_WORDING: Final = 64
MAX_AT: Final = 40
#: What speaks of one item; everything else speaks of a whole module.
OF_AN_ITEM: Final = frozenset({"answer", "guess", "propose", "confirm", "point"})

#: What :func:`order_error` has something to say about.
ORDERED: Final = frozenset({"seal", "pick", "guess"})


def refusal(event: Event, before: Sequence[Event], content: Content) -> str | None:
    """Say why the service does not take an event, or return None.

    Args:
        event: what somebody sends.
        before: what the service has of that person in that pair and module, in its order.
        content: the programme.
    """
    if not event.audience:
        return "it has no audience: an answer for nobody else stays in its journal"
    return event_error(event, content) or order_error(event, before, content)


def event_error(event: Event, content: Content) -> str | None:
    """Say in plain words why the programme has no place for ``event``, or return None."""
    if event.module not in {module.id for module in content.modules}:
        return f"there is no module {event.module}"
    if len(event.wording) > MAX_WORDING or len(event.at) > MAX_AT:
        return "wording or at is longer than any that the course makes"
    if event.kind in OF_AN_ITEM:
        place = content.find(event.module, event.item, event.wave)
        if place is None:
            return f"there is no item {event.item} ({event.wave}) in {event.module}"
        return _item_error(event, place[1])
    if event.item != event.module or event.wave != "once":
        return f"expected {event.kind} to name the module and the wave once"
    return _module_error(event, content)


def order_error(event: Event, before: Sequence[Event], content: Content) -> str | None:
    """Say in plain words why ``event`` cannot come after ``before``, or return None.

    Args:
        event: something that :func:`event_error` has nothing against.
        before: what its author did before it in the same pair and module, in order.
        content: says what is sealed.

    There is one seal, and one pick. A seal names answers and guesses that are there, each question
    that needs an answer among them; from then on guesses stay as they are.
    """
    if event.kind not in ORDERED:
        return None
    sealed = first(before, "seal")
    if event.kind == "guess":
        fixed = {item.id for _, item in content.sealed_items(event.module)}
        late = sealed and event.item in fixed
        return f"{event.item}: a guess cannot change after the seal" if late else None
    if event.kind == "pick":
        if not sealed:
            return "pick: seal your answers first"
        return "pick: you have picked already" if first(before, "pick") else None
    return "seal: you have sealed already" if sealed else _seal_error(event, before, content)


def _seal_error(seal: Event, before: Sequence[Event], content: Content) -> str | None:
    places = {(item.id, s.wave): item for s, item in content.sealed_items(seal.module)}
    named = [event for event in before if event.id in set(seal.value["covers"])]
    fits = [
        event
        for event in named
        if event.kind in ("answer", "guess")
        and (event.item, event.wave) in places
        and "partner" in event.audience
    ]
    said = {(event.kind, event.item) for event in fits}
    if not len(seal.value["covers"]) == len(fits) == len(said):
        return "seal: expected it to name answers and guesses that the course has, each once"
    missing = [i.id for i in places.values() if i.needs_answer and ("answer", i.id) not in said]
    return f"seal: expected an answer to {', '.join(missing)}" if missing else None


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
        named = event.value if isinstance(event.value, dict) else {}
        fits = set(named) == {"of"} and is_event_id(named["of"])
        return None if fits else f"{item.id}: expected the proposal that is confirmed"
    if event.kind == "point":
        return _point_error(event, item)
    if event.kind == "guess" and not item.guess:
        return f"{item.id} is not guessed"
    return item.value_error(event.value) or (
        f"{item.id}: expected some text"
        if event.kind == "propose" and not _has_text(event.value)
        else None
    )


def _point_error(event: Event, item: Item) -> str | None:
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
        covers = value["covers"] if isinstance(value, dict) and set(value) == {"covers"} else None
        if (
            isinstance(covers, list)
            and len(covers) <= MAX_COVERED
            and all(map(is_event_id, covers))
        ):
            return None
        return f"seal: expected the ids of at most {MAX_COVERED} events that it covers"
    if event.kind == "pick":
        known = [i.id for _, i in content.sealed_items(event.module) if not i.if_chosen]
        return None if value in known else f"pick: expected one of {', '.join(known) or 'nothing'}"
    if event.kind == "talked":
        return None if _is_talk(value) else "talked: expected when and how, or why not"
    return None if value is None else f"{event.kind}: expected no value"


def _is_talk(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    if value.get("talked") is False:
        why = value.get("why")
        return set(value) == {"talked", "why"} and isinstance(why, str) and len(why) <= MAX_WHY
    if value.get("talked") is not True or set(value) != {"talked", "when", "how"}:
        return False
    return is_date(value["when"]) and value["how"] in get_args(Way)


def _has_text(value: object) -> bool:
    return isinstance(value, dict) and any(isinstance(v, str) and v.strip() for v in value.values())
