"""CSV that opens correctly in spreadsheets, without cells being taken for formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

#: The byte order mark, which tells a spreadsheet that a file is UTF-8.
MARK: Final = "\ufeff"
# The start of a formula in spreadsheets (OWASP, "CSV injection"). Includes apostrophes, so that
# :func:`plain` removes exactly what :func:`cell` added.
_FORMULA: Final = re.compile("[ ']*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def cell(text: str) -> str:
    """Return a cell's text, with an apostrophe before anything that could be a formula.

    Leading spaces do not hide a formula.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def plain(text: str) -> str:
    """Undo :func:`cell`, for a table that is read back."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV (RFC 4180, with CRLF), with a byte order mark."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows([cell(text) for text in row] for row in rows)
    return MARK + made.getvalue()
