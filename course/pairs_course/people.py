"""Who takes part: reading a roster and saying what is wrong in it. No database here."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PAIR_ROLES: Final = ("patient-leader", "professional")
ROLES: Final = (*PAIR_ROLES, "facilitator", "sponsor")
COLUMNS: Final = ("username", "name", "role", "pair")
MAX_NAME: Final = 100

# A username is a folder name, an nbgrader student id and a JupyterHub name, which is lower case.
_USERNAME = re.compile(r"[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?")
_PAIR = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")
_EMAIL = re.compile(r"\S@\S")
_PHONE = re.compile(r"\+?\d(?:[\s()./-]*\d){6,}")


@dataclass(frozen=True)
class AtLine:
    """Something to say about one line of a roster; ``what`` begins with the thing itself."""

    line: int
    what: str


class RosterError(ValueError):
    """A roster that cannot be used; ``problems`` says for each line what to correct.

    ``found`` has the same as lines and words, for a page that shows them its own way.
    """

    def __init__(self, problems: Sequence[str], found: Sequence[AtLine] = ()) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)
        self.found = list(found)


@dataclass(frozen=True)
class RosterRow:
    """One person of a roster; ``pair`` is None for facilitators and sponsors."""

    line: int
    username: str
    name: str
    role: str
    pair: str | None


@dataclass(frozen=True)
class Roster:
    """A checked roster; ``source`` is the name of its file, for messages.

    ``notes`` are about cells that look like more than the course needs to know.
    """

    source: str
    rows: tuple[RosterRow, ...]
    notes: tuple[AtLine, ...] = ()

    def problem(self, line: int, what: str) -> str:
        """Say what is wrong in a line, and the next step, in one shape for every problem."""
        return _problem(self.source, AtLine(line, what))


def read_roster(path: Path, *, alone: bool = False) -> Roster:
    """Read and check a file with the columns username, name, role and pair.

    Args:
        path: where it is.
        alone: whether a pair may have one person, as it does while a partner is looked for.

    Raises:
        RosterError: with every problem found, each as ``file:line: what``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RosterError(
            [f"{path.name}: cannot be read ({error.strerror}). Give the path of a roster in CSV."]
        ) from None
    return roster_in(data, path.name, alone=alone)


def roster_in(data: bytes | str, name: str, *, alone: bool = False) -> Roster:
    """Check what a file holds, or what was pasted: commas, semicolons or tabs between cells.

    Cells that were copied from a spreadsheet (with tabs between) may do without a heading; then
    they are username, name, role and pair. Raises RosterError, as :func:`read_roster` does.
    """
    text = data if isinstance(data, str) else text_of(data, name)
    rows, problems, notes = _rows_of(name, text.removeprefix("\ufeff"))
    return _checked(name, rows, problems, notes, alone)


def roster_of(
    rows: Iterable[tuple[str, str, str, str]], name: str = "roster", *, alone: bool = False
) -> Roster:
    """Check rows of (username, name, role, pair) as a file would be; an empty pair is none.

    Raises:
        RosterError: as :func:`read_roster`; lines are counted from 2, as below a heading.
    """
    return _checked(name, [(n, *row) for n, row in enumerate(rows, start=2)], [], [], alone)


_NOT_UTF8: Final = (
    "the file is not in UTF-8. Excel on Windows saves “CSV” in a way of its own. "
    "Save it as “CSV UTF-8”, or copy the cells and paste them"
)
_WORKBOOK: Final = (
    "the file is a workbook of a spreadsheet. Save it as “CSV UTF-8”, "
    "or copy the cells and paste them"
)


def text_of(data: bytes, name: str) -> str:
    """Return the text of a file as spreadsheets save it; raises RosterError with what to do."""
    if data.startswith(b"PK\x03\x04"):
        raise _refused(name, AtLine(1, _WORKBOOK))
    # "Unicode Text" of a spreadsheet says by its first bytes what it is; nothing else is guessed.
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(name, AtLine(1, _NOT_UTF8)) from None


def _refused(source: str, *problems: AtLine) -> RosterError:
    in_order = sorted(problems, key=lambda problem: problem.line)
    return RosterError([_problem(source, problem) for problem in in_order], in_order)


def _problem(source: str, problem: AtLine) -> str:
    return (
        f"{source}:{problem.line}: {problem.what}. Correct line {problem.line} and run the "
        "command again; nothing was changed."
    )


Row = tuple[int, str, str, str, str]


