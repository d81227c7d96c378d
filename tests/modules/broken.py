"""Ways to break a lesson, each in one place, to see that a check notices."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Item

from .lesson import Lesson, read, source

Break = Callable[[Lesson], Lesson]
Check = Callable[[Lesson], list[str]]


def written(old: str, new: str) -> Break:
    """Break the prose or the code: ``old`` is replaced wherever it stands."""

    def broken(lesson: Lesson) -> Lesson:
        found = 0
        for cell in lesson.cells:
            found += source(cell).count(old)
            cell["source"] = source(cell).replace(old, new)
        assert found, f"“{old}” is not in the lesson"
        return lesson

    return broken


def cell(cell_id: str, **changes: Any) -> Break:
    """Break one cell: its keys, or (as ``metadata``) some of its metadata."""

    def broken(lesson: Lesson) -> Lesson:
        one = next(cell for cell in lesson.cells if cell["id"] == cell_id)
        one["metadata"] |= changes.pop("metadata", {})
        one |= changes
        return lesson

    return broken


def questioned(set_id: str, change: Callable[[QuestionSet], QuestionSet]) -> Break:
    """Break one question set."""

    def broken(lesson: Lesson) -> Lesson:
        sets = tuple(change(one) if one.id == set_id else one for one in lesson.sets)
        return replace(lesson, sets=sets)

    return broken


def item(item_id: str, **changes: Any) -> Callable[[QuestionSet], QuestionSet]:
    """Change one item of a question set."""

    def changed(found: QuestionSet) -> QuestionSet:
        items: list[Item] = [
            replace(one, **changes) if one.id == item_id else one for one in found.items
        ]
        return replace(found, items=tuple(items))

    return changed


def feedback(text: str) -> Callable[[QuestionSet], QuestionSet]:
    """Give the first option of the first move other feedback."""

    def changed(found: QuestionSet) -> QuestionSet:
        first, *others = found.items[0].options
        options = (replace(first, feedback=text), *others)
        return replace(found, items=(replace(found.items[0], options=options), *found.items[1:]))

    return changed


def promised(**changes: Any) -> Break:
    """Break the module's data."""
    return lambda lesson: replace(lesson, module=replace(lesson.module, **changes))


def debate() -> Lesson:
    """Return a copy of one whole lesson, to be broken."""
    return copy.deepcopy(read("05-debate-and-dialogue"))
