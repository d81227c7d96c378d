"""What a module's pictures and links say, and that its prose is Markdown alone."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from .lesson import PICTURE as OWN
from .lesson import Lesson, is_prose, source

PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<to>[^)]*)\)")
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<to>[^)]*)\)")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
# Read out of their place, in a list of links, these say nothing.
#: A drawing is as wide as a phone, so that its words are as large there as the text beside it.
WIDTH = 320
SMALLEST = 15
#: All that a drawing is made of: nothing that runs, and nothing from elsewhere.
SHAPES = {
    *("svg", "title", "desc", "style", "defs", "marker", "g", "use"),
    *("rect", "circle", "path", "text"),
}
SVG = "{http://www.w3.org/2000/svg}"
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


def own_picture(lesson: Lesson) -> list[str]:
    """A module shows its own drawing once, with the words that the drawing has for a title."""
    drawn = ET.fromstring(lesson.picture)  # noqa: S314 - a file of the course itself
    title, desc = (drawn.findtext(f"{SVG}{name}", "").strip() for name in ("title", "desc"))
    shown = [
        m["alt"] for _, text in _prose(lesson) for m in PICTURE.finditer(text) if m["to"] == OWN
    ]
    problems = [] if shown == [title] else [f"expected {OWN} once, as “{title}”, got {shown}"]
    if len(desc.split()) <= len(title.split()):
        problems.append(f"{OWN}: expected a <desc> that says more than the title, got “{desc}”")
    return problems


def drawing(lesson: Lesson) -> list[str]:
    """A drawing is plain shapes on paper of its own, and its words can be read on a phone.

    It has its own paper because nothing outside reaches into a picture: no dark page, no forced
    colours.
    """
    drawn = ET.fromstring(lesson.picture)  # noqa: S314 - a file of the course itself
    problems = []
    box = drawn.get("viewBox", "").split()
    if box[:3] != ["0", "0", str(WIDTH)]:
        problems.append(f"{OWN}: expected a drawing {WIDTH} wide, got “{' '.join(box)}”")
    paper = drawn.find(f"{SVG}rect")
    if paper is None or paper.get("class") != "paper":
        problems.append(f"{OWN}: expected a sheet of paper as the first shape")
    for element in drawn.iter():
        name = element.tag.removeprefix(SVG)
        if name not in SHAPES:
            problems.append(f"{OWN}: expected plain shapes, got <{name}>")
        size = element.get("font-size")
        if size is not None and float(size) < SMALLEST:
            problems.append(f"{OWN}: expected words of at least {SMALLEST}, got {size}")
        for key, value in element.attrib.items():
            if key.rpartition("}")[2].startswith("on"):
                problems.append(f"{OWN}: expected nothing that runs, got {key}")
            if key.rpartition("}")[2] == "href" and not value.startswith("#"):
                problems.append(f"{OWN}: expected nothing from elsewhere, got {value}")
    loaded = re.findall(r"@import[^;]*|url\((?!#)[^)]*\)?", lesson.picture)
    return problems + [f"{OWN}: expected nothing from elsewhere, got {one}" for one in loaded]


def _prose(lesson: Lesson) -> list[tuple[str, str]]:
    return [(cell["id"], source(cell)) for cell in lesson.cells if is_prose(cell)]
