"""Where a pair conversation stands for one person: the service's view, and their own journal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from pairs_course.answers import conversation_steps
from pairs_course.answers.conversation_steps import Phase
from pairs_course.answers.events import Event
from pairs_course.answers.partner_view import View, with_pairs
from pairs_course.programme.items import Item

#: What the conversation's page may send of the whole module.
STEPS: Final = (*sorted(conversation_steps.STEPS), "alone", "talked")
# PROGRAMME, rule 6: no one waits for ever.
LONG_WAIT: Final = timedelta(days=14)
# Own steps count at once, also while the service has not heard of them yet.
_AFTER: Final[Mapping[tuple[Phase, str], Phase]] = {
    ("alone", "seal"): "sealed",
    ("ready", "together"): "waiting",
    ("waiting", "apart"): "ready",
    ("pick", "apart"): "ready",
    ("picked", "apart"): "ready",
    ("pick", "pick"): "picked",
}


def taken(events: Sequence[Event], module: str) -> dict[str, Event]:
    """Return the event of each step that this person took in a module, as it counts."""
    mine = [e for e in events if e.module == module and e.kind in STEPS]
    found = {e.kind: e for e in mine}
    once = {kind: conversation_steps.first(mine, kind) for kind in ("seal", "pick")}
    return {**found, **{kind: event for kind, event in once.items() if event}}


def phase(view: View, events: Sequence[Event], module: str, unsent: Collection[str]) -> Phase:
    """Return the phase to show: what the service has seen, and what was done here since.

    Args:
        view: the service's word, which names the last own step that it knows.
        events: this person's own events, in the order of the journal.
        module: the module's id.
        unsent: ids of events that the service does not have yet. A step that names no pair counts
            only while it is among them: afterwards the service knows which pair it was in.
    """
    mine = [e for e in events if e.module == module and e.kind in conversation_steps.STEPS]
    known = [e.id for e in mine]
    if view["step"] in known:
        mine = mine[known.index(view["step"]) + 1 :]
    elif view["step"]:
        mine = []  # the service knows more than this journal
    shown = view["phase"]
    for step in mine:
        if step.pair is not None or step.id in unsent:
            shown = _AFTER.get((shown, step.kind), shown)
    return shown


def not_taken(journal: Sequence[Event], module: str, refused: Collection[str]) -> bool:
    """Say whether the service did not take the last seal of a module."""
    seals = [e for e in journal if e.kind == "seal" and e.module == module]
    return bool(seals) and seals[-1].id in refused


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
    return [item.id for item in items if item.needs_answer and item.id not in answers]


def to_say_anew(
    journal: Sequence[Event],
    module: str,
    places: set[tuple[str, str]],
    pair: int | None,
    refused: Collection[str],
) -> list[Event]:
    """Return the last answer of each item that this partner has not been given yet.

    It was given in another pair than ``pair``, or a seal named it that the service did not take.
    """
    named = {
        one for e in journal if e.kind == "seal" and e.id in refused for one in e.value["covers"]
    }
    last = {
        e.item: (e, of)
        for e, of in with_pairs(journal, pair)
        if e.module == module and (e.item, e.wave) in places and e.kind == "answer"
    }
    return [
        e for e, of in last.values() if e.id in named or (of != pair and None not in (of, pair))
    ]


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
        if e.module == module
        and (e.item, e.wave) in places
        and e.kind in ("answer", "guess")
        and "partner" in e.audience
    }
    return list(last.values())
