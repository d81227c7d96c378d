"""Which pair meets which, in the modules where pairs meet: pure rules, no clock, no store.

A pair that is ready is matched with the pair that has waited longest, first with one that it has
not met in another module. A facilitator may match any two that are free, asked or not. A match
stays: nothing here undoes one while both pairs are there. Waiting holds nothing up, so that nobody
waits for ever.
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
    """Where one pair stands in the meeting of one module.

    ``other`` is the pair it is matched with, None while it waits. ``at`` is when it began to wait
    or was matched, in ISO 8601: an earlier one sorts first.
    """

    pair: int
    module: str
    other: int | None
    at: str


#: The places of a cohort by pair and module. A pair without a place has not asked.
MeetingPlaces = Mapping[tuple[int, str], MeetingPlace]


class MeetingView(TypedDict):
    """All that a pair learns of the pair it meets.

    ``gone``: the two people of the other pair have left it, so that this pair may ask again.
    ``sentence`` is the other pair's sentence by field, once both of them confirmed it.
    """

    state: State
    people: list[str]
    sentence: dict[str, str] | None


NOTHING: Final[MeetingView] = {"state": "none", "people": [], "sentence": None}


def ready(places: MeetingPlaces, pair: int, module: str, at: str) -> MeetingPlaces:
    """Return the places after a pair said that it is ready: matched at once, or waiting.

    Saying so again changes nothing; it keeps its place in the queue.
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
        ValueError: they are one and the same, or one of them is matched already.
    """
    if first == second or len(free(places, (first, second), module)) < 2:
        raise ValueError("expected two different pairs that are not matched in this module yet")
    return _matched(places, first, second, module, at)


def free(places: MeetingPlaces, pairs: Iterable[int], module: str) -> list[int]:
    """Return those of some pairs that are not matched in a module, in their order."""
    return [
        pair
        for pair in pairs
        if (place := places.get((pair, module))) is None or place.other is None
    ]


def without(places: MeetingPlaces, gone: Iterable[int], module: str) -> MeetingPlaces:
    """Return the places without those of pairs whose people have gone, and of whom they met."""
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
    """Return what a pair may know of its meeting.

    Args:
        place: where the pair stands; None if it has not asked.
        people: the names of those who are in the other pair now.
        theirs: the other pair's events of this module with their authors, in the service's order.
        module_id: the module in which they meet.
        content: says which sentence goes to another pair.

    While a pair waits this is the same whoever else waits, and however many.
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
