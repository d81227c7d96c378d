"""The words of the letter to the sponsor, from ``letter.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import (
    Annotated,
    Literal,
    NotRequired,  # pydantic reads the standard one from 3.12 on
    get_args,
)

from typing_extensions import TypedDict

from pairs_course.programme.course_words import Lines
from pairs_course.programme.rules import Id, Limits, Words

Word = Literal["few", "about half", "many"]
Items = Annotated[list[Id], Limits(min_length=1)]
#: What stands in braces in a sentence.
FACTS = ("people", "word", "said")


class Meanings(TypedDict):
    """A choice whose options have words of their own; ``none`` where no one stands out."""

    item: Id
    options: dict[str, Words]
    sentence: Words
    none: Words


class Opening(TypedDict):
    """How every letter begins."""

    heading: Words
    sentences: Lines


class LetterTopic(TypedDict):
    """What a part of the letter is about, by the questions it tells of."""

    heading: Words
    items: Items


class Sentences(TypedDict):
    """What is said of a question: about now, with what was asked, and about the start."""

    now: Words
    asked: Words
    at_start: Words


class Changes(TypedDict):
    """What is said of questions that are asked twice; ``drop`` where one went down."""

    heading: Words
    items: Items
    both: Words
    now: Words
    then: Words
    drop: Words


class Ask(TypedDict):
    """What a figure asks of a sponsor."""

    item: Id
    word: Word
    ask: Words
    option: NotRequired[Id]


class Asks(TypedDict):
    """What figures ask, the weightiest first; ``answer`` follows them."""

    heading: Words
    answer: Words
    figures: list[Ask]


class LetterWords(TypedDict):
    """``letter.yaml``."""

    people: dict[Word, Words]
    said: dict[str, Words]
    meanings: Meanings
    opening: Opening
    parts: list[LetterTopic]
    sentences: Sentences
    changes: Changes
    asks: Asks


def items(words: LetterWords) -> tuple[str, ...]:
    """Return every question that the letter tells of, or asks something for."""
    told = (item for part in words["parts"] for item in part["items"])
    asked = (ask["item"] for ask in words["asks"]["figures"])
    return tuple(dict.fromkeys((*words["said"], *told, *words["changes"]["items"], *asked)))


def problem(words: LetterWords) -> str | None:
    """Say what has no words, or which sentence speaks of something unknown, or None."""
    if missing := set(get_args(Word)) - set(words["people"]):
        return f"people has nothing for {', '.join(sorted(missing))}"
    told = {*words["said"], words["meanings"]["item"]}
    for item in items(words):
        if item not in told:
            return f"{item} has no words in said"
    for sentence in _sentences(words):
        try:
            sentence.format_map(dict.fromkeys(FACTS, ""))
        except (KeyError, ValueError, IndexError):
            names = ", ".join(f"{{{name}}}" for name in FACTS)
            return f"only {names} stand for something, got: {sentence}"
    return None


def _sentences(words: LetterWords) -> Iterator[str]:
    said, changes = words["sentences"], words["changes"]
    yield from (said["now"], said["asked"], said["at_start"])
    yield from (changes["both"], changes["now"], changes["then"], words["meanings"]["sentence"])
