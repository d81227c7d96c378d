"""A notebook's Markdown as HTML for paper: only what Markdown can say; nothing is loaded."""

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

#: Where a sentence ends and the next one begins, between tags.
SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])([\u201d\u2019\"')]*) +(?=[\u201c\u2018\"'(]*[A-Z0-9])"
)
_BODY: Final = re.compile(r"(?<=<body>).*(?=</body>)", re.DOTALL)


class _Paper(mistune.HTMLRenderer):
    """Headings go one level down, and pictures of the module's own are in the page itself."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(escape=True)
        self._pictures = pictures

    def heading(self, text: str, level: int, **_attrs: Any) -> str:
        """Return a heading below the heading of its sheet."""
        level = min(level + 1, 6)
        return f"<h{level}>{text}</h{level}>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        """Return a picture of the module's folder; of any other only its words: nothing is loaded.

        A picture as such runs no script, whatever is in its file.
        """
        if url not in self._pictures:
            return f"({text})" if text else ""
        kind = PICTURES[PurePosixPath(url).suffix.lower()]
        data = base64.b64encode(self._pictures[url]).decode()
        return f'<img src="data:{kind};base64,{data}" alt="{striptags(text)}">'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link; one that leads elsewhere opens in a tab of its own."""
        return apart(super().link(text, url, title))


def html(markdown: str, pictures: Mapping[str, bytes]) -> Markup:
    """Return prose as HTML, raw HTML in it as text; the module's title is not said again."""
    text = re.sub(r"\A# .*\n*", "", markdown)
    made = mistune.create_markdown(renderer=_Paper(pictures), plugins=["table"])(text)
    return Markup(made)  # noqa: S704 - mistune escapes


def one_sentence_a_line(page: str) -> str:
    """Begin a new line with each sentence of a page that is read easily."""

    def lines(found: re.Match[str]) -> str:
        return SENTENCE_END.sub(r"\1<br>", found[0])

    return _BODY.sub(lambda body: re.sub(r"(?<=>)[^<]+", lines, body[0]), page)


def paragraphs(texts: tuple[str, ...] | list[str], kind: str = "ul") -> str:
    """Return texts as a list, escaped."""
    return f"<{kind}>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</{kind}>"
