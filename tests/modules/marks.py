"""What a module's pictures and links say, and that its prose is Markdown alone."""

from __future__ import annotations

import re

from .lesson import Lesson, is_prose, source

PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<to>[^)]*)\)")
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<to>[^)]*)\)")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
# Read out of their place, in a list of links, these say nothing.
EMPTY = {"here", "click here", "this", "this link", "link", "more", "read more", "page"}


def alt_text(lesson: Lesson) -> list[str]:
    """Every picture says in words what it shows."""
    return [
        f"{where}: expected a picture's words, got ![]({match['to']})"
        for where, text in _prose(lesson)
        for match in PICTURE.finditer(text)
        if len(match["alt"].split()) < 2
    ]


def link_text(lesson: Lesson) -> list[str]:
    """Every link says where it leads, also when it is heard alone."""
    return [
        f"{where}: expected words that say where the link leads, got “{match['text']}”"
        for where, text in _prose(lesson)
        for match in LINK.finditer(text)
        if match["text"].strip().lower() in EMPTY | {""} or "://" in match["text"]
    ]


def no_tags(lesson: Lesson) -> list[str]:
    """No HTML: the plain page shows it as text."""
    return [
        f"{where}: expected Markdown alone, got {match[0]}"
        for where, text in _prose(lesson)
        for match in TAG.finditer(text)
    ]


def _prose(lesson: Lesson) -> list[tuple[str, str]]:
    return [(cell["id"], source(cell)) for cell in lesson.cells if is_prose(cell)]
