"""A notebook's Markdown as HTML for paper: plain Markdown only; nothing is loaded."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import escape
from pathlib import PurePosixPath
from typing import Any, Final

import mistune
from markupsafe import Markup
from mistune.util import striptags

from pairs_course.render.links import apart
from pairs_course.render.workbook.notebook import PICTURES

#: The space between two sentences, between tags.
SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])([\u201d\u2019\"')]*) +(?=[\u201c\u2018\"'(]*[A-Z0-9])"
)
_BODY: Final = re.compile(r"(?<=<body>).*(?=</body>)", re.DOTALL)


class _Paper(mistune.HTMLRenderer):
    """Moves headings one level down, and embeds the module's own pictures."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(escape=True)
        self._pictures = pictures

    def heading(self, text: str, level: int, **_attrs: Any) -> str:
        """Return a heading below the heading of its sheet."""
        level = min(level + 1, 6)
        return f"<h{level}>{text}</h{level}>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        """Return a picture from the module's folder; for any other, only its alternative text.

        A script inside a picture file does not run in an ``img`` element.
        """
        if url not in self._pictures:
            return f"({text})" if text else ""
        kind = PICTURES[PurePosixPath(url).suffix.lower()]
        data = base64.b64encode(self._pictures[url]).decode()
        return f'<img src="data:{kind};base64,{data}" alt="{striptags(text)}">'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link; one to another site opens in a new tab."""
        return apart(super().link(text, url, title))


def html(markdown: str, pictures: Mapping[str, bytes]) -> Markup:
    """Return prose as HTML, with raw HTML as text, and without the module's title."""
    text = re.sub(r"\A# .*\n*", "", markdown)
    made = mistune.create_markdown(renderer=_Paper(pictures), plugins=["table"])(text)
    return Markup(made)  # noqa: S704 - mistune escapes


def one_sentence_a_line(page: str) -> str:
    """Start each sentence of an easy-read page on a new line."""

    def lines(found: re.Match[str]) -> str:
        return SENTENCE_END.sub(r"\1<br>", found[0])

    return _BODY.sub(lambda body: re.sub(r"(?<=>)[^<]+", lines, body[0]), page)


def paragraphs(texts: tuple[str, ...] | list[str], kind: str = "ul") -> str:
    """Return texts as an HTML list, escaped."""
    return f"<{kind}>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</{kind}>"
