"""The points of a measure: each is an entry of its own, which either of a pair may add or mend.

A point needs nobody's yes: it stands, with who added it. Either partner can change it or take it
out, and put it back; the last thing that was done to a point counts, in the one order of the
service. Nothing is rewritten: what a point said before stays in the journals. Pure, no I/O.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from typing_extensions import TypedDict  # pydantic reads the standard one from 3.12 on

from pairs_course.answers.events import Event
from pairs_course.answers.joint_text import By, Said


class Point(TypedDict):
    """One point as one of the two sees it.

    ``id`` is that of the event that added it, ``day`` ISO 8601, ``by`` who added it, ``changed``
    who did the last other thing to it, and ``out`` whether it is taken out.
    """

    id: str
    day: str
    value: float
    by: By
    changed: By | None
    out: bool


def points(both: Sequence[Said], item: str) -> list[Point]:
    """Return every point that was ever added to an item, by their days; those that are out too.

    Args:
        both: what both partners did, in the one order in which the service took it.
        item: the id of the item.

    Points of one day are in the order of their ids, which begin with the time of adding: a point
    whose day was changed and changed back has its place again, on either side of the service.
    """
    return _in_order(_after({}, both, item))


def with_unshared(known: Iterable[Point], events: Iterable[Event], item: str) -> list[Point]:
    """Return the points of somebody whose last ``events`` the service does not have yet."""
    own = (Said("me", event) for event in events)
    return _in_order(_after({point["id"]: point for point in known}, own, item))


def standing(all_points: Iterable[Point]) -> list[Point]:
    """Return the points that are not taken out."""
    return [point for point in all_points if not point["out"]]


def for_others(all_points: Iterable[Point]) -> list[dict[str, Any]]:
    """Return the points that stand, as a submission has them: without ids, which hold times."""
    return [
        {"day": point["day"], "value": point["value"], "by": point["by"]}
        for point in standing(all_points)
    ]


def _after(known: Mapping[str, Point], said: Iterable[Said], item: str) -> dict[str, Point]:
    found = dict(known)
    for by, event in said:
        if event.kind != "point" or event.item != item:
            continue
        value = event.value
        if "of" not in value:
            day, number = value["day"], value["value"]
            new: Point = {
                "id": event.id,
                "day": day,
                "value": number,
                "by": by,
                "changed": None,
                "out": False,
            }
            found.setdefault(event.id, new)
        elif point := found.get(value["of"]):
            # Whoever changes a point that the other took out at the same time keeps it.
            now: Point = {**point, "changed": by, "out": set(value) == {"of"}}
            if not now["out"]:
                now["day"], now["value"] = value["day"], value["value"]
            found[point["id"]] = now
    return found


def _in_order(found: Mapping[str, Point]) -> list[Point]:
    return sorted(found.values(), key=lambda point: (point["day"], point["id"]))
