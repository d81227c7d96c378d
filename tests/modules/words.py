"""Every word that a learner reads, and how hard it is to read."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from pairs_course.programme import compiled

from .lesson import Lesson, is_prose, source

# textstat 0.7.4 imports pkg_resources, which setuptools no longer has. It uses it only to read
# lists of easy words, which the Flesch-Kincaid grade does not need: an empty module will do.
sys.modules.setdefault("pkg_resources", ModuleType("pkg_resources"))

import textstat  # noqa: E402

MOST_WORDS = 20
HARDEST_GRADE = 6.0
CLOSING = "\u201d\u2019\"')*"  # quotation marks, single and double, curly and straight
OPENING = "\u201c\u2018\"'(*"
WORD = re.compile(r"[\w\u2019'-]*\w[\w\u2019'-]*")
SENTENCE_END = re.compile(rf"(?<=[.!?])[{CLOSING}]* +(?=[{OPENING}]*[A-Z0-9])")
TEXT_END = re.compile(rf"[.!?:,…]*([{CLOSING}]*)$")


def strings(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Yield where a learner reads something, and what: the notebook's prose, then the data."""
    for cell in lesson.cells:
        if is_prose(cell):
            for line in _plain(source(cell)).splitlines():
                yield cell["id"], line
    module = lesson.module
    for activity in module.activities:
        yield f"activity {activity.id}", activity.title
    for line in (*module.conversation.bring.splitlines(), *module.conversation.prompts):
        yield "conversation", line
    for line in _leaves(compiled.load().words["talk"]):
        yield "the conversation's guide", line
    for found in lesson.sets:
        yield found.id, found.title
        yield found.id, found.intro
        for item in found.items:
            labels = [option.label for option in item.options]
            labels += [option.feedback for option in item.options]
            for field in item.fields:
                labels += [field.label, field.hint, *(option.label for option in field.options)]
            for text in (item.ask, item.hint, item.left, item.right, item.next, *labels):
                yield f"{found.id} {item.id}", text


def words_in(text: str) -> int:
    """Count the words of a text in Markdown."""
    return len(WORD.findall(_plain(text)))


def sentences(text: str) -> list[str]:
    """Cut a text into sentences; what is quoted in a sentence may bring sentences of its own."""
    return [part for part in SENTENCE_END.split(text.strip()) if part]


def too_long(lesson: Lesson) -> list[str]:
    """List the sentences with more than twenty words."""
    return [
        f"{where}: {len(WORD.findall(sentence))} words: {sentence}"
        for where, text in strings(lesson)
        for sentence in sentences(text)
        if len(WORD.findall(sentence)) > MOST_WORDS
    ]


def grade(lesson: Lesson) -> float:
    """Return the Flesch-Kincaid grade of all that is read in a module."""
    return grade_of(text for _, text in strings(lesson))


def grade_of(texts: Iterable[str]) -> float:
    """Return the Flesch-Kincaid grade of texts, each of which ends where it ends."""
    ended = (TEXT_END.sub(r"\1.", text.strip()) for text in texts)
    return float(textstat.flesch_kincaid_grade("\n".join(t for t in ended if WORD.search(t))))


def too_hard(lesson: Lesson) -> list[str]:
    """Say so if the module as a whole is harder to read than promised."""
    found = grade(lesson)
    if found <= HARDEST_GRADE:
        return []
    return [f"expected a reading grade of at most {HARDEST_GRADE:g}, got {found:g}"]


def _leaves(node: Any) -> Iterator[str]:
    """Yield every text in nested lists and dictionaries, but no identifiers."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from () if key == "id" else _leaves(value)
    else:
        for value in node:
            yield from _leaves(value)


def _cells(row: re.Match[str]) -> str:
    """Put each cell of a table's row on a line of its own: nobody reads a row as one sentence."""
    return "\n".join(cell.strip() for cell in row[0].strip("|").split("|"))


def _plain(markdown: str) -> str:
    """Take the marks out of Markdown, and the identifiers that nobody reads as words."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"\bdoi \S+", "", text)
    text = re.sub(r"^\|[-| ]+\|$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\|.*\|$", _cells, text, flags=re.MULTILINE)
    text = re.sub(r"^ *(#+|-|\d+\.) +", "", text, flags=re.MULTILINE)
    return re.sub(r"\*\*|`", "", text)
