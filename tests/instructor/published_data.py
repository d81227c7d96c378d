"""Published data for tests of the dashboards, made from the real programme's questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import cycle
from typing import Any

from pairs_course.figures.aggregation import TOO_FEW, asked, items_of
from pairs_course.figures.disclosure_control import TOO_CLOSE
from pairs_course.figures.published import (
    Asked,
    Figure,
    Letter,
    LetterPart,
    OpenText,
    Pooled,
    PooledFigure,
    Roles,
    Step,
    Summary,
    Word,
)
from pairs_course.programme import compiled

WORDS: tuple[Word, ...] = ("few", "about half", "many")
CLOSED = {"start": "2026-09-14", "once": "2026-12-01", "now": "2027-01-18", "then": "2027-01-25"}


_programme = cache(compiled.load)


@cache
def _questions(wave: str) -> tuple[Asked, ...]:
    items = items_of(_programme(), wave)
    return tuple(about for item in items for about, _ in asked(item))


def summary(wave: str, words: Sequence[Word | None], finished: int = 0) -> Summary:
    """Make a cohort's summary; ``words`` are taken in turn, None is a withheld figure.

    Options of a choice have words of their own, as each person names one of them.
    """
    turn, options = cycle(words), cycle(["about half", *["few"] * 5] if any(words) else [None])
    figures: list[Figure] = []
    for about in _questions(wave):
        word = next(options if about["option"] else turn)
        figures.append({**about, "word": word, "why": None if word else TOO_FEW})
    return {
        "wave": wave,
        "closed": CLOSED[wave],
        "items": figures,
        "finished": [
            {"module": one.id, "title": one.title} for one in _programme().modules[:finished]
        ],
    }


def whole_cohort() -> list[Summary]:
    """Four waves of a cohort, oldest first: words that rise, fall and stay, and withheld ones."""
    return [
        summary("start", ["few", "about half", "few", None, "many", "few", "about half", "few"]),
        summary("once", ["about half", "few", "many", "many", "few", "few", "many", None], 5),
        summary("now", ["many", "many", "about half", "few", "about half", None, "about half"], 8),
        summary("then", ["few", "few", "few", None, "about half", "few", "few"], 8),
    ]


def withheld_cohort() -> list[Summary]:
    """Two waves of a cohort so small that nothing is shown."""
    return [summary("start", [None]), summary("once", [None])]


#: The word, step, roles and reason of a figure, by its number and what it is about.
Make = Callable[[int, Asked], dict[str, Any]]


def network(make: Make, waves: Sequence[str] = tuple(CLOSED)) -> list[Pooled]:
    """Make the pools of a network, in the order in which waves close."""
    return [pooled(wave, 6 + n, make, n) for n, wave in enumerate(waves)]


def pooled(wave: str, cohorts: int, make: Make, first: int = 0) -> Pooled:
    """Make the pooled figures of a wave, numbered from ``first`` on."""
    figures = [
        _pooled_figure(about, make(n, about)) for n, about in enumerate(_questions(wave), first)
    ]
    return {"wave": wave, "made": CLOSED[wave], "cohorts": cohorts, "items": figures}


def _pooled_figure(about: Asked, made: dict[str, Any]) -> PooledFigure:
    return {
        **about,
        "word": made.get("word"),
        "step": made.get("step"),
        "roles": made.get("roles"),
        "people": 120 if "step" in made else None,
        "why": None if made else TOO_CLOSE,
    }


def step(low: int, high: int | None = None) -> Step:
    """Return a step of ten, or a wider one."""
    return {"low": low, "high": low + 10 if high is None else high}


def in_words(n: int, about: Asked) -> dict[str, Any]:
    """Figures in words; each fifth one is withheld."""
    if n % 5 == 4:
        return {}
    return {"word": "few" if about["option"] else WORDS[n % 3]}


def in_steps(n: int, about: Asked) -> dict[str, Any]:
    """Figures in steps of ten, at both ends and a joined one, too; each seventh is withheld."""
    if n % 7 == 6:
        return {}
    if about["option"]:
        return {"step": step((0, 30, 10)[n % 3])}
    return {"step": (step(30), step(70), step(0), step(90), step(50, 70), step(20))[n % 6]}


def by_role(n: int, about: Asked) -> dict[str, Any]:
    """Figures in steps; three of four by role, with the same step for both or another one."""
    made = in_steps(n, about)
    if not made or n % 4 == 3:
        return made
    low, apart = made["step"]["low"], 10 * (n % 4)
    roles: Roles = {
        "patient_leader": step(max(0, low - apart)),
        "professional": step(min(90, low + apart)),
    }
    return {**made, "roles": roles}


def texts() -> list[OpenText]:
    """Two cards and a letter."""
    card: OpenText = {
        "kind": "card",
        "fields": {
            "Who are we, by role?": "A carer and a community nurse, in a small town.",
            "What do we work on?": "Fewer repeat visits to the clinic after a fall.",
            "What can we offer to another pair?": "How we won over the transport desk.",
            "What do we ask of another pair?": "Who do you ask first when a door is shut?",
        },
    }
    other: OpenText = {
        "kind": "card",
        "fields": {
            "Who are we, by role?": "A patient leader & a ward manager <both new to this>.",
            "What do we work on?": "Asking what matters before we ask what is the matter.",
            "What can we offer to another pair?": "",
            "What do we ask of another pair?": "A-very-long-word-" + "without-a-break" * 6,
        },
    }
    letter: OpenText = {
        "kind": "letter",
        "fields": {
            "Dear next pair,": "You will think that you have no time.\n\nWe thought so, too. "
            "Then we asked each other what the words stood for. It was the best ten minutes."
        },
    }
    return [card, other, letter]


def letter(*, held: bool = False) -> Letter:
    """A letter as long as letters get."""
    parts: list[LetterPart] = [
        {
            "heading": "To the sponsors of this cohort",
            "sentences": [
                "Patients, carers and community leaders work here in pairs with professionals.",
                "This letter is made from what they said as a group.",
                "It never shows what one person said.",
                "“Few” means under 4 in 10 people, and “many” means over 6 in 10.",
                "Where too few pairs answered, the letter says nothing.",
            ],
        },
        {
            "heading": "The places people work in",
            "sentences": [
                "Few people say that the places they work in often make it easy to work together."
            ],
        },
        {
            "heading": "Time",
            "sentences": [
                "About half of the people say that they often look after the relationship.",
                "Many people say that one voice often decides when time is short.",
                *(
                    f"By “no time”, about half of the people mostly mean {meaning}."
                    for meaning in (
                        "that something else comes first",
                        "that they are afraid of what may come of it",
                        "that the hours are taken, and that is all",
                        "that they are not sure that they are allowed",
                        "that they have no energy left",
                    )
                ),
            ],
        },
        {
            "heading": "Patients and the community as leaders",
            "sentences": [
                "Few people say that patients and the community often have the time they need.",
                "Many people say that their leaders often treat this partnership as a priority.",
            ],
        },
        {
            "heading": "What has changed",
            "sentences": [
                *(
                    f"We asked if {asked}. Many people said so at the start, and few now. "
                    "Looking back, about half think that it was so then."
                    for asked in (
                        "they often set time aside to talk about how they work",
                        "they often ask what is really going on when one says “no time”",
                        "they often choose together how much each of them decides",
                    )
                ),
                "A drop can be a good sign: people may see more than they did.",
            ],
        },
        {
            "heading": "What pairs ask of you",
            "sentences": [
                "Please look at the hours that patients and the community give, and pay for them.",
                "Please ask pairs which rule, door or habit gets in their way most, and change it.",
                "When time is short, please ask for both voices before you decide.",
                "Please tell the pairs what you will do.",
            ],
        },
    ]
    return {
        "wave": "once",
        "made": "2026-12-01",
        "opens": "2026-12-08",
        "held": held,
        "parts": parts,
    }
