"""Reads a list as offices make it: from the bytes of a file, or pasted cells, to rows of text.

A list comes as CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or the letters of Windows, or
as a spreadsheet's own file. All become text with one row a line, then rows. What had to be guessed
is said, so that a person can look at it; what cannot be a list is refused in one sentence.
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

#: Says how much a row looks like the heading of the list that is wanted, or like a row of it.
Score = Callable[[Sequence[str]], int]

_DELIMITERS: Final = "\t;,|"
_SAVE: Final = "Save the list as “CSV UTF-8” or as a spreadsheet, or copy the cells and paste them"


class ListError(ValueError):
    """What came is no list; ``line`` is where that was seen, 0 for the file as a whole.

    The message has no full stop.
    """

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True)
class ListText:
    """A list as text with one row a line; ``understood`` says what was guessed, as sentences."""

    text: str
    understood: tuple[str, ...] = ()


def text_of(data: bytes, score: Score) -> ListText:
    """Return what a file holds as text; a spreadsheet becomes CSV with the same numbers of rows.

    Args:
        data: the file.
        score: which sheet of several is meant: the one with the best row.

    Raises:
        ListError: the file is no list, broken, or far too large.
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
            f"expected at most {MAX_TEXT} characters, got {len(found.text)}. "
            "Leave other columns out"
        )
    return found


def rows_of(text: str, score: Score) -> list[tuple[int, list[str]]]:
    """Return the rows of a text with the numbers of their lines, without the empty ones.

    What stands between cells is what gives the best row; ``sep=;``, as Excel writes it in the first
    line, says so itself. Raises ListError.
    """
    text = text.removeprefix("\ufeff")
    told = re.match(r'"?sep=(.)"?[;,\t ]*(?=[\r\n]|$)', text, re.IGNORECASE)
    if told:
        return list(_split(text[told.end() :], told[1]))
    top = text[:20_000]
    return list(_split(text, max(_DELIMITERS, key=lambda between: _best(top, between, score))))


def _best(text: str, between: str, score: Score) -> tuple[int, int]:
    """Say how well a text is split: by the best row at its top, then by the number of cells."""
    rows = []
    try:
        for _, cells in islice(_split(text, between), 20):
            rows.append(cells)
    except ListError:
        pass  # it is said when the whole text is read
    return max(((score(cells), len(cells)) for cells in rows), default=(0, 0))


def _split(text: str, between: str) -> Iterator[tuple[int, list[str]]]:
    if between in '"\r\n':
        raise ListError("this is not a row of CSV (cells cannot be kept apart by this character)")
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
                what = f"expected at most {MAX_ROWS} rows, got more. Leave out all but people"
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
    """Write rows so that each is one line, whatever its cells hold."""
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
    """Say what a file is that is no text: ``spreadsheet``, another kind in words, or nothing."""
    kind = next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), "")
    if data[4:12] in _HEIC or data[8:12] == b"WEBP":
        return "a picture"
    if kind == "zip":
        return _kind_of_zip(data)
    if kind == "ole":
        # The names of parts in the directory of an old Office file are in UTF-16.
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
    (b"{\\rtf", "a text with layout (RTF)"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"Rar!", "a packed file (RAR)"),
    (b"7z\xbc\xaf", "a packed file (7z)"),
)
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_HEIC: Final = (b"ftypheic", b"ftypmif1", b"ftypavif")


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            mime = packed.read("mimetype")[:80] if "mimetype" in names else b""
    except Exception:  # a broken archive fails in many ways, and none of them is more than that
        return "a broken file, which was a spreadsheet or an archive once"
    if mime.startswith(b"application/vnd.oasis.opendocument"):
        is_sheet = b"spreadsheet" in mime
        return "spreadsheet" if is_sheet else "a file of a word processor or of a presentation"
    for beginning, kind in (
        ("xl/", "spreadsheet"),
        ("word/", "a Word file"),
        ("ppt/", "a PowerPoint file"),
        ("Index/", "a file of Apple Numbers, Pages or Keynote"),
    ):
        if any(name.startswith(beginning) for name in names):
            return kind
    return "a packed file (zip)"


def _decoded(data: bytes) -> ListText:
    text, windows = _letters(data)
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        # Some programs save a web page under the name of a spreadsheet.
        raise ListError(f"expected a list, got a web page or XML. {_SAVE}")
    if _CONTROL.search(text.lstrip().partition("\n")[0]):
        raise ListError(f"expected a list, got a file that is not text. {_SAVE}")
    text = _mended(text)
    if not windows:
        return ListText(text)
    # Other alphabets of Windows write other letters with the same bytes.
    words = re.findall(r"[^\s,;|\"]*[^\x00-\x7f][^\s,;|\"]*", text)
    shown = ", ".join(f"“{word[:40]}”" for word in dict.fromkeys(words[:3]))
    return ListText(text, (f"The file has the letters of Windows. They were read so: {shown}.",))


def _letters(data: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether it was taken to be in Windows-1252."""
    try:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return data.decode(encoding), False
        # UTF-16 without its mark: the other half of each letter from A to Z is a zero.
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
        raise ListError(f"expected a list as text, got bytes that are none. {_SAVE}") from None


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _mended(text: str) -> str:
    """Undo what happens when UTF-8 is opened as the letters of Windows and saved again.

    The mark of UTF-8 at the beginning has become three letters then, which no list begins with.
    """
    if not text.startswith("ï»¿"):
        return text
    try:
        before = [c.encode("latin-1" if "\x80" <= c <= "\x9f" else "cp1252") for c in text]
        return b"".join(before).decode("utf-8-sig")
    except UnicodeError:
        return text
