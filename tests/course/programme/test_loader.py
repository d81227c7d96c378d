"""A mistake in the YAML is named with file and line, and nothing is half loaded."""

# ruff: noqa: E501 - a table of mistakes reads best with one case a line

from __future__ import annotations

import json
import shutil

import pytest

from pairs_course.programme import loader, sources
from pairs_course.programme.content import Content

PROGRAMME = """\
title: Collaborative Pairs
checked: 2026-11
modules:
  - id: 05-debate-and-dialogue
    title: Debate and dialogue
    minutes: {alone: 20, together: 40}
    objectives: [{id: hear, text: Hear both sides, activity: talk}]
    activities: [{id: talk, title: How you talk, minutes: 8}]
    conversation: {bring: One talk., sealed: [dialogue]}
    sets: [dialogue]
"""
DIALOGUE = """\
id: dialogue
module: 05-debate-and-dialogue
title: How we talked
sealed: true
think: Think of one talk.
items:
  - id: D1
    kind: between
    ask: Who had the answer?
    left: One of us
    right: Both of us
    guess: true
    audience: [partner, cohort]
"""


@pytest.fixture
def folder(tmp_path):
    """A small programme that is fine."""
    (tmp_path / "questions").mkdir()
    (tmp_path / "programme.yaml").write_text(PROGRAMME)
    shutil.copy(sources.FOLDER / "words.yaml", tmp_path)
    (tmp_path / "questions" / "dialogue.yaml").write_text(DIALOGUE)
    return tmp_path


def test_the_programme_of_this_course_is_fine():
    """What ships loads, and every module has its sets."""
    loaded = loader.load()

    assert loaded.modules[0].id == "01-setting-out"
    assert all(loaded.sets_of(m.id) for m in loaded.modules)


def test_the_compiled_form_reads_back_equal(folder, tmp_path):
    """Kernels see exactly what was checked."""
    loaded = loader.compile_to(tmp_path / "out" / "programme.json", folder)
    again = Content.from_json(json.loads((tmp_path / "out" / "programme.json").read_text()))

    assert (again.modules, again.sets) == (loaded.modules, loaded.sets)
    assert (again.words, again.letter) == (loaded.words, loaded.letter)


def test_all_of_this_course_reads_back_equal():
    """Every shape that its YAML has, whatever is left out because it has its default."""
    loaded = loader.load()

    again = Content.from_json(json.loads(json.dumps(loaded.to_json())))

    assert (again.modules, again.sets) == (loaded.modules, loaded.sets)
    assert (again.words, again.letter) == (loaded.words, loaded.letter)


