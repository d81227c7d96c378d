"""What two partners write together, as a pure function of what both did: no I/O, no clock.

Either suggests a text, and it stands when the other confirms that very text. Whose came first is
decided by the one order in which the service took the events of both: no clock of a participant
decides anything. Without a service there is one author, and the journal's order is that order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from typing_extensions import TypedDict  # pydantic reads the standard one from 3.12 on

from pairs_course.answers.events import Event

By = Literal["me", "partner"]

#: How many different texts that were put aside are kept, the newest. A page leaves out those that
#: it shows anyway, which are three at most.
EARLIER: Final = 8


class Said(NamedTuple):
    """One event of a pair, and which of the two is its author, as one of them sees it."""

    by: By
    event: Event


class Proposal(TypedDict):
    """A text that one of the two put forward; of an earlier one ``by`` may be both."""

    id: str
    by: Literal["me", "partner", "both"]
    value: dict[str, str]


class JointState(TypedDict):
    """Where a joint item stands.

    ``agreed`` is the text that both confirmed. ``open`` holds what waits beside it: the newest
    suggestion of each of the two, the newest last. ``earlier`` holds what a confirmation put
    aside, the newest last: nothing that was suggested vanishes from view.
    """

    agreed: dict[str, str] | None
    open: list[Proposal]
    earlier: list[Proposal]


def said_by(one: object, events: Iterable[tuple[object, Event]]) -> list[Said]:
    """Return events with their authors' names as ``one`` of the authors sees them."""
    return [Said("me" if author == one else "partner", event) for author, event in events]


def events_of(both: Iterable[Said], by: By) -> list[Event]:
    """Return the events of one of the two, in their order."""
    return [event for author, event in both if author == by]


def joint_state(both: Sequence[Said], item: str) -> JointState:
    """Return where a joint item stands.

    Args:
        both: what both partners did, in the one order in which the service took it.
        item: the id of the joint item.

    A proposal stands when the other partner confirms it by the id of its event; of those that were
    confirmed, the newest proposal stands. Confirming the other's text puts one's own aside.
    """
    state: JointState = {"agreed": None, "open": [], "earlier": []}
    known: dict[str, tuple[int, Proposal]] = {}
    stands = -1
    for place, (by, event) in enumerate(both):
        if event.item != item:
            continue
        if event.kind == "propose":
            proposal: Proposal = {"id": event.id, "by": by, "value": event.value}
            known[event.id] = place, proposal
            state = _suggested(state, proposal)
        elif event.kind == "confirm" and event.value["of"] in known:
            when, chosen = known[event.value["of"]]
            # One that was on its way while a newer text came to stand changes nothing.
            if chosen["by"] != by and when > stands:
                state, stands = _confirmed(state, chosen), when
    return _tidy(state)


def with_unshared(state: JointState, events: Iterable[Event], item: str) -> JointState:
    """Return where a joint item stands for somebody who did more than the service knows.

    Args:
        state: as the service says it.
        events: this person's own that the service does not have yet, in the journal's order; they
            come after all that it has.
        item: the id of the joint item.
    """
    for event in events:
        if event.item != item:
            continue
        if event.kind == "propose":
            state = _suggested(state, {"id": event.id, "by": "me", "value": event.value})
        elif event.kind == "confirm":
            named = (one for one in state["open"] if one["id"] == event.value["of"])
            state = next((_confirmed(state, one) for one in named if one["by"] != "me"), state)
    return _tidy(state)


def _suggested(state: JointState, proposal: Proposal) -> JointState:
    """Let a new text take the place of its author's last one, and its turn."""
    others = [one for one in state["open"] if one["by"] != proposal["by"]]
    return {**state, "open": [*others, proposal]}


def _confirmed(state: JointState, chosen: Proposal) -> JointState:
    """Let a text stand: what stood before it and what the other one had suggested go aside."""
    aside = [one for one in state["open"] if one["by"] != chosen["by"]]
    if state["agreed"] is not None:
        aside.insert(0, {"id": "", "by": "both", "value": state["agreed"]})
    newer = [o for o in state["open"] if o["by"] == chosen["by"] and o["id"] != chosen["id"]]
    return {"agreed": chosen["value"], "open": newer, "earlier": [*state["earlier"], *aside]}


def _tidy(state: JointState) -> JointState:
    """Leave each text of ``earlier`` once, where it was put aside last, and only the newest.

    One that is open or agreed again stays, for the day when that is replaced.
    """
    kept: list[Proposal] = []
    for one in reversed(state["earlier"]):
        if len(kept) < EARLIER and one["value"] not in [other["value"] for other in kept]:
            kept.insert(0, one)
    return {**state, "earlier": kept}
