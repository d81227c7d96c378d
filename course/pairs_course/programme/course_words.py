"""Words that several pages say, from ``words.yaml``; pages get them as they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, get_args

from typing_extensions import TypedDict  # pydantic reads the standard one from 3.12 on

from pairs_course.programme.items import Theme, Wave, Way
from pairs_course.programme.rules import Id, Limits, Words

Lines = Annotated[list[Words], Limits(min_length=1)]


class WaveWords(TypedDict):
    """A wave: after "Your answers", over an answer, over figures, and within a sentence."""

    id: Wave
    answers: Words
    beside: str
    heading: Words
    within: Words


class WayWords(TypedDict):
    """A way in which two people talked, as a choice, and as it is ``said`` in a sentence."""

    id: Way
    label: Words
    said: Words


class ThemeWords(TypedDict):
    """What the questions of a theme are about."""

    id: Theme
    label: Words


class TalkVersion(TypedDict):
    """How the talk goes for people who talk in another way."""

    id: Id
    title: Words
    steps: Lines


class TalkGuide(TypedDict):
    """What the page says about the talk itself.

    The steps are those of the programme ("The pair conversation is the heart").
    """

    sealing: Lines
    together: Lines
    without: Lines
    long_wait: Words
    steps: Lines
    versions: list[TalkVersion]


class CourseWords(TypedDict):
    """``words.yaml``; the order of a list says nothing, but for the ways to talk."""

    waves: list[WaveWords]
    ways: list[WayWords]
    themes: list[ThemeWords]
    talk: TalkGuide


def problem(words: CourseWords) -> str | None:
    """Say which list is not complete, or has something twice, or None."""
    given: tuple[tuple[str, Any, Iterable[WaveWords | WayWords | ThemeWords]], ...] = (
        ("waves", Wave, words["waves"]),
        ("ways", Way, words["ways"]),
        ("themes", Theme, words["themes"]),
    )
    for name, known, listed in given:
        if sorted(one["id"] for one in listed) != sorted(get_args(known)):
            return f"{name} needs each of {', '.join(get_args(known))} once"
    return None
