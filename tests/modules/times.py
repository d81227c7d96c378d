"""How long a sitting takes alone: from its words and its questions, for a reader of average speed.

The pace is an estimate by the project, made when all modules were read for their times. What two
people do together also takes talk, which is in no word and no box, so it is not computed here.
"""

from __future__ import annotations

from collections.abc import Iterable

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import RATED, Item

from .checks import TIMED
from .lesson import Lesson, Section
from .words import words_in

WORDS_A_MINUTE = 200
THINK = 60
RATE = 20
GUESS = 20
MOVE = 25
TEXT = 100
#: A box for a line or two, and a field of a card.
LINE = 60
LINE_AT_MOST = 300
#: What comes back from an earlier module: a point to add, cards to look over.
POINT = 75
CARDS = 120
MOST_MINUTES = 10


def fits(lesson: Lesson) -> list[str]:
    """What is done alone takes ten minutes at most, and not two minutes more than it says."""
    problems = []
    for section in lesson.sections:
        timed = TIMED.match(section.title)
        if not timed or timed["where"] != "alone":
            continue
        takes = minutes(lesson, section)
        if takes >= min(int(timed["minutes"]) + 1.5, MOST_MINUTES + 0.5):
            problems.append(f"{section.title}: takes {takes:.1f} minutes")
    return problems


def minutes(lesson: Lesson, section: Section) -> float:
    """Return how long an average reader needs for a section, in minutes."""
    known = {found.id: found for found in lesson.sets}
    seconds = _reading([section.text])
    for one in section.calls:
        if one.argument in known:
            seconds += _answering(known[one.argument])
        else:
            seconds += CARDS if one.function == "ledger" else POINT
    return seconds / 60


def _answering(found: QuestionSet) -> float:
    """Return how long a set takes to read and to answer, in seconds."""
    rated = any(item.kind in RATED or item.kind == "choice" for item in found.items)
    seconds = _reading([found.title, found.intro])
    for place, item in enumerate(found.items):
        if item.if_chosen:  # only for who chose “Something else”
            continue
        seconds += THINK if rated and not place else _item(item)
        seconds += _reading([item.ask, item.hint, item.left, item.right])
        seconds += _reading(option.label for option in item.options)
        seconds += _reading(f"{field.label} {field.hint}" for field in item.fields)
    return seconds


def _item(item: Item) -> float:
    guess = GUESS if item.guess else 0
    match item.kind:
        case "text":
            return LINE if item.max <= LINE_AT_MOST else TEXT
        case "cards":
            return LINE * len(item.fields)
        case "move":
            return MOVE + _reading(option.feedback for option in item.options) / 2
        case _:
            return RATE + guess


def _reading(texts: Iterable[str]) -> float:
    return sum(map(words_in, texts)) / WORDS_A_MINUTE * 60
