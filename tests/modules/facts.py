"""Each fact that a learner reads has its source among the module's references.

What is a claim is told by its words: a large number or a year, or a word that speaks of research.
A reference in programme.yaml says in ``supports`` which words of the page rest on it.
"""

from __future__ import annotations

import re

from .lesson import Lesson
from .words import sentences, strings

CLAIM = re.compile(
    r"%|\bper cent\b|\b(experiments?|research\w*|studies|review|reports|published)\b"
    r"|\b(tends? to|nearly all|most people|good sign|median|in a row are|guidance)\b"
    r"|\bone in (two|three|four|five|ten)\b|\btested \w+ times\b"
    r"|\b([2-9]\d|\d{3,})\b(?! minutes| May)",
    re.IGNORECASE,
)
#: Says when a page was last read, which is no claim about the world.
CHECKED = re.compile(r"\blast checked\b", re.IGNORECASE)
CREDITS = "## Sources and credits"


def sourced(lesson: Lesson) -> list[str]:
    """Every claim rests on a reference, and every reference supports something on the page."""
    cited = {cell["id"] for cell in lesson.cells if CREDITS in "".join(cell["source"])}
    said = [text for where, text in strings(lesson) if where not in cited]
    supported = {
        words: reference.id
        for reference in lesson.module.references
        for words in reference.supports
    }
    problems = [
        f"no reference supports: {sentence}"
        for text in said
        for sentence in sentences(text)
        if CLAIM.search(sentence)
        and not CHECKED.search(sentence)
        and not any(words in sentence for words in supported)
    ]
    page = "\n".join(said)
    return problems + [
        f"{reference}: “{words}” is not on the page"
        for words, reference in supported.items()
        if words not in page
    ]
