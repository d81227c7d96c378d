"""Each check of a module's shape can fail: one broken lesson for each thing that it notices."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pairs_course.programme.compiled import load
from pairs_course.programme.content import Minutes

from . import checks, facts
from .broken import Break, Check, cell, debate, item, promised, questioned, written

LOCKED = {"locked": True, "schema_version": 3, "solution": False}
THREE = ["You will be able to", "Time:", "You will bring to the conversation"]

BROKEN: list[tuple[str, Check, Break, list[str]]] = [
    (
        "key points are missing",
        checks.skeleton,
        written("## Key points\n", "### Key points\n"),
        [
            "expected the parts of the skeleton in order, got h1 Debate and dialogue, "
            "h2 Why it matters, h2 What you will do, h2 Sitting, h2 Sitting, h2 Sitting, "
            "h2 Sitting, h2 The pair conversation, h2 One if-then plan, "
            "h2 Send to your facilitator, h2 For the professional, h2 Sources and credits"
        ],
    ),
    (
        "another title",
        checks.skeleton,
        written("# Debate and dialogue\n", "# Debate\n"),
        ["expected the title Debate and dialogue, got Debate"],
    ),
    (
        "a sitting is counted twice",
        checks.skeleton,
        written("Sitting 2:", "Sitting 1:"),
        ["expected sittings counted from 1, got [1, 1, 3, 4, 5, 6]"],
    ),
    (
        "a sitting without a number",
        checks.skeleton,
        written("Sitting 6: One if-then plan", "One if-then plan"),
        ["One if-then plan (5 minutes, together): expected its number, as in “Sitting 1: …”"],
    ),
    (
        "two headings in a row",
        checks.headings_apart,
        written("### Before you write\n", "### Before you write\n\n### Now write\n"),
        ["“Before you write”: expected words below this heading"],
    ),
    (
        "a question's heading right below another",
        checks.headings_apart,
        cell("after-dialogue", source="### Think\n\nThink first.\n\n### And again"),
        ["“And again”: expected words below this heading"],
    ),
    (
        "a text for two at the top of a sitting alone",
        checks.alone,
        written('moves("moves")', 'joint("moves")'),
        [
            "Sitting 2: Five differences (10 minutes, alone): begins with moves, for two",
            "Sitting 2: Five differences (10 minutes, alone): moves is for two",
        ],
    ),
    (
        "a sitting together before one alone",
        checks.alone,
        written("Five differences (10 minutes, alone)", "Five differences (10 minutes, together)"),
        [
            "Sitting 3: How you talk (9 minutes, alone): "
            "expected this before “Sitting 2: Five differences (10 minutes, together)”"
        ],
    ),
    (
        "a level is left out",
        checks.heading_levels,
        written("### Debate and dialogue side", "#### Debate and dialogue side"),
        ["“Debate and dialogue side by side” is level 4 below level 2"],
    ),
    (
        "two titles",
        checks.heading_levels,
        written("## Key points", "# Key points"),
        ["expected one first-level heading, at the top"],
    ),
    (
        "no word on what to bring",
        checks.promises,
        written("**You will bring to the conversation**", "**Bring**"),
        [f"expected the three lines {THREE}, got {[*THREE[:2], 'Bring']}"],
    ),
    (
        "other minutes than the data",
        checks.promises,
        promised(minutes=Minutes(20, 40)),
        ["expected “20 minutes alone and 40 minutes together” below the title"],
    ),
    (
        "a long sitting",
        checks.minutes,
        written("How you talk (9 minutes", "How you talk (15 minutes"),
        [
            "Sitting 3: How you talk (15 minutes, alone): expected at most 10 minutes",
            "expected sittings of {'alone': 25, 'together': 40} minutes in all, "
            "got {'alone': 31, 'together': 40}",
        ],
    ),
    (
        "a sitting without minutes",
        checks.minutes,
        written("Look back (6 minutes, alone)", "Look back"),
        [
            "Sitting 1: Look back: expected minutes, and “alone” or “together”",
            "expected sittings of {'alone': 25, 'together': 40} minutes in all, "
            "got {'alone': 19, 'together': 40}",
        ],
    ),
    (
        "an activity too few",
        checks.minutes,
        lambda lesson: promised(activities=lesson.module.activities[1:])(lesson),
        ["expected activities of 65 minutes, got 59"],
    ),
    (
        "no place to stop",
        checks.stops,
        cell("after-moves", source="Go on."),
        [
            "Sitting 2: Five differences (10 minutes, alone): "
            "expected “You can stop here” in its last line"
        ],
    ),
    (
        "a key point too few",
        checks.objectives,
        written("\n7. Pick the sign now", "\nPick the sign now"),
        ["expected 7 key points, got 6"],
    ),
    (
        "an activity without objective",
        checks.activities,
        lambda lesson: promised(objectives=lesson.module.objectives[:-1])(lesson),
        [
            "expected one activity for each objective, got ['look-back-05', 'moves', 'dialogue', "
            "'airtime-05', 'talk', 'sentence-05', 'plan-05'] for ['look-back-05', 'moves', "
            "'dialogue', 'airtime-05', 'talk', 'sentence-05']"
        ],
    ),
    (
        "an activity in another sitting",
        checks.activities,
        written("Sitting 2: Five differences", "Sitting 2: Differences"),
        [
            "Five differences: the page says other minutes than the data",
            "Five differences: expected moves(“moves”)",
        ],
    ),
    (
        "an unknown set",
        checks.calls,
        written('moves("moves")', 'moves("movements")'),
        ["moves(“moves”) is missing", "moves(“movements”) is unknown or twice"],
    ),
    (
        "the sentence stands twice",
        checks.calls,
        written('plan("plan-05")', 'joint("sentence-05")'),
        ["plan(“plan-05”) is missing", "joint(“sentence-05”) is unknown or twice"],
    ),
    (
        "three lines of code",
        checks.code_cells,
        cell(
            "open-course",
            source="from pairs_widgets import (airtime, challenge, completed, conversation,\n"
            "    moves, plan, questions,\n    send)",
        ),
        ["open-course: expected one or two lines"],
    ),
    (
        "saved output",
        checks.code_cells,
        cell("ask-moves", outputs=[{"output_type": "stream", "name": "stdout", "text": "hello"}]),
        ["ask-moves: expected no output and no count"],
    ),
    (
        "code of another kind",
        checks.code_cells,
        cell("ask-moves", source="print(1)"),
        [
            "ask-moves: expected one call with one name",
            "expected the import of ['airtime', 'challenge', 'completed', 'conversation', 'plan', "
            "'questions', 'send'], got ['airtime', 'challenge', 'completed', 'conversation', "
            "'moves', 'plan', 'questions', 'send']",
        ],
    ),
    (
        "a name that is no word",
        checks.cells,
        cell("key-points", id="cell-a3e4ac7f"),
        ["cell-a3e4ac7f: expected a name of words"],
    ),
    (
        "a cell that can be changed",
        checks.cells,
        cell("key-points", metadata={"editable": True}),
        ["key-points: expected a cell that cannot be changed or deleted"],
    ),
    (
        "no module in the metadata",
        checks.cells,
        lambda lesson: lesson.notebook["metadata"].pop("pairs") and lesson,
        ["expected the module's id in the notebook's metadata"],
    ),
    (
        "not a notebook",
        checks.cells,
        cell("key-points", cell_type="marked down"),
        ["expected a valid notebook of format 4.5; nbformat.validate says what is wrong"],
    ),
    (
        "graded prose",
        checks.grading,
        cell("key-points", metadata={"nbgrader": {"grade": False}}),
        ["key-points: prose is not graded"],
    ),
    (
        "no note",
        checks.grading,
        cell("private-note", id="note"),
        [
            "note: prose is not graded",
            "expected one test and one note, got ['finished'] and ['note']",
        ],
    ),
    (
        "a note with points",
        checks.grading,
        cell(
            "private-note",
            metadata={
                "nbgrader": LOCKED
                | {"grade": False, "grade_id": "private-note", "task": True}
                | {"points": 5}
            },
        ),
        [
            "private-note: expected {'grade': False, 'grade_id': 'private-note', "
            "'locked': True, 'schema_version': 3, 'solution': False, 'task': True, 'points': 0}, "
            "got {'locked': True, 'schema_version': 3, 'solution': False, 'grade': False, "
            "'grade_id': 'private-note', 'task': True, 'points': 5}"
        ],
    ),
    (
        "a link above the first question",
        checks.first_question,
        written("When something matters", "[When](page.html) something matters"),
        ["expected no link above the first question"],
    ),
    (
        "no episode",
        checks.episode,
        cell("episode", id="another-story"),
        ["expected an episode of Rose and Daniel, with a heading of its own"],
    ),
    (
        "a long episode",
        checks.episode,
        cell("episode", source="### Rose and Daniel: and so on\n\n" + "and " * 300),
        ["expected an episode of 140 to 230 words, got 307"],
    ),
    (
        "an episode in another place",
        checks.episode,
        cell("why-it-matters", id="elsewhere"),
        ["expected the episode right after “Why it matters”"],
    ),
    (
        "no word on other people",
        checks.safety,
        written("Please do not name other people, and remember", "Remember"),
        ["expected “do not name other people” above the first box"],
    ),
    (
        "an older check",
        checks.credits_given,
        written("November 2026", "October 2026"),
        ["expected “Last checked: November 2026.” in the credits"],
    ),
    (
        "a claim without a source",
        facts.sourced,
        written("Dialogue puts the parts together.", "In 40 studies, it took 3 in 10 less time."),
        ["no reference supports: In 40 studies, it took 3 in 10 less time."],
    ),
    (
        "words of research without a number",
        facts.sourced,
        written("Dialogue puts the parts together.", "Research shows that dialogue works."),
        ["no reference supports: Research shows that dialogue works."],
    ),
    (
        "a claim in the words of a question",
        facts.sourced,
        questioned("dialogue", item("D3", hint="Nearly all pairs find this hard.")),
        ["no reference supports: Nearly all pairs find this hard."],
    ),
    (
        "a source that supports nothing any more",
        facts.sourced,
        written("A guess shows what you assume, so ask about it when you meet.", ""),
        [
            "guess-then-ask: “A guess shows what you assume, so ask about it when you meet.” "
            "is not on the page"
        ],
    ),
    (
        "a source too few",
        checks.credits_given,
        written("Berman (1993). Dialogue and debate: one comparison.", ""),
        [
            "expected “Berman (1993). Dialogue and debate: one comparison. In: Focus on Study "
            "Circles, Winter 1993.” in the credits"
        ],
    ),
    (
        "no time when it was wrong",
        checks.evidence,
        written("### When this was the wrong way", "### When to do this"),
        ["expected “### When this was the wrong way” for the professional"],
    ),
    (
        "evidence that nobody can open",
        checks.evidence,
        cell(
            "for-the-professional",
            source="## For the professional\n\nAll open in a new tab.\n\n"
            "### What the evidence says\n\nA.\n\n### When this was the wrong way\n\nB.",
        ),
        ["expected a link to a source for the professional"],
    ),
    (
        "an address without its beginning",
        checks.evidence,
        written("(https://cris.bgu", "(cris.bgu"),
        [
            "cris.bgu.ac.il/en/publications/perspective-mistaking-accurately-understanding-"
            "the-mind-of-anothe: expected the whole address of a source"
        ],
    ),
    (
        "a doi that no reference has",
        checks.evidence,
        written(
            "### What the evidence says\n",
            "### What the evidence says\n\n[A paper on talk](https://doi.org/10.1/x)\n",
        ),
        ["https://doi.org/10.1/x: expected a doi of the module's references"],
    ),
]


@pytest.mark.parametrize(
    ("check", "spoil", "problems"),
    [pytest.param(*rest, id=name.replace(" ", "-")) for name, *rest in BROKEN],
)
def test_check_notices(check: Check, spoil: Break, problems: list[str]) -> None:
    """A check names what is wrong in a lesson that is broken in one way."""
    lesson = debate()

    assert check(spoil(lesson)) == problems


def test_much_to_read_before_the_first_question_is_noticed() -> None:
    """Nobody has to read pages of prose before the course asks them something."""
    lesson = cell("why-it-matters", source="## Why it matters\n\n" + "word " * 300)(debate())

    [problem] = checks.first_question(lesson)

    pattern = r"expected at most 300 words above the first question, got \d+"
    assert re.fullmatch(pattern, problem)


def test_an_earlier_set_is_a_box_to_write_in() -> None:
    """A set of an earlier module comes after the word on other people, too."""
    lesson = written('questions("look-back-05")', 'challenge("measure")')(debate())
    moved = [cell for cell in lesson.cells if cell["id"] != "ask-look-back"]
    first = next(cell for cell in lesson.cells if cell["id"] == "ask-look-back")
    lesson.notebook["cells"] = [first, *moved]
    borrowed = replace(lesson, borrowed=(load().question_set("measure"),))

    assert checks.safety(replace(lesson, borrowed=())) == []
    assert len(checks.safety(borrowed)) == 3
