"""Reads lists from office programs: from a file's bytes, or pasted cells, to rows of text.

A list may be CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252, or a
spreadsheet file. All become text with one row per line, then rows. Guesses are reported, so that
a person can check them; anything that cannot be a list is refused in one sentence.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pairs_course.people.spreadsheet_reader import (
    MAX_COLUMNS,
    MAX_ROWS,
    SpreadsheetError,
    sheets_of,
)

MAX_FILE: Final = 1_000_000
MAX_TEXT: Final = 200_000

#: Rates how much a row looks like the wanted list's heading, or one of its rows.
Score = Callable[[Sequence[str]], int]

_DELIMITERS: Final = "\t;,|"
_SAVE: Final = "Save the list as “CSV UTF-8” or as a spreadsheet, or copy the cells and paste them"


class ListError(ValueError):
    """Not a list; ``line`` is where the problem is, 0 for the whole file.

    The message has no full stop.
    """

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True)
class ListText:
    """A list as text, one row per line; ``understood`` are sentences about guesses."""

    text: str
    understood: tuple[str, ...] = ()


def text_of(data: bytes, score: Score) -> ListText:
    """Return a file as text; a spreadsheet becomes CSV with the same row numbers.

    Args:
        data: the file.
        score: picks one of several sheets: the one with the best row.

    Raises:
        ListError: the file is not a list, broken, or far too large.
    """
    if len(data) > MAX_FILE:
        raise ListError(f"expected a file of at most 1 MB, got {len(data) / 1e6:.1f} MB. {_SAVE}")
    kind = _kind(data)
    if kind == "spreadsheet":
        found = _of_spreadsheet(data, score)
    elif kind:
        raise ListError(f"expected a list, got {kind}. {_SAVE}")
    else:
        found = _decoded(data)
    if len(found.text) > MAX_TEXT:
        raise ListError(
            f"expected at most {MAX_TEXT} characters, got {len(found.text)}. Remove other columns"
        )
    return found


def rows_of(text: str, score: Score) -> list[tuple[int, list[str]]]:
    """Return the non-empty rows of a text, with their line numbers; raises ListError.

    The delimiter is the one that gives the best row, unless the first line names it, as Excel's
    ``sep=;`` does.
    """
    text = text.removeprefix("\ufeff")
    told = re.match(r'"?sep=(.)"?[;,\t ]*(?=[\r\n]|$)', text, re.IGNORECASE)
    if told:
        return list(_split(text[told.end() :], told[1]))
    top = text[:20_000]
    return list(_split(text, max(_DELIMITERS, key=lambda between: _best(top, between, score))))


def _best(text: str, between: str, score: Score) -> tuple[int, int]:
    """Rate a delimiter by the best row near the top, then by the number of cells."""
    rows = []
    try:
        for _, cells in islice(_split(text, between), 20):
            rows.append(cells)
    except ListError:
        pass  # reported when the whole text is read
    return max(((score(cells), len(cells)) for cells in rows), default=(0, 0))


def _split(text: str, between: str) -> Iterator[tuple[int, list[str]]]:
    if between in '"\r\n':
        raise ListError("this is not a row of CSV (this character cannot separate cells)")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    start, count = 1, 0
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            while cells and not cells[-1].strip():
                cells.pop()
            if not cells:
                continue
            count += 1
            if count > MAX_ROWS:
                what = f"expected at most {MAX_ROWS} rows, got more. Keep only the rows of people"
                raise ListError(what, line)
            yield line, cells[:MAX_COLUMNS]
    except csv.Error as error:
        raise ListError(f"this is not a row of CSV ({error})", start) from None


def _of_spreadsheet(data: bytes, score: Score) -> ListText:
    try:
        sheets = [(name, rows) for name, rows in sheets_of(data) if any(map(any, rows))]
    except SpreadsheetError as wrong:
        raise ListError(f"the spreadsheet cannot be read: {wrong}. {_SAVE}") from None
    if not sheets:
        raise ListError(f"expected a list in the spreadsheet, got empty sheets only. {_SAVE}")
    name, rows = max(sheets, key=lambda sheet: max(map(score, sheet[1])))
    said = (f"There are {len(sheets)} sheets. “{name}” was read.",) if len(sheets) > 1 else ()
    return ListText(_as_csv(rows), said)


def _as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV, each on one line even if its cells have line breaks."""
    made = io.StringIO()
    sheet = csv.writer(made, lineterminator="\n")
    for row in rows:
        cells = [re.sub(r"[\r\n]+", " ", cell) for cell in row]
        if any(cells):
            sheet.writerow(cells)
        else:
            made.write("\n")
    return made.getvalue()


