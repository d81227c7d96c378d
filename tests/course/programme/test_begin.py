"""The words of "Before you begin": what they promise, and what is wrong in them is named."""

from __future__ import annotations

import re

import pytest

from pairs_course.programme import begin
from pairs_course.programme.sources import ProgrammeError
from tests.modules.lesson import MODULES, is_prose, read, source
from tests.modules.words import HARDEST_GRADE, MOST_WORDS, WORD, grade_of, sentences

SMALL = """\
title: Before you begin
lead: Read this first.
parts:
  - id: days
    title: The days
    text: [{text: "It takes {alone} alone."}]
    own: {label: When?, hint: Say when., missing: Nobody said when.}
  - id: limits
    title: The limits
    approve: true
    text: [{title: One, items: [Two.]}]
    link: {words: More, to: safe}
words: [{word: Seal, means: Fix.}]
help: [{when: Now, call: "999"}]
"""
FOUND = begin.load()
#: Words that a module uses as everybody does: somebody waves, and a clinic looks at its figures.
EVERYDAY = {"Wave", "Figures"}


def texts():
    """Every text of the page."""
    yield from (FOUND.title, FOUND.lead)
    for part in FOUND.parts:
        yield from part.words()
    for own in FOUND.own.values():
        yield from (own.label, own.hint, own.missing)
    for one in FOUND.words:
        yield from (one.word, one.means)


def test_it_reads_as_easily_as_a_module():
    """Short sentences, and a grade no higher than the modules'."""
    long = [s for text in texts() for s in sentences(text) if len(WORD.findall(s)) > MOST_WORDS]

    assert long == []
    assert grade_of(texts()) <= HARDEST_GRADE


def test_it_says_all_that_people_ask_first():
    """Each subject has its part, and what depends on the cohort is asked of its facilitators."""
    assert [part.id for part in FOUND.parts] == [
        "what-this-is",
        "who-runs-it",
        "days",
        "roles",
        "pay",
        "evidence",
        "boundaries",
        "confidentiality",
        "help",
    ]
    assert list(FOUND.own) == ["who-runs-it", "days", "pay"]
    assert [part.id for part in FOUND.parts if part.approve] == [
        "boundaries",
        "confidentiality",
        "help",
    ]
    assert "Get advice before you accept payment." in " ".join(texts())
    assert [line.call for line in FOUND.help] == ["999", "111", "116 123"]


def prose():
    """Every line of the modules that teaches something, with its module, in order.

    What a module promises in short and the story come before; there a word is only named.
    """
    for folder in sorted(path for path in MODULES.iterdir() if path.name[0].isdigit()):
        for cell in filter(is_prose, read(folder.name).cells):
            if cell["id"] not in ("title", "objectives", "episode"):
                for line in source(cell).splitlines():
                    if not line.startswith("#"):
                        yield folder.name, line


def test_words_are_explained_where_a_module_first_uses_them():
    """The sentence in which a word comes first says what it means; no module uses the others."""
    assert len(FOUND.words) >= 14
    for one in FOUND.words:
        word = re.compile(rf"\b{re.escape(one.word)}", re.IGNORECASE)
        used = [(module, line) for module, line in prose() if word.search(line)]
        if one.first:
            assert used[0][0] == one.first.module, one.word
            assert one.first.says in used[0][1], one.word
        elif one.word not in EVERYDAY:
            assert used == [], one.word


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "begin.yaml").write_text(SMALL)
    return tmp_path


def test_wording_to_approve_is_what_is_marked(folder):
    """Boundaries and safety, with their headings and links; nothing else."""
    found = begin.load(folder)

    assert found.to_approve() == ["The limits", "One", "Two.", "More"]
    assert list(found.own) == ["days"]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("title: The days", "titel: The days", "begin.yaml:5: parts.0.titel is not a key"),
        ("{alone} alone", "{years} alone", "begin.yaml:4: only {alone} and {together} stand"),
        ("{alone} alone", "{alone alone", "begin.yaml:4: only {alone} and {together} stand"),
        ("id: limits", "id: days", "begin.yaml:8: there are two parts days; rename one"),
        ("{title: One, items: [Two.]}", "{}", "a block needs a title, a text or items"),
        ('help: [{when: Now, call: "999"}]', "help: []", "begin.yaml:14: help: list should have"),
    ],
)
def test_a_mistake_is_named_with_its_line(folder, was, now, expected):
    """File, line and what to do, as for every other file of the programme."""
    assert was in SMALL
    (folder / "begin.yaml").write_text(SMALL.replace(was, now))

    with pytest.raises(ProgrammeError) as error:
        begin.load(folder)
    assert expected in str(error.value)
