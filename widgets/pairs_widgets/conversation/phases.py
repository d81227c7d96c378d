"""Where a pair conversation stands for one person: the service's view, and their own journal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from pairs_course.events import Event
from pairs_course.items import Item
from pairs_course.sharing import Phase

STEPS: Final = ("seal", "together", "pick", "alone", "talked")
# PROGRAMME, rule 6: no one waits for ever.
LONG_WAIT: Final = timedelta(days=14)
# Own steps count at once, also while the service has not heard of them yet.
_AFTER: Final[Mapping[Phase, tuple[str, Phase]]] = {
    "alone": ("seal", "sealed"),
    "ready": ("together", "waiting"),
    "pick": ("pick", "picked"),
}
# Texts may be left empty; a rating or a choice has "not sure" and "prefer not to say".
_REQUIRED: Final = frozenset({"scale", "between", "choice"})


def steps(events: Sequence[Event], module: str) -> dict[str, Event]:
    """Return the last event of each step that this person took in a module."""
    return {e.kind: e for e in events if e.module == module and e.kind in STEPS}


def phase(seen: Phase, taken: Mapping[str, Event], unsent: Collection[str]) -> Phase:
    """Return the phase to show: what the service has seen, and what was done here since.

    Args:
        seen: the service's word.
        taken: the last event of each step.
        unsent: ids of events that the service does not have yet. A step that names no pair counts
            only while it is among them: afterwards the service knows which pair it was in.
    """
    kind, after = _AFTER.get(seen, ("", seen))
    step = taken.get(kind)
    return after if step and (step.pair is not None or step.id in unsent) else seen


def waited_long(seen: Phase, taken: Mapping[str, Event], now: str) -> bool:
    """Say whether somebody sealed so long ago that the page reminds them not to wait.

    Args:
        seen: the phase to show; only somebody who has sealed and sees nothing more waits.
        taken: the last event of each own step. The clock is that of one's own seal: nothing of
            the partner's is in it.
        now: ISO 8601, as events carry it.
    """
    if seen != "sealed" or "seal" not in taken or {"alone", "talked"} & set(taken):
        return False
    return datetime.fromisoformat(now) - datetime.fromisoformat(taken["seal"].at) >= LONG_WAIT


def missing(items: Sequence[Item], answers: Mapping[str, Any]) -> list[str]:
    """Return the ids of the items that still need an answer before sealing; a pass is one."""
    return [item.id for item in items if item.kind in _REQUIRED and item.id not in answers]


def of_before(
    events: Sequence[Event], module: str, places: set[tuple[str, str]], pair: int | None
) -> list[Event]:
    """Return the last answer of each item that was given in another pair than ``pair``."""
    last = {
        e.item: e
        for e in events
        if e.module == module and (e.item, e.wave) in places and e.kind == "answer"
    }
    return [e for e in last.values() if e.pair != pair and None not in (e.pair, pair)]


def covers(events: Sequence[Event], module: str, places: set[tuple[str, str]]) -> list[str]:
    """Return the ids of the events that a seal fixes: the last answer and guess of each item.

    Args:
        events: the journal, in order.
        module: the module that is sealed.
        places: item id and wave of each sealed item.
    """
    last = {
        (e.item, e.kind): e.id
        for e in events
        if e.module == module and (e.item, e.wave) in places and e.kind in ("answer", "guess")
    }
    return list(last.values())
