"""Matches pairs in the modules where pairs meet: pure rules, no clock, no store.

A ready pair is matched with the longest-waiting one, preferably one it has not met in another
module. A facilitator may match any two free pairs, whether they asked or not. A match lasts for
as long as both pairs do. Waiting blocks nothing, so no pair is stuck.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from typing_extensions import TypedDict  # pydantic reads the standard one from 3.12 on

from pairs_course.answers.events import Event
from pairs_course.answers.partner_view import sentence_for_others
from pairs_course.programme.content import Content

State = Literal["none", "waiting", "matched", "gone"]


@dataclass(frozen=True)
class MeetingPlace:
    """One pair's state in one module's meeting.

    ``other`` is the matched pair, None while waiting. ``at`` is when it started waiting or was
    matched, in ISO 8601, which sorts by time.
    """

    pair: int
    module: str
    other: int | None
    at: str


#: A cohort's places by pair and module. A pair without a place has not asked.
MeetingPlaces = Mapping[tuple[int, str], MeetingPlace]


class MeetingView(TypedDict):
    """All that a pair learns about the pair it meets.

    ``gone``: both people have left the other pair, so this pair may ask again.
    ``sentence`` is the other pair's sentence by field, once both partners have confirmed it.
    """

    state: State
    people: list[str]
    sentence: dict[str, str] | None


NOTHING: Final[MeetingView] = {"state": "none", "people": [], "sentence": None}


def ready(places: MeetingPlaces, pair: int, module: str, at: str) -> MeetingPlaces:
    """Return the places after a pair is ready: matched at once, or waiting.

    Repeating this changes nothing; the pair keeps its place in the queue.
    """
    if (pair, module) in places:
        return places
    other = _longest_waiting(places, pair, module)
    if other is None:
        return {**places, (pair, module): MeetingPlace(pair, module, None, at)}
    return _matched(places, pair, other, module, at)


def stop(places: MeetingPlaces, pair: int, module: str) -> MeetingPlaces:
    """Return the places after a pair stopped waiting; a match stays as it is."""
    place = places.get((pair, module))
    if place is None or place.other is not None:
        return places
    return {key: kept for key, kept in places.items() if key != (pair, module)}


def match(places: MeetingPlaces, first: int, second: int, module: str, at: str) -> MeetingPlaces:
    """Return the places after a facilitator matched two pairs.

    Raises:
        ValueError: they are the same pair, or one of them is already matched.
    """
    if first == second or len(free(places, (first, second), module)) < 2:
        raise ValueError("expected two different pairs that are not matched in this module yet")
    return _matched(places, first, second, module, at)


def free(places: MeetingPlaces, pairs: Iterable[int], module: str) -> list[int]:
    """Return the pairs not matched in a module, in the given order."""
    return [
        pair
        for pair in pairs
        if (place := places.get((pair, module))) is None or place.other is None
    ]


def without(places: MeetingPlaces, gone: Iterable[int], module: str) -> MeetingPlaces:
    """Return the places without those of ``gone`` pairs and the pairs matched with them."""
    lost = set(gone)
    return {
        key: place
        for key, place in places.items()
        if place.module != module or not {place.pair, place.other} & lost
    }


def view(
    place: MeetingPlace | None,
    people: Sequence[str],
    theirs: Sequence[tuple[str, Event]],
    module_id: str,
    content: Content,
) -> MeetingView:
    """Return what a pair may know about its meeting.

    Args:
        place: the pair's place; None if it has not asked.
        people: the names of the other pair's current people.
        theirs: the other pair's events in this module with authors, in the service's order.
        module_id: the module in which they meet.
        content: tells which sentence is shared with another pair.

    While a pair waits, this does not depend on who else is waiting.
    """
    if place is None:
        return NOTHING
    if place.other is None:
        return {**NOTHING, "state": "waiting"}
    if not people:
        return {**NOTHING, "state": "gone"}
    return {
        "state": "matched",
        "people": list(people),
        "sentence": sentence_for_others(theirs, module_id, content),
    }


def _longest_waiting(places: MeetingPlaces, pair: int, module: str) -> int | None:
    met = {place.other for place in places.values() if place.pair == pair}
    waiting = [place for place in places.values() if place.module == module and place.other is None]
    first = min(waiting, key=lambda place: (place.pair in met, place.at, place.pair), default=None)
    return first.pair if first else None


def _matched(places: MeetingPlaces, first: int, second: int, module: str, at: str) -> MeetingPlaces:
    return {
        **places,
        (first, module): MeetingPlace(first, module, second, at),
        (second, module): MeetingPlace(second, module, first, at),
    }
