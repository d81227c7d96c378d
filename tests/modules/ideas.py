"""The ideas of the source, and what is missing where the programme says that one is met."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pairs_course.programme.loader import Idea

from .checks import SITTING, TIMED
from .lesson import Lesson

KNOWN = frozenset(
    {
        "context.new-relationship",
        "context.engage-directly",
        "context.shift-in-thinking",
        "assumption.critical-resource",
        "assumption.relational",
        "aim.local-relationships",
        "aim.skills-and-practices",
        "aim.space-for-reflection",
        "aim.local-challenges",
        "aim.national-network",
        "learned.them-and-us",
        "learned.context",
        "learned.task-and-relationship",
        "learned.time",
        "learned.embedding-leadership",
        "learned.difficult-conversations",
        "learned.system-change",
        "learned.differences",
        "learned.new-engagement",
        "dialogue.many-answers",
        "dialogue.common-understanding",
        "dialogue.listening",
        "dialogue.assumptions",
        "dialogue.options",
        "next.do-more",
        "next.missing",
    }
)


def headings(lesson: Lesson) -> set[str]:
    """Return the headings of a module without numbers and minutes."""
    bare = (TIMED.sub(r"\g<name>", words) for _, words in lesson.headings)
    return {SITTING.sub(r"\g<title>", words) for words in bare}


def activities(lesson: Lesson) -> set[str]:
    """Return the activities of a module that serve one of its objectives."""
    wanted = {objective.activity for objective in lesson.module.objectives}
    return {activity.id for activity in lesson.module.activities} & wanted


def items(lesson: Lesson) -> set[str]:
    """Return the items that the notebook puts on the page; the conversation brings its own."""
    shown = {call.argument for call in lesson.calls} | {lesson.module.sentence_item}
    return {item.id for found in lesson.sets if found.id in shown for item in found.items}


PLACES: dict[str, Callable[[Lesson], set[str]]] = {
    "taught": headings,
    "practised": activities,
    "asked": items,
}


def lost(key: str, idea: Idea, lessons: Mapping[str, Lesson]) -> list[str]:
    """Say what of one idea is not where the programme says, or not in a module that covers it."""
    problems = [] if key in KNOWN else [f"{key}: this is not an idea of the source"]
    for way, found in PLACES.items():
        module, _, place = getattr(idea, way).partition("#")
        if module not in lessons or place not in found(lessons[module]):
            problems.append(f"{key}: {way} at {module}#{place}, which is not there")
        # An item may be asked elsewhere: some of the Eight are asked before their idea is taught.
        elif way != "asked" and key not in lessons[module].module.covers:
            problems.append(f"{key}: {way} in {module}, which does not cover it")
    return problems