def _rows_of(source: str, text: str) -> tuple[list[Row], list[AtLine], list[AtLine]]:
    """Split a text into rows with their line numbers; a broken heading ends it."""
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    between = "\t" if "\t" in first else max(",;", key=first.count)
    reader = csv.reader(lines, delimiter=between, strict=True)
    rows: list[Row] = []
    problems: list[AtLine] = []
    notes: list[AtLine] = []
    places: list[int] = []
    width, start = 0, 1
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not places:
                pasted = between == "\t" and not _is_heading(cells)
                places = list(range(len(COLUMNS))) if pasted else _places(source, line, cells)
                width = len(COLUMNS) if pasted else len(cells)
                if not pasted:
                    continue
            if between == "\t":  # an editor may have cut off the empty cells at the end
                cells += [""] * (width - len(cells))
            if len(cells) != width:
                problems.append(AtLine(line, f"expected {width} columns, got {len(cells)}"))
                continue
            notes += [AtLine(line, what) for what in map(_too_much, cells) if what]
            username, name, role, pair = (cells[p].strip() for p in places)
            rows.append((line, username, name, role, pair))
    except csv.Error as error:
        problems.append(AtLine(start, f"this is not a row of CSV ({error})"))
    if not places and not problems:
        raise _refused(source, AtLine(1, _HEADING + ", got an empty file"))
    return rows, problems, notes


_HEADING: Final = "expected the columns username, name, role and pair, with commas between"


def _is_heading(cells: list[str]) -> bool:
    return any(cell.strip().lower() in COLUMNS for cell in cells)


def _places(source: str, line: int, cells: list[str]) -> list[int]:
    names = [cell.strip().lower() for cell in cells]
    if sorted(n for n in names if n in COLUMNS) != sorted(COLUMNS):
        came = ", ".join(f"“{name}”" for name in names)
        raise _refused(source, AtLine(line, f"{_HEADING}, got {came}"))
    return [names.index(column) for column in COLUMNS]


def _too_much(cell: str) -> str | None:
    """Say that a cell looks like a way to reach somebody, without repeating it."""
    if _EMAIL.search(cell):
        return "one cell looks like an e-mail address. The course needs none: leave it out"
    if _PHONE.search(cell):
        return "one cell looks like a phone number. The course needs none: leave it out"
    return None


def _checked(
    source: str, rows: list[Row], problems: list[AtLine], notes: list[AtLine], alone: bool
) -> Roster:
    found: list[AtLine] = []
    seen: dict[str, int] = {}
    pairs: dict[str, list[RosterRow]] = {}
    people: list[RosterRow] = []
    for line, username, name, role, pair in rows:
        if what := _row_problem(username, name, role, pair):
            found.append(AtLine(line, what))
        elif username in seen:
            what = f"username “{username}” is in line {seen[username]} already, expected it once"
            found.append(AtLine(line, what))
        else:
            person = RosterRow(line, username, name, role, pair or None)
            people.append(person)
            if pair:
                pairs.setdefault(pair, []).append(person)
        seen.setdefault(username, line)
    if not found and not problems:
        found = [
            AtLine(p[-1].line, what) for p in pairs.values() if (what := _pair_problem(p, alone))
        ]
        if not people:
            found = [AtLine(1, "expected at least one person below the heading, got none")]
    if found or problems:
        raise _refused(source, *problems, *found)
    return Roster(source, tuple(people), tuple(notes))


def _row_problem(username: str, name: str, role: str, pair: str) -> str | None:
    if not _USERNAME.fullmatch(username) or ".." in username:
        return (
            "username must be 1 to 64 small letters, digits, dots and hyphens, "
            f'beginning and ending with a letter or digit, got "{username}"'
        )
    if not name or len(name) > MAX_NAME or not name.isprintable():
        return f"name must be 1 to {MAX_NAME} characters in one line, got {len(name)}"
    if role not in ROLES:
        allowed = PAIR_ROLES if pair else ROLES
        return f'role must be {_either(allowed)}, got "{role}"'
    if role in PAIR_ROLES and not _PAIR.fullmatch(pair):
        return f'pair must name the pair of this {role}, for example 1, got "{pair}"'
    if role not in PAIR_ROLES and pair:
        return f'pair must be empty for a {role}, got "{pair}"'
    return None


def _pair_problem(rows: list[RosterRow], alone: bool) -> str | None:
    if sorted(row.role for row in rows) == sorted(PAIR_ROLES) or (alone and len(rows) == 1):
        return None
    came = ", ".join(f"{row.username} ({row.role})" for row in rows)
    return f'pair "{rows[0].pair}" must be one patient-leader and one professional, got {came}'


def _either(words: Sequence[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return ", ".join(quoted[:-1]) + " or " + quoted[-1]
