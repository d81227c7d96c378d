"""Who may see what, as pure functions over events: no I/O, no clock.

The service calls :func:`view` with the events of both partners in the order in which it received
them; the result is all that one partner's page ever learns about the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

from pairs_course.completing import complete
from pairs_course.content import Content, QuestionSet
from pairs_course.events import PAIR_KINDS, Event
from pairs_course.items import OTHER_PAIR

Phase = Literal["alone", "sealed", "ready", "waiting", "pick", "picked", "two", "open"]


class Opened(TypedDict):
    """What a partner gave for one opened item; ``changed`` says that it was after sealing."""

    answer: Any
    guess: Any
    changed: bool


class Proposal(TypedDict):
    """A text that one of the two put forward and that is not agreed yet."""

    id: str
    by: Literal["me", "partner"]
    value: dict[str, str]


class JointState(TypedDict):
    """Where a joint item stands: the text both confirmed, and a newer one if there is one."""

    agreed: dict[str, str] | None
    proposal: Proposal | None


class View(TypedDict):
    """Everything that one partner's page may know about the pair in one module."""

    phase: Phase
    alone: bool
    picks: dict[str, str | None]
    opened: list[str]
    partner: dict[str, Opened]
    mine: dict[str, bool]
    joint: dict[str, JointState]
    talked: bool
    compared: dict[str, dict[str, Any]]


def view(mine: Sequence[Event], theirs: Sequence[Event], module_id: str, content: Content) -> View:
    """Return what the author of ``mine`` may see.

    Args:
        mine: the viewer's events, in the service's order.
        theirs: the partner's events, likewise; empty without a partner.
        module_id: the module to look at. Of other modules only those are read whose sets its
            conversation lays side by side (:meth:`Content.modules_seen_from`).
        content: says which items are sealed, and which are joint.

    The rules (PROGRAMME, "The pair conversation is the heart"): nothing of the partner's before
    both sealed and both pressed "We are together now" and both picked; then the two picked items;
    then, once the one sentence is agreed, all of them. Before both have sealed the viewer cannot
    tell "not yet" from "never opened the page". ``compared`` has the partner's answers of the sets
    that are laid side by side, by set and item; like all that was not picked, it opens last.
    """
    elsewhere = theirs
    mine = [event for event in mine if event.module == module_id]
    theirs = [event for event in theirs if event.module == module_id]
    sealed = [(item.id, s.wave) for s, item in content.sealed_items(module_id)]
    joint = {
        item.id: joint_state(mine, theirs, item.id) for _, item in content.joint_items(module_id)
    }
    my_pick, their_pick = _last(mine, "pick"), _last(theirs, "pick")
    sentence = joint.get(content.module(module_id).sentence_item)
    agreed = bool(sentence and sentence["agreed"])
    phase = _phase(mine, theirs, agreed)
    picks: dict[str, str | None] = {"mine": my_pick.value if my_pick else None, "theirs": None}
    opened: list[str] = []
    if phase in ("two", "open"):
        assert my_pick is not None  # noqa: S101 - _phase says so only when both have picked
        assert their_pick is not None  # noqa: S101 - likewise
        picks["theirs"] = their_pick.value
        both = {my_pick.value, their_pick.value}
        opened = [item for item, _ in sealed if phase == "open" or item in both]
    waves = dict(sealed)
    return {
        "phase": phase,
        "alone": _last(mine, "alone") is not None,
        "picks": picks,
        "opened": opened,
        "partner": {item: _opened(theirs, item, waves[item]) for item in opened},
        "mine": {item: _opened(mine, item, waves[item])["changed"] for item in opened},
        "joint": joint,
        "talked": _last(mine, "talked") is not None,
        "compared": {
            s.id: _answers(elsewhere, s) if phase == "open" else {}
            for s in content.compared_sets(module_id)
        },
    }


def said_now(events: Sequence[Event], pair: int | None) -> list[Event]:
    """Return somebody's events without what was said to a former partner; answers all stay.

    Args:
        events: their journal, in order.
        pair: the number of the pair they are in now, None while it is not known.

    Seals, steps, guesses and texts that two people agree on were for one partner and count with
    no other. An event that names no pair was written before the pair was known: it belongs to
    the next one that the journal names, or to the present one.
    """
    kept: list[Event] = []
    named = pair
    for event in reversed(events):
        named = named if event.pair is None else event.pair
        if event.kind not in PAIR_KINDS or named == pair:
            kept.append(event)
    return kept[::-1]


