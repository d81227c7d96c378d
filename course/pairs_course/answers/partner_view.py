"""What partners see of each other, as pure functions over events: no I/O, no clock.

The service calls :func:`view` with the events of both partners in the one order in which it took
them; the result is all that one partner's page ever learns about the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from typing_extensions import TypedDict  # pydantic reads the standard one from 3.12 on

from pairs_course.answers import conversation_steps
from pairs_course.answers.completion import complete
from pairs_course.answers.conversation_steps import Phase
from pairs_course.answers.events import PAIR_KINDS, Event
from pairs_course.answers.joint_text import JointState, Said, events_of, joint_state, said_by
from pairs_course.answers.points import Point, for_others, points
from pairs_course.programme.content import Content, QuestionSet
from pairs_course.programme.items import OTHER_PAIR


class LaterAnswer(TypedDict):
    """An answer that was given after it was fixed, with its day (ISO 8601) in the course's zone."""

    answer: Any
    day: str


class Opened(TypedDict):
    """What a person gave for one opened item, as it was fixed; it stays so for good.

    ``later`` is the last answer since then, if it is another one: going back is no change.
    """

    answer: Any
    guess: Any
    later: LaterAnswer | None


class Sides(TypedDict):
    """What both gave for the items of one set, by item."""

    mine: dict[str, Opened]
    partner: dict[str, Opened]


class Picks(TypedDict):
    """What each picked to talk about; the partner's only once both have."""

    mine: str | None
    theirs: str | None


class Talk(TypedDict):
    """On which day (ISO 8601) and how somebody said that the two talked."""

    when: str
    how: str


class View(TypedDict):
    """Everything that one partner's page may know about the pair in one module.

    ``step`` is the id of the viewer's own last step that is known here: what they did since is not
    in this view yet.
    """

    phase: Phase
    step: str | None
    alone: bool
    picks: Picks
    opened: list[str]
    partner: dict[str, Opened]
    mine: dict[str, Opened]
    joint: dict[str, JointState]
    points: dict[str, list[Point]]
    carried: dict[str, dict[str, str]]
    talked: bool
    partner_talked: Talk | None
    compared: dict[str, Sides]


def view(both: Sequence[Said], module_id: str, content: Content, *, now: datetime) -> View:
    """Return what one of two partners may see, the one whose events are said by "me".

    Args:
        both: what both partners did, in the one order in which the service took it.
        module_id: the module to look at. Of other modules only those are read whose sets its
            conversation lays side by side (:meth:`Content.modules_seen_from`).
        content: says which items are sealed, and which are joint.
        now: the moment, by the service's clock and in the course's time zone.

    The rules (PROGRAMME, "The pair conversation is the heart"): nothing of the partner's before
    both sealed, both are here ("We are together now") and both picked; then the two picked items;
    then, once the one sentence is agreed, all of them. What has opened stays open, and one sees on
    which day the other said that they talked. Before both have sealed the viewer cannot tell "not
    yet" from "never opened the page".

    Of a sealed item its author's seal fixes what is shown. ``compared`` has the sets that are laid
    side by side; like all that was not picked they open last, and their opening fixes them.
    ``carried`` has the agreed texts of earlier modules that this one shows again.
    """
    module, everywhere = content.module(module_id), both
    both = [said for said in both if said.event.module == module_id]
    mine, theirs = events_of(both, "me"), events_of(both, "partner")
    sealed = {item.id: s.wave for s, item in content.sealed_items(module_id)}
    joint = {item.id: joint_state(both, item.id) for _, item in content.joint_items(module_id)}
    my_pick, their_pick = (
        conversation_steps.first(mine, "pick"),
        conversation_steps.first(theirs, "pick"),
    )
    sentence = joint.get(module.sentence_item)
    phase = conversation_steps.phase(mine, theirs, now)
    if phase == "two" and sentence and sentence["agreed"]:
        phase = "open"
    picks: Picks = {"mine": my_pick.value if my_pick else None, "theirs": None}
    opened: list[str] = []
    if phase in ("two", "open"):
        picks["theirs"] = their_pick.value if their_pick else None
        opened = [
            item.id
            for _, item in content.sealed_items(module_id)
            if phase == "open" or (item.chosen_in or item.id) in picks.values()
        ]
    zone = now.tzinfo
    since = _open_since(both, module.sentence_item) if phase == "open" else None
    return {
        "phase": phase,
        "step": conversation_steps.last_step(mine),
        "alone": any(e.kind == "alone" for e in mine),
        "picks": picks,
        "opened": opened,
        "partner": {item: _sealed(theirs, item, sealed[item], zone) for item in opened},
        "mine": {item: _sealed(mine, item, sealed[item], zone) for item in opened},
        "joint": joint,
        "points": {item.id: points(both, item.id) for _, item in content.points_items(module_id)},
        "carried": _carried(everywhere, module_id, content),
        "talked": any(e.kind == "talked" for e in mine),
        "partner_talked": _talk(theirs) if phase in ("two", "open") else None,
        "compared": {
            s.id: {
                "mine": _fixed(events_of(everywhere, "me"), s, since, zone),
                "partner": _fixed(events_of(everywhere, "partner"), s, since, zone),
            }
            for s in content.compared_sets(module_id)
        },
    }


