"""Reads spreadsheet files (.xlsx, .xls, .ods) in a separate process.

A malicious file can only break that process: its memory and time are limited before it reads the
first byte. It takes the file from standard input, and writes the visible sheets as JSON, cut to
the limits below: ``[{"name": ..., "rows": [[...], ...]}, ...]``.
"""

from __future__ import annotations

import io
import json
import lzma
import resource
import subprocess
import sys
import zipfile
import zlib
from datetime import date, datetime, time
from itertools import islice
from typing import Any, Final

MAX_SHEETS: Final = 20
MAX_ROWS: Final = 2_000
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 500

_MEMORY: Final = 1 << 30
_SECONDS: Final = 10
# A list of 2,000 people unpacks to about 300 kB.
_UNPACKED: Final = 30_000_000
_PARTS: Final = 1_000
# RuntimeError: a part needs a password, or (NotImplementedError) has a rare compression.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, OSError, ValueError, EOFError,
)  # fmt: skip


class SpreadsheetError(Exception):
    """An unreadable workbook; the message says why, without a full stop."""


def sheets_of(data: bytes) -> list[tuple[str, list[list[str]]]]:
    """Return the visible sheets of an .xlsx, .xlsm, .xlsb, .xls or .ods as text.

    Each has its name and its rows from the first, with empty cells as empty text. Numbers and
    dates are as displayed; a formula is its last value.

    Raises:
        SpreadsheetError: it is broken, password-protected, or much larger than a list.
    """
    packed = data.startswith(b"PK")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pairs_course.people.spreadsheet_reader"],
            input=_unpacked(data) if packed else data,
            capture_output=True,
            timeout=3 * _SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SpreadsheetError("it takes too long to read") from None
    if done.returncode:
        raise SpreadsheetError(
            "it is broken, password-protected, or far larger than a list of people"
        )
    return [(sheet["name"], sheet["rows"]) for sheet in json.loads(done.stdout)]


def _unpacked(data: bytes) -> bytes:
    """Return the archive with its parts unpacked, after checking their declared sizes.

    An archive may lie about sizes, but zipfile never unpacks more than declared.
    """
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(made, "w") as plain:
            parts = packed.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
                raise SpreadsheetError("it unpacks to far more than a list of people")
            for part in parts:
                plain.writestr(part.filename, packed.read(part))
    except _BROKEN as error:
        raise SpreadsheetError(f"it is broken ({type(error).__name__})") from None
    return made.getvalue()


def _read(data: bytes) -> list[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    found = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for about in book.sheets_metadata[:MAX_SHEETS]:
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
                rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
                shown = islice(rows, MAX_ROWS + 1)
                cut = [[_text(cell) for cell in row[:MAX_COLUMNS]] for row in shown]
                found.append({"name": about.name, "rows": cut})
    return found


def _text(value: Any) -> str:
    """Return a cell as displayed: 1.0 is "1"."""
    match value:
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return f"{value:.12g}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        case _:
            return str(value)[:MAX_CELL]


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(_read(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    _main()
