"""Reads a roster of participants and reports its problems. Independent of the database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairs_course.people import list_reader
from pairs_course.people.list_reader import ListError, ListText
from pairs_course.people.names import BadNameError, named, tidy
from pairs_course.safe_csv import plain

PAIR_ROLES: Final = ("patient-leader", "professional")
ROLES: Final = (*PAIR_ROLES, "facilitator", "sponsor")
COLUMNS: Final = ("username", "name", "role", "pair")

# Without case, spaces and hyphens. Only unambiguous words are listed: a wrong guess would put
# somebody in the wrong half of a pair.
_COLUMN_WORDS: Final = {
    "username": "username",
    "signinname": "username",
    "loginname": "username",
    "login": "username",
    "name": "name",
    "fullname": "name",
    "displayname": "name",
    "role": "role",
    "pair": "pair",
    "pairnumber": "pair",
    "pairno": "pair",
}
_ROLE_WORDS: Final = {
    word.replace(" ", ""): role
    for role, words in {
        "patient-leader": "patient leader, patient, carer, community leader, patient or carer, "
        "patient or community leader, patient representative, service user, expert by experience, "
        "expert patient, lay leader",
        "professional": "professional, health professional, healthcare professional, clinician, "
        "health care professional, clinical professional, doctor, nurse, physician, gp, midwife, "
        "consultant, surgeon, pharmacist, physiotherapist, therapist, manager, health manager",
        "facilitator": "facilitator, course facilitator, cofacilitator, instructor",
        "sponsor": "sponsor",
    }.items()
    for word in words.split(", ")
}
NO_FACILITATOR: Final = (
    "expected at least one facilitator, got none, so nobody could release modules or read what is "
    "sent. Add a line with the role facilitator"
)
#: What people write in a cell to mean that it is empty.
_NO_PAIR: Final = frozenset(["-", "\u2013", "\u2014", "/", "n/a", "N/A", "none", "None"])

# A username is a folder name, an nbgrader student id and a JupyterHub name, so lower case.
_USERNAME = re.compile(r"[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?")
_PAIR = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")
_EMAIL = re.compile(r"\S@\S")
_PHONE = re.compile(r"\+?\d(?:[\s()./-]*\d){6,}")


@dataclass(frozen=True)
class AtLine:
    """A message about one line of a roster, or 0 for all of it.

    ``what`` starts with the thing it is about, and has no full stop.
    """

    line: int
    what: str


class RosterError(ValueError):
    """An unusable roster; ``problems`` says what to correct in each line.

    ``found`` has the same as line numbers and messages, for pages that format them differently.
    """

    def __init__(self, problems: Sequence[str], found: Sequence[AtLine] = ()) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)
        self.found = list(found)


@dataclass(frozen=True)
class RosterRow:
    """One person on a roster; ``pair`` is None for facilitators and sponsors."""

    line: int
    username: str
    name: str
    role: str
    pair: str | None


@dataclass(frozen=True)
class Roster:
    """A checked roster; ``source`` is its file's name, for messages.

    ``notes`` are about cells with more than the course needs to know. ``understood`` are sentences
    about what was read differently from how it was written.
    """

    source: str
    rows: tuple[RosterRow, ...]
    notes: tuple[AtLine, ...] = ()
    understood: tuple[str, ...] = ()

    def problem(self, line: int, what: str) -> str:
        """Return a message on what is wrong in a line, with the next step."""
        return _problem(self.source, AtLine(line, what))


def read_roster(path: Path, *, alone: bool = False) -> Roster:
    """Read and check a file with the columns username, name, role and pair.

    Args:
        path: the file.
        alone: whether a pair may have one person, as while looking for a partner.

    Raises:
        RosterError: has every problem found, each as ``file:line: what``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RosterError(
            [f"{path.name}: cannot be read ({error.strerror}). Give the path of a list of people."]
        ) from None
    return roster_in(data, path.name, alone=alone)


def roster_in(data: bytes | str, name: str, *, alone: bool = False) -> Roster:
    """Check a file's contents, or pasted text, read by :mod:`~pairs_course.people.list_reader`.

    The heading may have its columns in any order, with other columns in between and text above.
    Without a heading the columns are username, name, role and pair. Raises RosterError, as
    :func:`read_roster` does.
    """
    if isinstance(data, bytes):
        text = text_of(data, name)
        return _read(text.text, name, alone, text.understood)
    return _read(data, name, alone)


