"""Turns a form for one person (add, change, pair, remove) into a whole roster. Pure.

The result is handled like any other roster: a preview, and one button.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from pairs_course.people.roster import PAIR_ROLES
from pairs_course.people.roster_diff import Member

WHO: Final = "Choose a person."

Action = Literal["add", "change", "pair", "take-off"]


class Missing(ValueError):  # noqa: N818 - named after what was found
    """The field ``field`` needs correcting; the message says how."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def edited(people: Sequence[Member], action: Action, values: Mapping[str, str]) -> list[Member]:
    """Return a cohort's people after applying a form; raises Missing.

    Args:
        people: the cohort's current people.
        action: what to do with one person, or with the two people of a new pair.
        values: the form's fields, from a browser.
    """
    told = {name: value.strip() for name, value in values.items()}
    if action == "add":
        return [*people, _new(people, told)]
    if action == "pair":
        return _paired(people, told)
    person = _find(people, told, "who")
    if action == "take-off":
        return [one for one in people if one is not person]
    role = told.get("role") or person.role
    pair = (told.get("pair") or person.pair) if role in PAIR_ROLES else None
    changed = replace(person, name=told.get("name") or person.name, role=role, pair=pair)
    return [changed if one is person else one for one in people]


def free_label(people: Sequence[Member]) -> str:
    """Return an unused label in the style of most of the cohort's pairs.

    After pair1 to pair6 comes pair7; without any pairs, 1.
    """
    taken = {person.pair for person in people if person.pair}
    ways = Counter(re.sub(r"[0-9]+$", "", label) for label in taken if label[-1].isdecimal())
    way = max(ways, key=lambda one: (ways[one], one)) if ways else ""
    numbers = range(1, len(taken) + 2)
    return next(f"{way}{n}" for n in numbers if f"{way}{n}" not in taken)


def _new(people: Sequence[Member], told: Mapping[str, str]) -> Member:
    username = told.get("username", "")
    if not username:
        raise Missing("username", "Enter a sign-in name.")
    if username in [person.username for person in people]:
        raise Missing("username", f"“{username}” is already in this cohort. Choose another.")
    role = told.get("role", "")
    pair = told.get("pair") if role in PAIR_ROLES else None
    return Member(username, told.get("name", ""), role, pair or None)


def _paired(people: Sequence[Member], told: Mapping[str, str]) -> list[Member]:
    both = [_find(people, told, "first"), _find(people, told, "second")]
    label = told.get("pair") or free_label(people)
    return [replace(one, pair=label) if one in both else one for one in people]


def _find(people: Sequence[Member], told: Mapping[str, str], field: str) -> Member:
    for person in people:
        if person.username == told.get(field):
            return person
    raise Missing(field, WHO)
