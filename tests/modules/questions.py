"""What every question promises to the two people who answer it."""

from __future__ import annotations

import re
from itertools import chain

from pairs_course.programme.items import RATED

from .lesson import Lesson
from .words import strings

MOST_RATED = 8
# Feedback says what a line does to a talk; it never ranks the person who chose it.
RANKS = re.compile(
    r"\b(best|better|worst|worse|bad|good|great|well done|perfect|poor|excellent"
    r"|right|wrong|correct|incorrect|fail(ed|ure)?|mistaken|score)\b",
    re.IGNORECASE,
)


def counted_in_order(lesson: Lesson) -> list[str]:
    """Questions are numbered as the page shows their sets; what is shown again does not count."""
    module = lesson.module
    known = {found.id for found in (*lesson.sets, *lesson.borrowed)}
    shown = [
        module.sentence_item if one.function == "conversation" else one.argument
        for one in lesson.calls
    ]
    own = [name for name in shown if name in known and name not in module.borrows]
    problems = []
    if own != list(module.sets):
        problems.append(f"expected the sets in the order {', '.join(own)} in programme.yaml")
    return problems


def thought_first(lesson: Lesson) -> list[str]:
    """A question to think about, for nobody else, comes before any rating; at most eight rated."""
    problems = []
    for found in lesson.sets:
        rated = [item for item in found.items if item.kind in RATED or item.kind == "choice"]
        first = found.items[0]
        if rated and (first.kind, first.audience) != ("text", ()):
            problems.append(f"{found.id}: expected a question to think about first, for “only you”")
        if len(rated) > MOST_RATED:
            problems.append(f"{found.id}: expected at most {MOST_RATED} rated, got {len(rated)}")
    return problems


def asked_next(lesson: Lesson) -> list[str]:
    """Every rated item says what to ask next, as a question to say out loud."""
    return [
        f"{item.id}: expected a question to ask next"
        for item in chain.from_iterable(found.items for found in lesson.sets)
        if (item.kind in RATED or item.kind == "choice")
        and not re.fullmatch(r"Ask: “[^“”]+\?”", item.next)
    ]


def sealed(lesson: Lesson) -> list[str]:
    """What is sealed is the conversation's, and each of its rated items is guessed."""
    problems = []
    if [s.id for s in lesson.sets if s.sealed] != list(lesson.module.conversation.sealed):
        problems.append("expected the sealed sets to be those of the conversation")
    for found in lesson.sets:
        for item in found.items:
            rated = item.kind in RATED or item.kind == "choice"
            if rated and item.guess is not found.sealed:
                problems.append(f"{item.id}: expected a guess where the set is sealed, only there")
    return problems


def moves(lesson: Lesson) -> list[str]:
    """A move has three lines to choose from, one of which turns it; none of them is ranked."""
    items = [item for found in lesson.sets for item in found.items if item.kind == "move"]
    problems, places = [], set()
    for item in items:
        turning = [place for place, option in enumerate(item.options) if option.turns]
        places.update(turning)
        if (len(item.options), len(turning)) != (3, 1):
            problems.append(f"{item.id}: expected three options of which one turns")
        for option in item.options:
            if ranked := RANKS.search(option.feedback):
                problems.append(f"{item.id} {option.id}: “{ranked[0]}” ranks the answer")
    if items and len(places) < 3:
        problems.append("expected the turning option in every place once or more")
    return problems


def plain_claims(lesson: Lesson) -> list[str]:
    """The course's questions have no norms, so nothing is ever called validated."""
    return [
        f"{where}: “validated” claims too much"
        for where, text in strings(lesson)
        if "validated" in text.lower()
    ]