def test_the_question_to_think_about_comes_first_and_is_for_nobody(folder):
    """`think` becomes a text item that nobody else ever sees."""
    first = loader.load(folder).question_set("dialogue").items[0]

    assert (first.id, first.kind, first.audience) == ("dialogue-think", "text", ())


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("questions/dialogue.yaml", "left: One", "lft: One", "questions/dialogue.yaml:10: items.0.lft is not a key"),
        ("questions/dialogue.yaml", "    left: One of us\n", "", "questions/dialogue.yaml:7: items.0: a between item needs both"),
        ("questions/dialogue.yaml", "kind: between", "kind: slider", "questions/dialogue.yaml:8: items.0.kind"),
        ("questions/dialogue.yaml", "sealed: true", "sealed: perhaps", "questions/dialogue.yaml:4: sealed: "),
        ("questions/dialogue.yaml", "title: How", "title: [How", "questions/dialogue.yaml:4: this is not YAML"),
        ("questions/dialogue.yaml", "title: How", "title: \x07How", "questions/dialogue.yaml:3: this is not YAML"),
        ("questions/dialogue.yaml", "id: dialogue\n", "id: talk\n", "questions/dialogue.yaml:1: expected id dialogue"),
        ("questions/dialogue.yaml", "sealed: true", "title: Twice", "questions/dialogue.yaml:4: title stands here twice"),
        ("questions/dialogue.yaml", "[partner, cohort]", "[cohort]", "questions/dialogue.yaml:7: items.0: an item that is guessed needs partner"),
        ("questions/dialogue.yaml", "05-debate", "06-debate", "questions/dialogue.yaml:1: module 06-debate-and-dialogue is not in"),
        ("questions/dialogue.yaml", "kind: between", "recalls: plan-01\n    kind: between", "questions/dialogue.yaml:1: item D1 recalls plan-01, which no pair writes"),
        ("questions/dialogue.yaml", "sealed: true", "sealed: true\nanother_day: later", "dialogue is for another day than later, not before it"),
        ("questions/dialogue.yaml", "kind: between", "if_chosen: D0#else\n    kind: between", "questions/dialogue.yaml:7: items.0: only a text goes with an option"),
        ("questions/dialogue.yaml", "items:\n", "items:\n  - {id: W, kind: text, ask: What?, if_chosen: D1#else}\n", "questions/dialogue.yaml:1: item W goes with D1#else, but no choice"),
        ("questions/dialogue.yaml", "kind: between", "number: '5.1'\n    kind: between", "questions/dialogue.yaml:8: items.0.number: the course works this out by itself"),
        ("questions/dialogue.yaml", "ask: Who had the answer?", "ask: 2026-11-03", "questions/dialogue.yaml:9: items.0.ask: input should be a valid string"),
        ("questions/dialogue.yaml", "guess: true", "guess: 1", "questions/dialogue.yaml:12: items.0.guess: input should be a valid boolean, got 1"),
        ("questions/dialogue.yaml", "  - id: D1", "  - D1\n  - id: D2", "questions/dialogue.yaml:7: items.0: expected keys with their values, got 'D1'"),
        ("questions/dialogue.yaml", "[partner, cohort]", "partner", "questions/dialogue.yaml:13: items.0.audience: expected a list, got 'partner'"),
        ("words.yaml", "  - {id: video, label: On video, said: on video}\n", "", "words.yaml:1: ways needs each of room, phone, video, other once"),
        ("words.yaml", "said: on video}", "sayd: on video}", ": ways.2.sayd is not a key this course knows"),
        ("programme.yaml", "alone: 20", "alone: 90", "programme.yaml:6: modules.0.minutes.alone"),
        ("programme.yaml", "sealed: [dialogue]", "sealed: [lost]", "programme.yaml:4: 05-debate-and-dialogue: there is no questions/lost.yaml"),
        ("programme.yaml", "activity: talk", "activity: walk", "an objective names the activity walk"),
        ("programme.yaml", "checked: 2026-11", "checked: soon", "programme.yaml:2: checked"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_and_line(folder, file, old, new, says):
    """Each kind of mistake gives one clear line."""
    path = folder / file
    path.write_text(path.read_text().replace(old, new))

    with pytest.raises(sources.ProgrammeError) as caught:
        loader.load(folder)

    assert says in str(caught.value)


LETTER = """\
people: {few: few people, about half: half of the people, many: many people}
said: {D1: they have the answer}
meanings: {item: N1, options: {nil: nothing}, sentence: "{people} mean {said}.", none: No one.}
opening: {heading: To you, sentences: [This is it.]}
parts: [{heading: All, items: [D1, N1]}]
sentences: {now: "{people} say that {said}.", asked: "We asked if {said}.", at_start: Then.}
changes: {heading: Now, items: [D1], both: Both., now: Now., then: Then., drop: Good.}
asks: {heading: Please, answer: Do it., figures: [{item: N1, option: nil, word: few, ask: Ask.}]}
"""
CHOICE = """\
  - {id: N1, kind: choice, ask: What?, audience: [cohort], options: [{id: nil, label: N}, {id: all, label: Y}]}
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("", "", None),
        ("{D1: they", "{D2: they", "letter.yaml:1: D1 has no words in said"),
        ("said: {D1", "said: {N9: them, D1", "letter.yaml:1: no figure is made of N9"),
        ("options: {nil: nothing}", "options: {maybe: x}", "letter.yaml:1: N1 has no option maybe"),
        ("option: nil,", "option: never,", "letter.yaml:1: N1 has no option never"),
        ("mean {said}", "mean {sad}", "letter.yaml:1: only {people}, {word}, {said} stand for"),
        ("few: few people, ", "", "letter.yaml:1: people has nothing for few"),
        ("word: few", "word: some", "letter.yaml:8: asks.figures.0.word: "),
        ("drop: Good.", "drop: ''", "letter.yaml:7: changes.drop: string should have at least 1"),
    ],
)
def test_the_letter_tells_only_of_figures(folder, old, new, says):
    """What it speaks of is asked, and has words; a course may do without a letter."""
    assert loader.load(folder).letter is None
    (folder / "questions" / "dialogue.yaml").write_text(DIALOGUE + CHOICE)
    (folder / "letter.yaml").write_text(LETTER.replace(old, new))
    if says is None:
        assert loader.load(folder).letter["said"] == {"D1": "they have the answer"}
        return

    with pytest.raises(sources.ProgrammeError) as caught:
        loader.load(folder)

    assert says in str(caught.value)


def test_a_missing_programme_is_named(folder):
    """No file, no traceback."""
    (folder / "programme.yaml").unlink()

    with pytest.raises(sources.ProgrammeError, match=r"programme.yaml:1: expected this file"):
        loader.load(folder)


def test_a_broken_programme_leaves_the_compiled_one_as_it_is(folder, tmp_path):
    """A mistake changes nothing for the people who are at work."""
    out = tmp_path / "programme.json"
    loader.compile_to(out, folder)
    before = out.read_bytes()
    (folder / "questions" / "dialogue.yaml").write_text("nonsense")

    with pytest.raises(sources.ProgrammeError):
        loader.compile_to(out, folder)

    assert out.read_bytes() == before
