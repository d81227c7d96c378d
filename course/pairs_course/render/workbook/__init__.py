"""A module as one page to print: the same questions and numbers as on the screen, on three sheets.

The page is self-contained, without scripts or answers. See :mod:`.sheets` for what goes where.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypedDict

import jinja2
from markupsafe import Markup

from pairs_course.programme import easy_read
from pairs_course.programme.content import Content, Module
from pairs_course.render.workbook import prose, sheets, story, words
from pairs_course.render.workbook.notebook import Prose, WidgetCall
from pairs_course.render.workbook.words import TALKED

Format = Literal["normal", "large", "easy-read"]
FORMATS: Final[dict[Format, str]] = {
    "normal": "Normal print",
    "large": "Large print",
    "easy-read": "Easy-read style",
}
FOLDER: Final = Path(__file__).parent
#: Font size of the notes in the page margins: the same as the text.
_EDGE: Final[dict[Format, str]] = {"normal": "11pt", "large": "18pt", "easy-read": "14pt"}
_MARGINS: Final[dict[Format, str]] = {"normal": "18mm", "large": "20mm", "easy-read": "20mm"}


class PageLink(TypedDict):
    """A link from the page to another format, or to Home."""

    href: str
    words: str
    here: bool


@dataclass(frozen=True)
class Workbook:
    """A page, and its style's digest for a Content-Security-Policy (``sha256-...``)."""

    html: str
    style: str


def make(
    module_id: str,
    content: Content,
    parts: Sequence[Prose | WidgetCall],
    format: Format = "normal",  # noqa: A002 - the word people use
    links: Sequence[PageLink] = (),
) -> Workbook:
    """Return the workbook of a module.

    Args:
        module_id: the module; KeyError if there is none.
        content: the programme.
        parts: the parts of its notebook (:mod:`.notebook`).
        format: one of FORMATS.
        links: links for a page of the service; a file has none.

    Raises:
        ProgrammeError: the module's easy-read words are invalid.
    """
    plain = easy_read.load(module_id, content) if format == "easy-read" else easy_read.NONE
    module = content.module(module_id)
    told = story.tell(module, content, parts, plain)
    style = _style(module, format)
    html = _page().render(
        module=module,
        format=format,
        name=FORMATS[format].lower(),
        style=Markup(style),  # noqa: S704 - our own file; the title in it is escaped
        links=links,
        words=words.WORDS,
        ways=[way["label"] for way in content.words["ways"]],
        sheets=[
            {
                "kind": kind,
                "title": f"Sheet {number}: {words.TITLES[kind]}",
                "short": words.SHORT[kind],
                "told": words.TOLD[kind],
            }
            for number, kind in enumerate(sheets.KINDS, start=1)
        ],
        story=told.yours,
        envelope=told.envelope,
        together=told.together,
        later=told.later,
        later_title=words.LATER.format(until=told.until),
        until=told.until,
        handed_in=told.handed_in,
    )
    if format == "easy-read":
        html = prose.one_sentence_a_line(html)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Workbook(html, f"sha256-{digest}")


def _style(module: Module, format: Format) -> str:  # noqa: A002 - as above
    """Return the style sheet, with a margin note that names the sheet on every printed page."""
    edge = f"font-size: {_EDGE[format]}; vertical-align: middle;"
    title = _css(f"Module {int(module.number)}: {module.title}")
    pages = [
        f"@page {{ size: A4; margin: 22mm {_MARGINS[format]}; "
        f"@bottom-left {{ {edge} width: 75%; text-align: left; content: {title}; }} "
        f"@bottom-right {{ {edge} width: 25%; text-align: right; content: counter(page); }} }}"
    ]
    for name, note in words.RUNNING.items():
        pages.append(
            f"@page {name} {{ "
            f"@top-left {{ {edge} width: 100%; text-align: left; content: {_css(note)}; }} }}"
        )
    return (FOLDER / "workbook.css").read_text(encoding="utf-8") + "\n".join(pages)


def _css(text: str) -> str:
    """Return text as a CSS string, escaped so that it cannot end the string or the style."""
    kept = re.sub(r"[^A-Za-z0-9 .,:-]", lambda found: f"\\{ord(found[0]):x} ", text)
    return f'"{kept}"'


@cache
def _page() -> jinja2.Template:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("page.html")


__all__ = ["FORMATS", "TALKED", "Format", "Link", "Workbook", "make"]
