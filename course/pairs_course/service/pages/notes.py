"""The note to the pair out of a page of feedback, as its reader got it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

#: The heading above the note that both partners read, as the page of feedback has it.
TO_PAIR: Final = "A note to the pair"


def to_pair(html: str) -> str:
    """Return the words of the note to the pair in a page of feedback, "" without one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n\n".join(filter(None, (note.strip() for note in reader.notes)))


class _Reader(HTMLParser):
    """Takes the paragraphs of the class ``note`` that stand below the heading of both."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.notes: list[str] = []
        self._heading = ""
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h2":
            self._heading, self._in = "", "heading"
        elif tag == "p":
            note = dict(attrs).get("class") == "note" and self._heading.strip() == TO_PAIR
            self._in = "note" if note else ""
            if note:
                self.notes.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h2", "p"):
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "heading":
            self._heading += data
        elif self._in == "note":
            self.notes[-1] += data
