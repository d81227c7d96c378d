"""Every module of the course keeps its promises of shape, questions and language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pairs_course.programme import compiled

from . import checks, facts, marks, questions, times, words
from .lesson import MODULES, PICTURE, Lesson, read

IDS = [module.id for module in compiled.load().modules]
CHECKS: list[Callable[[Lesson], list[str]]] = [
    checks.skeleton,
    checks.heading_levels,
    checks.headings_apart,
    checks.alone,
    checks.promises,
    checks.minutes,
    checks.stops,
    checks.objectives,
    checks.activities,
    checks.calls,
    checks.code_cells,
    checks.cells,
    checks.grading,
    checks.private_note,
    checks.first_question,
    checks.episode,
    checks.safety,
    checks.evidence,
    checks.credits_given,
    facts.sourced,
    marks.alt_text,
    marks.own_picture,
    marks.drawing,
    marks.link_text,
    marks.no_tags,
    questions.counted_in_order,
    questions.thought_first,
    questions.asked_next,
    questions.sealed,
    questions.moves,
    questions.plain_claims,
    words.too_long,
    words.too_hard,
    times.fits,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("module_id", IDS)
def test_module_keeps_its_promise(module_id: str, check: Callable[[Lesson], list[str]]) -> None:
    """Each check finds nothing wrong with each module."""
    lesson = read(module_id)

    assert check(lesson) == []


def test_notebooks_and_programme_name_the_same_modules() -> None:
    """A notebook without data, or data without a notebook, is noticed."""
    notebooks = sorted(path.stem for path in MODULES.glob("*/*.ipynb"))

    assert notebooks == IDS


def test_a_module_folder_holds_only_its_notebook_and_its_picture() -> None:
    """Any file beside a notebook would overwrite a submitted file of the same name."""
    files = sorted(str(path.relative_to(MODULES)) for path in MODULES.rglob("*") if path.is_file())

    assert files == [
        f"{module_id}/{name}" for module_id in IDS for name in (f"{module_id}.ipynb", PICTURE)
    ]


def test_the_eight_keep_their_words() -> None:
    """Start, now and then can be laid side by side only while the words stay the same."""
    eight = compiled.load().question_set("eight-start")

    assert {item.id: item.ask for item in eight.items[1:]} == {
        "A1": "We know what each of us wants from working together.",
        "A3": "We set time aside to talk about how we work, not only about the work.",
        "A5": "We learn from other pairs.",
        "T1": "I think of us as “we” more than “them and me”.",
        "T4": "When one of us says “no time” we ask what is really going on.",
        "T6": "I can say difficult things to my partner.",
        "T9": "We talk openly about how we differ.",
        "T10": "We choose together how much each of us decides.",
    }
