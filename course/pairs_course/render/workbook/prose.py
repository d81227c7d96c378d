"""A notebook's Markdown as HTML for paper: only what Markdown can say; nothing is loaded."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Any, Final

import mistune
from markupsafe import Markup

#: Where a sentence ends and the next one begins, between tags.
SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])([\u201d\u2019\"')]*) +(?=[\u201c\u2018\"'(]*[A-Z0-9])"
)
_BODY: Final = re.compile(r"(?<=<body>).*(?=</body>)", re.DOTALL)


class _Paper(mistune.HTMLRenderer):
    """Headings go one level down or more, and a picture is its description."""

    def __init__(self, down: int) -> None:
        super().__init__(escape=True)
        self._down = down

    def heading(self, text: str, level: int, **_attrs: Any) -> str:
        """Return a heading below the heading of its sheet."""
        level = min(level + self._down, 6)
        return f"<h{level}>{text}</h{level}>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        """Return the words for a picture: a page to print loads nothing."""
        return f"({text})" if text else ""


def html(markdown: str) -> Markup:
    """Return prose as HTML, raw HTML in it as text; the module's title is not said again."""
    text = re.sub(r"\A# .*\n*", "", markdown)
    return Markup(_renderer()(text))  # noqa: S704 - mistune escapes


def one_sentence_a_line(page: str) -> str:
    """Begin a new line with each sentence of a page that is read easily."""

    def lines(found: re.Match[str]) -> str:
        return SENTENCE_END.sub(r"\1<br>", found[0])

    return _BODY.sub(lambda body: re.sub(r"(?<=>)[^<]+", lines, body[0]), page)


def paragraphs(texts: tuple[str, ...] | list[str], kind: str = "ul") -> str:
    """Return texts as a list, escaped."""
    return f"<{kind}>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</{kind}>"


@cache
def _renderer() -> mistune.Markdown:
    return mistune.create_markdown(renderer=_Paper(down=1), plugins=["table"])
