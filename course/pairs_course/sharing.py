"""Who may see what, as pure functions over events: no I/O, no clock.

The service calls :func:`view` with the events of both partners in the one order in which it took
them; the result is all that one partner's page ever learns about the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypedDict

from pairs_course.completing import complete
from pairs_course.content import Content, QuestionSet
from pairs_course.events import PAIR_KINDS, Event
from pairs_course.items import OTHER_PAIR
from pairs_course.joint import JointState, Said, events_of, joint_state, said_by
from pairs_course.points import Point, for_others, points

Phase = Literal["alone", "sealed", "ready", "waiting", "pick", "picked", "two", "open"]


class Opened(TypedDict):
    """What a partner gave for one opened item; ``changed`` says that it was after sealing."""

    answer: Any
    guess: Any
    changed: bool


class View(TypedDict):
    """Everything that one partner's page may know about the pair in one module."""

    phase: Phase
    alone: bool
    picks: dict[str, str | None]
    opened: list[str]
    partner: dict[str, Opened]
    mine: dict[str, bool]
    joint: dict[str, JointState]
    points: dict[str, list[Point]]
    carried: dict[str, dict[str, str]]
    talked: bool
    compared: dict[str, dict[str, Any]]


def view(both: Sequence[Said], module_id: str, content: Content) -> View:
    """Return what one of two partners may see, the one whose events are said by "me".

    Args:
        both: what both partners did, in the one order in which the service took it.
        module_id: the module to look at. Of other modules only those are read whose sets its
            conversation lays side by side (:meth:`Content.modules_seen_from`).
        content: says which items are sealed, and which are joint.

    The rules (PROGRAMME, "The pair conversation is the heart"): nothing of the partner's before
    both sealed and both pressed "We are together now" and both picked; then the two picked items;
    then, once the one sentence is agreed, all of them. Before both have sealed the viewer cannot
    tell "not yet" from "never opened the page". ``compared`` has the partner's answers of the sets
    that are laid side by side, by set and item; like all that was not picked, it opens last.
    ``carried`` has the agreed texts of earlier modules that this one shows again.
    """
    elsewhere = events_of(both, "partner")
    carried = _carried(both, module_id, content)
    both = [said for said in both if said.event.module == module_id]
    mine, theirs = events_of(both, "me"), events_of(both, "partner")
    sealed = [(item.id, s.wave) for s, item in content.sealed_items(module_id)]
    joint = {item.id: joint_state(both, item.id) for _, item in content.joint_items(module_id)}
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
        picked = {my_pick.value, their_pick.value}
        opened = [item for item, _ in sealed if phase == "open" or item in picked]
    waves = dict(sealed)
    return {
        "phase": phase,
        "alone": _last(mine, "alone") is not None,
        "picks": picks,
        "opened": opened,
        "partner": {item: _opened(theirs, item, waves[item]) for item in opened},
        "mine": {item: _opened(mine, item, waves[item])["changed"] for item in opened},
        "joint": joint,
        "points": {item.id: points(both, item.id) for _, item in content.points_items(module_id)},
        "carried": carried,
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


def sentence_for_others(
    events: Sequence[tuple[str, Event]], module_id: str, content: Content
) -> dict[str, str] | None:
    """Return the one sentence of a pair that the pair it meets may read, or None.

    Args:
        events: the first pair's events with their authors, in the service's order.
        module_id: the module in which the two pairs meet.
        content: says which joint item goes to the other pair.

    Both the proposal and its confirmation must have been for the other pair: until then nothing
    of it goes there, and a text that was only suggested never does.
    """
    item = content.meeting_item(module_id)
    told = [(a, e) for a, e in events if e.module == module_id and OTHER_PAIR in e.audience]
    if item is None or not told:
        return None
    return joint_state(said_by(told[0][0], told), item.id)["agreed"]


def submission(
    mine: Sequence[Event], both: Sequence[Said], module_id: str, content: Content
) -> dict[str, Any]:
    """Return what a facilitator gets of one module: last values, no times, no earlier values.

    Args:
        mine: all that the sender did, whoever their partner was: their answers stay theirs.
        both: what they and their partner of now did, in the one order of the service.
        module_id: the module that is sent.
        content: says which items the facilitator may read.

    Only items whose events carry the audience ``facilitator`` are in it, and one yes or no for
    the module. Texts that an earlier module began and that the pair goes on writing in this one
    come with it; so the events are of all of ``Content.modules_sent_with``. The result is the core
    of ``submission.json``.
    """
    answers: dict[str, Any] = {}
    for event in mine:
        if event.module == module_id and event.kind == "answer":
            if "facilitator" in event.audience:
                answers[event.item] = event.value
            else:
                answers.pop(event.item, None)
    joint: dict[str, Any] = {}
    for question_set, item in content.facilitator_items(module_id):
        there = [said for said in both if said.event.module == question_set.module]
        if item.kind == "joint" and (agreed := joint_state(there, item.id)["agreed"]):
            joint[item.id] = agreed
        elif item.kind == "points" and (found := for_others(points(there, item.id))):
            joint[item.id] = found
    return {
        "version": 1,
        "module": module_id,
        "complete": complete(mine, module_id, content),
        "answers": answers,
        "joint": joint,
    }


def _carried(both: Sequence[Said], module_id: str, content: Content) -> dict[str, dict[str, str]]:
    """Return what the pair agreed in earlier modules and this one shows again, by item."""
    found = {}
    for question_set, item in content.carried_items(module_id):
        there = [said for said in both if said.event.module == question_set.module]
        if agreed := joint_state(there, item.id)["agreed"]:
            found[item.id] = agreed
    return found


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