def _talk(events: Sequence[Event]) -> Talk | None:
    """Return when and how somebody last said that they talked; None where they did not."""
    told = next((e.value for e in reversed(events) if e.kind == "talked"), None)
    return {"when": told["when"], "how": told["how"]} if told and told["talked"] else None


def said_now(events: Sequence[Event], pair: int | None) -> list[Event]:
    """Return somebody's events without what was said to a former partner; answers all stay.

    Args:
        events: their journal, in order.
        pair: the number of the pair they are in now, None while it is not known.

    Seals, steps, guesses and texts that two people agree on were for one partner and count with
    no other. An event that names no pair was written before the pair was known: it belongs to
    the next one that the journal names, or to the present one.
    """
    return [e for e, named in with_pairs(events, pair) if e.kind not in PAIR_KINDS or named == pair]


def with_pairs(events: Sequence[Event], pair: int | None) -> list[tuple[Event, int | None]]:
    """Return the events of a journal, each with the number of the pair that it belongs to."""
    found: list[tuple[Event, int | None]] = []
    named = pair
    for event in reversed(events):
        named = named if event.pair is None else event.pair
        found.append((event, named))
    return found[::-1]


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


def _sealed(events: Sequence[Event], item: str, wave: str, zone: tzinfo | None) -> Opened:
    """Return what a person's seal fixed of an item: of what it names, only what came before it."""
    seal = conversation_steps.first(events, "seal")
    before = events[: events.index(seal)] if seal else []
    covered = set(seal.value["covers"]) if seal else set()
    named = [event for event in before if event.id in covered]
    return _opened(named, events, item, wave, zone)


def _fixed(
    events: Sequence[Event], question_set: QuestionSet, since: datetime | None, zone: tzinfo | None
) -> dict[str, Opened]:
    """Return what a person gave in a set, by item: as sealed, else as it stood when it opened."""
    if since is None:
        return {}
    events = [event for event in events if event.module == question_set.module]
    stood = [event for event in events if datetime.fromisoformat(event.at) <= since]
    wave = question_set.wave
    return {
        item.id: _sealed(events, item.id, wave, zone)
        if question_set.sealed
        else _opened(stood, events, item.id, wave, zone)
        for item in question_set.items
        if "partner" in item.audience
    }


def _open_since(both: Sequence[Said], sentence: str) -> datetime | None:
    """Return when two were open and the one sentence stood for the first time, None before."""
    first = conversation_steps.opened_at(events_of(both, "me"), events_of(both, "partner"))
    stood = next(
        (
            datetime.fromisoformat(event.at)
            for place, (_, event) in enumerate(both, start=1)
            if (event.kind, event.item) == ("confirm", sentence)
            and joint_state(both[:place], sentence)["agreed"]
        ),
        None,
    )
    return max(first, stood) if first and stood else None


def _opened(
    fixed: Sequence[Event], events: Sequence[Event], item: str, wave: str, zone: tzinfo | None
) -> Opened:
    """Return the last answer and guess among ``fixed``, and a last answer that is another one."""
    answer, guess = (_given(fixed, kind, item, wave) for kind in ("answer", "guess"))
    last = _given(events, "answer", item, wave)
    value = answer.value if answer else None
    later: LaterAnswer | None = None
    if last and (last.value or None) != (value or None):  # an empty text is no answer, too
        at = datetime.fromisoformat(last.at).astimezone(zone)
        later = {"answer": last.value, "day": at.date().isoformat()}
    return {"answer": value, "guess": guess.value if guess else None, "later": later}


def _given(events: Sequence[Event], kind: str, item: str, wave: str) -> Event | None:
    return next(
        (
            e
            for e in reversed(events)
            if (e.kind, e.item, e.wave) == (kind, item, wave) and "partner" in e.audience
        ),
        None,
    )
