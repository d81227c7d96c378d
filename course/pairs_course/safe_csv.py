"""Tables as CSV that opens right in a spreadsheet, and in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

#: Tells a spreadsheet that a file is in UTF-8.
MARK: Final = "\ufeff"
# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV injection"). Apostrophes
# belong to it, so that :func:`plain` takes off what :func:`cell` put on, and nothing else.
_FORMULA: Final = re.compile("[ ']*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def cell(text: str) -> str:
    """Return what may stand in a cell: text that could be a formula gets an apostrophe before it.

    Spaces before a formula do not hide it.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def plain(text: str) -> str:
    """Return what :func:`cell` was given, for a table that comes back."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV, with the mark of UTF-8 before it (RFC 4180: lines end in CRLF)."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows([cell(text) for text in row] for row in rows)
    return MARK + made.getvalue()