def text_of(data: bytes, name: str) -> ListText:
    """Return a file as text for :func:`roster_in`; raises RosterError."""
    try:
        return list_reader.text_of(data, _score)
    except ListError as wrong:
        raise _refused(name, AtLine(wrong.line, str(wrong))) from None


def roster_of(
    rows: Iterable[tuple[str, str, str, str]], name: str = "roster", *, alone: bool = False
) -> Roster:
    """Check rows of (username, name, role, pair); an empty pair means none.

    Raises:
        RosterError: as :func:`read_roster`; lines count from 2, as if below a heading.
    """
    return _checked(name, [_Row(n, *row) for n, row in enumerate(rows, start=2)], [], [], alone)


def _refused(source: str, *problems: AtLine) -> RosterError:
    in_order = sorted(problems, key=lambda problem: problem.line)
    return RosterError([_problem(source, problem) for problem in in_order], in_order)


def _problem(source: str, problem: AtLine) -> str:
    if not problem.line:
        return f"{source}: {problem.what}. Nothing was changed."
    return (
        f"{source}:{problem.line}: {problem.what}. Correct line {problem.line} and run the "
        "command again; nothing was changed."
    )


@dataclass(frozen=True)
class _Row:
    """The four cells of one line, unchecked."""

    line: int
    username: str
    name: str
    role: str
    pair: str


def _read(text: str, source: str, alone: bool, understood: Sequence[str] = ()) -> Roster:
    try:
        lines = list_reader.rows_of(text, _score)
    except ListError as wrong:
        raise _refused(source, AtLine(wrong.line, str(wrong))) from None
    if not lines:
        raise _refused(source, AtLine(0, f"{_HEADING}, got an empty file"))
    heading = _heading(lines)
    said = list(understood)
    if heading is not None:
        line, cells = lines[heading]
        places, width = _places(source, line, cells), len(cells)
        if heading:
            said.append(f"The heading is in line {line}. Everything above it was ignored.")
    elif any(_has_role(cells) for _, cells in lines):
        # Empty spreadsheet columns do not count.
        filled = sorted({n for _, cells in lines for n, cell in enumerate(cells) if cell.strip()})
        places = [*filled, filled[-1] + 1][: len(COLUMNS)]
        heading, width = -1, max(len(cells) for _, cells in lines)
        said.append("There is no heading: the columns are username, name, role and pair.")
    else:
        raise _refused(source, AtLine(lines[0][0], f"{_HEADING}, got {_list(lines[0][1])}"))
    rows: list[_Row] = []
    problems: list[AtLine] = []
    notes: list[AtLine] = []
    for line, cells in lines[heading + 1 :]:
        notes += [AtLine(line, what) for what in map(_too_much, cells) if what]
        if len(cells) > width:
            what = f"expected {width} cells as in the heading, got {len(cells)}"
            problems.append(AtLine(line, f"{what}. Put a name that contains a comma in quotes"))
            continue
        # Spreadsheets leave out empty cells at the end of a line.
        cells = [*cells, *[""] * width]
        username, name, role, pair = (plain(cells[place].strip()) for place in places)
        rows.append(_Row(line, username, name, role, pair))
    return _checked(source, rows, problems, notes, alone, said)


_HEADING: Final = "expected a heading with the columns username, name, role and pair"


def _key(cell: str) -> str:
    """Return a word without what people write differently: case, spaces, hyphens, dots."""
    return "".join(c for c in tidy(cell).casefold() if c.isalnum())


def _columns(cells: Sequence[str]) -> set[str]:
    return {_COLUMN_WORDS[key] for cell in cells if (key := _key(cell)) in _COLUMN_WORDS}