def _kind(data: bytes) -> str:
    """Return ``spreadsheet``, another kind of file in words, or "" for text."""
    kind = next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), "")
    if data[4:12] in _HEIC or data[8:12] == b"WEBP":
        return "a picture"
    if kind == "zip":
        return _kind_of_zip(data)
    if kind == "ole":
        # An old Office file lists its parts in UTF-16.
        word = "WordDocument".encode("utf-16-le") in data
        return "a Word file" if word else "spreadsheet"
    return kind


_BEGINNINGS: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "formatted text (RTF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
)
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_HEIC: Final = (b"ftypheic", b"ftypmif1", b"ftypavif")


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            mime = packed.read("mimetype")[:80] if "mimetype" in names else b""
    except Exception:  # a broken archive fails in many ways
        return "a damaged spreadsheet or archive"
    if mime.startswith(b"application/vnd.oasis.opendocument"):
        is_sheet = b"spreadsheet" in mime
        return "spreadsheet" if is_sheet else "a word processor or presentation file"
    for beginning, kind in (
        ("xl/", "spreadsheet"),
        ("word/", "a Word file"),
        ("ppt/", "a PowerPoint file"),
        ("Index/", "an Apple Numbers, Pages or Keynote file"),
    ):
        if any(name.startswith(beginning) for name in names):
            return kind
    return "a compressed file (zip)"


def _decoded(data: bytes) -> ListText:
    text, windows = _letters(data)
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        # Some programs save a web page with a spreadsheet's file name.
        raise ListError(f"expected a list, got a web page or XML. {_SAVE}")
    if _CONTROL.search(text.lstrip().partition("\n")[0]):
        raise ListError(f"expected a list, got a file that is not text. {_SAVE}")
    text = _mended(text)
    if not windows:
        return ListText(text)
    # Other Windows code pages have other letters for the same bytes, so show some for checking.
    words = re.findall(r"[^\s,;|\"]*[^\x00-\x7f][^\s,;|\"]*", text)
    shown = ", ".join(f"“{word[:40]}”" for word in dict.fromkeys(words[:3]))
    return ListText(text, (f"The file is in a Windows encoding. Please check: {shown}.",))


def _letters(data: bytes) -> tuple[str, bool]:
    """Return a file's text, and whether it was read as Windows-1252."""
    try:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return data.decode(encoding), False
        # UTF-16 without a byte order mark: every other byte of plain letters is zero.
        match [byte == 0 for byte in data[:4]]:
            case [False, True, False, True]:
                return data.decode("utf-16-le"), False
            case [True, False, True, False]:
                return data.decode("utf-16-be"), False
        try:
            return data.decode(), False
        except UnicodeDecodeError:
            return data.decode("cp1252"), True
    except UnicodeDecodeError:
        raise ListError(f"expected a list as text, got unreadable bytes. {_SAVE}") from None


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is a prefix of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _mended(text: str) -> str:
    """Repair UTF-8 that was opened as Windows-1252 and saved again.

    Its byte order mark has then become three letters that no list starts with.
    """
    if not text.startswith("ï»¿"):
        return text
    try:
        before = [c.encode("latin-1" if "\x80" <= c <= "\x9f" else "cp1252") for c in text]
        return b"".join(before).decode("utf-8-sig")
    except UnicodeError:
        return text
