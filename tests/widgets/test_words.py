"""What the widgets themselves say is as easy to read as the modules around them."""

from __future__ import annotations

import re
from pathlib import Path

import pairs_widgets
from pairs_course.answers import reveal

from ..modules.words import HARDEST_GRADE, MOST_WORDS, WORD, grade_of, sentences

FOLDER = Path(pairs_widgets.__file__).parent
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
FILLED = re.compile(r"\$\{[^}]*\}")
FEWEST = 4  # words: shorter strings are labels, classes and the like


def said() -> list[tuple[str, str]]:
    """Return what pages say, with the file that says it; a filled-in name counts as one word."""
    found = [("reading.py", text) for text in (*reveal.ANSWERS.values(), *reveal.GUESSES.values())]
    for file in sorted(FOLDER.rglob("*.js")):
        if "static" in file.parts:  # course mode speaks of itself, to authors
            continue
        for plain, template in STRING.findall(COMMENT.sub("", file.read_text(encoding="utf-8"))):
            text = FILLED.sub("Ben", plain or template).strip()
            if len(WORD.findall(text)) >= FEWEST and re.search(r"[A-Z].*[a-z] ", text):
                found.append((f"{file.parent.name}/{file.name}", text))
    return found


def test_no_sentence_of_a_widget_is_long() -> None:
    """Twenty words at most, as everywhere in the course."""
    assert len(said()) > 100

    assert [
        (where, sentence)
        for where, text in said()
        for sentence in sentences(text)
        if len(WORD.findall(sentence)) > MOST_WORDS
    ] == []


def test_the_widgets_read_as_easily_as_a_module() -> None:
    """All that widgets say together, by the same measure as a module."""
    assert grade_of(text for _, text in said()) <= HARDEST_GRADE