def _has_role(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 2 and _key(filled[2]) in _ROLE_WORDS


def _heading(lines: Sequence[tuple[int, Sequence[str]]]) -> int | None:
    """Return the heading's row: the first that names columns, unless a person comes first."""
    for n, (_, cells) in enumerate(lines):
        if len(_columns(cells)) > 1:
            return n
        if _has_role(cells):
            return None
    return None


def _score(cells: Sequence[str]) -> int:
    return max(len(_columns(cells)), 3 * _has_role(cells))


def _list(cells: Sequence[str]) -> str:
    return ", ".join(f"“{_shown(cell)}”" for cell in cells[:8])


def _shown(cell: str) -> str:
    """Return a cell's start for a message, without unprintable characters."""
    return "".join(c if c.isprintable() else "?" for c in cell.strip()[:60])


def _places(source: str, line: int, cells: Sequence[str]) -> list[int]:
    named = [_COLUMN_WORDS.get(_key(cell)) for cell in cells]
    for column in COLUMNS:
        if (count := named.count(column)) != 1:
            trouble = f"“{column}” {count} times" if count else f"no “{column}”"
            what = f"{_HEADING}, got {trouble}: {_list(cells)}"
            raise _refused(source, AtLine(line, what))
    return [named.index(column) for column in COLUMNS]


def _too_much(cell: str) -> str | None:
    """Return a note if a cell looks like contact details, without repeating them."""
    if _EMAIL.search(cell):
        return "one cell looks like an e-mail address. The course does not need it: leave it out"
    if _PHONE.search(cell):
        return "one cell looks like a phone number. The course does not need it: leave it out"
    return None


def _checked(
    source: str,
    rows: Iterable[_Row],
    problems: Sequence[AtLine],
    notes: Sequence[AtLine],
    alone: bool,
    said: Sequence[str] = (),
) -> Roster:
    found: list[AtLine] = []
    seen: dict[str, int] = {}
    pairs: dict[str, list[RosterRow]] = {}
    people: list[RosterRow] = []
    meant: dict[str, None] = {}
    for row in rows:
        person = _person(row)
        if isinstance(person, AtLine):
            found.append(person)
            continue
        if person.username in seen:
            first = seen[person.username]
            what = f"username “{person.username}” is already in line {first}, expected it once"
            found.append(AtLine(row.line, what))
            continue
        seen[person.username] = row.line
        people.append(person)
        for came, read in ((row.username, person.username), (row.role, person.role)):
            if tidy(came) != read:
                meant[f"“{tidy(came)}” is read as {read}."] = None
        if person.pair:
            pairs.setdefault(person.pair, []).append(person)
    if not found and not problems:
        found = [
            AtLine(p[-1].line, wrong) for p in pairs.values() if (wrong := _pair_problem(p, alone))
        ]
        if not people:
            found = [AtLine(1, "expected at least one person below the heading, got none")]
    if found or problems:
        raise _refused(source, *problems, *found)
    return Roster(source, tuple(people), tuple(notes), (*said, *meant))


def _person(row: _Row) -> RosterRow | AtLine:
    """Return the person in a line, or what is wrong with it."""
    username = tidy(row.username).lower()
    if not _USERNAME.fullmatch(username) or ".." in username:
        what = (
            "username must be 1 to 64 letters from a to z, digits, dots and hyphens, "
            f'starting and ending with a letter or digit, got "{_shown(row.username)}"'
        )
        return AtLine(row.line, what)
    try:
        name = named(row.name)
    except BadNameError as wrong:
        return AtLine(row.line, f"name {wrong}")
    role = _ROLE_WORDS.get(_key(row.role))
    pair = re.sub(r"^(\d+)\.0+$", r"\1", tidy(row.pair))  # some programs write 1 as 1.0
    if role is None:
        allowed = PAIR_ROLES if pair else ROLES
        return AtLine(row.line, f'role must be {_either(allowed)}, got "{_shown(row.role)}"')
    if role not in PAIR_ROLES and pair in _NO_PAIR:
        pair = ""
    if role in PAIR_ROLES and not _PAIR.fullmatch(pair):
        what = f'pair must name the pair of this {role}, for example 1, got "{_shown(row.pair)}"'
        return AtLine(row.line, what)
    if role not in PAIR_ROLES and pair:
        return AtLine(row.line, f'pair must be empty for a {role}, got "{_shown(row.pair)}"')
    return RosterRow(row.line, username, name, role, pair or None)


def _pair_problem(rows: list[RosterRow], alone: bool) -> str | None:
    if sorted(row.role for row in rows) == sorted(PAIR_ROLES) or (alone and len(rows) == 1):
        return None
    came = ", ".join(f"{row.username} ({row.role})" for row in rows)
    return f'pair "{rows[0].pair}" must be one patient-leader and one professional, got {came}'


def _either(words: Sequence[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return ", ".join(quoted[:-1]) + " or " + quoted[-1]