def joint_state(mine: Sequence[Event], theirs: Sequence[Event], item: str) -> JointState:
    """Return where a joint item stands: a pure function of both partners' events.

    A proposal stands when the other partner confirms that very text, by the id of its event. The
    newest confirmed proposal is the agreed one; a newer unconfirmed one waits beside it.
    """
    authors = {e.id: "me" for e in mine} | {e.id: "partner" for e in theirs}
    proposals = {e.id: e for e in (*mine, *theirs) if e.kind == "propose" and e.item == item}
    confirmed = {
        e.value["of"]
        for e in (*mine, *theirs)
        if e.kind == "confirm"
        and e.item == item
        and e.value["of"] in proposals
        and authors[e.value["of"]] != authors[e.id]
    }
    order = sorted(proposals, key=lambda key: (proposals[key].at, key))
    agreed = next((key for key in reversed(order) if key in confirmed), None)
    newest = order[-1] if order else None
    pending = newest if newest != agreed else None
    return {
        "agreed": proposals[agreed].value if agreed else None,
        "proposal": {
            "id": pending,
            "by": "me" if authors[pending] == "me" else "partner",
            "value": proposals[pending].value,
        }
        if pending
        else None,
    }


def sentence_for_others(
    events: Mapping[str, Sequence[Event]], module_id: str, content: Content
) -> dict[str, str] | None:
    """Return the one sentence of a pair that the pair it meets may read, or None.

    Args:
        events: the first pair's events by author, each in the service's order.
        module_id: the module in which the two pairs meet.
        content: says which joint item goes to the other pair.

    Both the proposal and its confirmation must have been for the other pair: until then nothing
    of it goes there, and a text that was only suggested never does.
    """
    item = content.meeting_item(module_id)
    first, *others = [
        [e for e in author if e.module == module_id and OTHER_PAIR in e.audience]
        for author in (*events.values(), [])
    ]
    if item is None:
        return None
    return joint_state(first, [e for other in others for e in other], item.id)["agreed"]


def submission(
    mine: Sequence[Event], theirs: Sequence[Event], module_id: str, content: Content
) -> dict[str, Any]:
    """Return what a facilitator gets of one module: last values, no times, no earlier values.

    Only items whose events carry the audience ``facilitator`` are in it, and one yes or no for
    the module. Texts that an earlier module began and that the pair goes on writing in this one
    come with it; so ``mine`` and ``theirs`` are of all of ``Content.modules_sent_with``. The result
    is the core of ``submission.json``.
    """
    answers: dict[str, Any] = {}
    for event in mine:
        if event.module == module_id and event.kind == "answer":
            if "facilitator" in event.audience:
                answers[event.item] = event.value
            else:
                answers.pop(event.item, None)
    joint = {}
    for question_set, item in content.facilitator_items(module_id):
        if item.kind == "joint":
            agreed = joint_state(
                [e for e in mine if e.module == question_set.module],
                [e for e in theirs if e.module == question_set.module],
                item.id,
            )["agreed"]
            if agreed:
                joint[item.id] = agreed
    return {
        "version": 1,
        "module": module_id,
        "complete": complete(mine, module_id, content),
        "answers": answers,
        "joint": joint,
    }


def _phase(mine: Sequence[Event], theirs: Sequence[Event], agreed: bool) -> Phase:
    def did(events: Sequence[Event], kind: str) -> bool:
        return _last(events, kind) is not None

    if not did(mine, "seal"):
        return "alone"
    if not did(theirs, "seal"):
        return "sealed"
    if not did(mine, "together"):
        return "ready"
    if not did(theirs, "together"):
        return "waiting"
    if not did(mine, "pick"):
        return "pick"
    if not did(theirs, "pick"):
        return "picked"
    return "open" if agreed else "two"


def _last(events: Sequence[Event], kind: str) -> Event | None:
    return next((e for e in reversed(events) if e.kind == kind), None)


def _answers(events: Sequence[Event], question_set: QuestionSet) -> dict[str, Any]:
    """Return the last answers that a person gave their partner in one set, by item."""
    where = (question_set.module, question_set.wave)
    known = {item.id for item in question_set.items}
    return {
        e.item: e.value
        for e in events
        if e.kind == "answer"
        and (e.module, e.wave) == where
        and e.item in known
        and "partner" in e.audience
    }


def _opened(events: Sequence[Event], item: str, wave: str) -> Opened:
    """Return a person's last answer and guess for an item that both may see."""
    seal = next(e for e in events if e.kind == "seal")
    covered = set(seal.value["covers"])
    last: dict[str, Event] = {}
    for event in events:
        shared = event.item == item and event.wave == wave and "partner" in event.audience
        if shared and event.kind in ("answer", "guess"):
            last[event.kind] = event
    return {
        "answer": last["answer"].value if "answer" in last else None,
        "guess": last["guess"].value if "guess" in last else None,
        "changed": any(e.id not in covered for e in last.values()),
    }
