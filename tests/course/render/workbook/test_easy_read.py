"""The easy-read workbook: at most fifteen words a sentence, the same questions, checked names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import yaml

from pairs_course.programme import compiled, easy_read, loader, sources
from pairs_course.render import workbook
from pairs_course.render.workbook import notebook

from .test_workbook import EVERY, FOLDER, REAL, questions, real, sheet

FIVE = "05-debate-and-dialogue"
MOST = 15
WORD = re.compile(r"[\w\u2019'-]*\w[\w\u2019'-]*")
DOI = re.compile(r"\bdoi \S+")
END = re.compile(r"(?<=[.!?])[\u201d\u2019\"')]* +(?=[\u201c\u2018\"'(]*[A-Z0-9])")
INSIDE = {"strong", "em", "a", "code", "span"}


def lines(element: Element) -> list[str]:
    """Return what is read as a line: the text between two blocks, with what is marked in it."""
    parts: list[str] = []

    def walk(one: Element) -> None:
        if one.get("class") == "number":
            return  # a number is no word
        if one.tag not in INSIDE:
            parts.append("\n")
        parts.append((one.text or "").replace("\n", " "))
        for child in one:
            walk(child)
            parts.append((child.tail or "").replace("\n", " "))
        if one.tag not in INSIDE:
            parts.append("\n")

    walk(element)
    return [line.strip() for line in "".join(parts).splitlines() if line.strip()]


@pytest.mark.parametrize("module", EVERY)
def test_every_sentence_has_at_most_fifteen_words(module):
    """Prose, questions, hints, options, feedback, and what the workbook says about itself."""
    body = real(module, "easy-read").find("body")
    long = [
        sentence
        for line in lines(body)
        for sentence in END.split(DOI.sub("", line))
        if len(WORD.findall(sentence)) > MOST
    ]

    assert long == []


@pytest.mark.parametrize("module", EVERY)
def test_the_questions_are_the_same_with_the_same_numbers(module):
    """As many on each sheet, in the same order; only words may differ."""
    plain, short = real(module), real(module, "easy-read")

    for name in ("yours", "partner", "later", "together", "facilitator"):
        wanted = list(questions(sheet(plain, name)).values())
        assert list(questions(sheet(short, name)).values()) == wanted


@pytest.mark.parametrize("name", [*EVERY, easy_read.SHARED])
def test_every_long_sentence_is_still_somewhere(name):
    """A sentence that somebody has changed since has lost its short form: it is named here."""
    source = yaml.safe_load((sources.FOLDER / "easy" / f"{name}.yaml").read_text())
    modules = EVERY if name == easy_read.SHARED else [name]
    prose = [
        part.text
        for module in modules
        for part in notebook.of_folder(FOLDER, module)
        if isinstance(part, notebook.Prose)
    ]
    said = "\n".join([*prose, *workbook.words.steps(REAL.words["talk"])])

    assert [s["long"] for s in source["sentences"] if s["long"] not in said] == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the programme's sources, to spoil."""
    return Path(shutil.copytree(sources.FOLDER, tmp_path / "programme"))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("09-x", "sentences: []", "1: there is no module 09-x"),
        (FIVE, "sets:\n  nothing: {}", "2: nothing is not in questions/; correct or remove it"),
        (FIVE, "sets:\n  dialogue:\n    items:\n      D9: {ask: x}",
         "4: D9 is not in dialogue; correct or remove it"),
        (FIVE, "sets:\n  moves:\n    items:\n      M1:\n        options: {zz: {label: x}}",
         "5: zz is not in M1; correct or remove it"),
        (FIVE, "sets:\n  plan-05:\n    items:\n      plan-05:\n        fields: {zz: {}}",
         "5: zz is not in plan-05; correct or remove it"),
        (FIVE, "sets:\n  dialogue: {intr: x}",
         "2: sets.dialogue.intr is not a key this course knows; correct or remove it"),
    ],
)  # fmt: skip
def test_the_loader_names_what_is_not_known(folder, name, text, expected):
    """File, line and what: with the other checks of the programme, and when a page is made."""
    (folder / "easy" / f"{name}.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(sources.ProgrammeError) as error:
        loader.load(folder)

    assert str(error.value) == f"easy/{name}.yaml:{expected}"


def test_a_programme_without_easy_words_keeps_its_own(tmp_path):
    """Nothing is replaced where there is nothing."""
    assert easy_read.load(EVERY[0], REAL, tmp_path) == easy_read.NONE
    assert easy_read.NONE.question_set(REAL.sets[0]) is REAL.sets[0]


def test_words_are_replaced_where_they_are_given():
    """The question changes its words, and nothing else of it changes."""
    before = compiled.load().question_set("dialogue")
    after = easy_read.load(FIVE, REAL).question_set(before)

    changed = [a.id for a, b in zip(before.items, after.items, strict=True) if a != b]
    assert changed == ["dialogue-think"]
    assert after.items[0].ask.startswith("Think of one real conversation about your challenge.")
