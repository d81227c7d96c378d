"""Who takes part: reading a roster, and the passwords of its accounts. No database here."""

from __future__ import annotations

import csv
import re
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

PAIR_ROLES: Final = ("patient-leader", "professional")
ROLES: Final = (*PAIR_ROLES, "facilitator", "sponsor")
COLUMNS: Final = ("username", "name", "role", "pair")
MAX_NAME: Final = 100

# A username is a folder name, an nbgrader student id and a JupyterHub name, which is lower case.
_USERNAME = re.compile(r"[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?")
_PAIR = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")

# One of the settings of the OWASP password storage cheat sheet: about 30 ms on a small machine.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)

_FREE_TRIES: Final = 3
_LONGEST_WAIT: Final = 60.0


class RosterError(ValueError):
    """A roster that cannot be used; ``problems`` says for each line what to correct."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


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
    """A checked roster; ``source`` is the name of its file, for messages."""

    source: str
    rows: tuple[RosterRow, ...]

    def problem(self, line: int, what: str) -> str:
        """Say what is wrong in a line, and the next step, in one shape for every problem."""
        return _problem(self.source, line, what)


def read_roster(path: Path) -> Roster:
    """Read and check a roster in CSV with the columns username, name, role and pair.

    Raises:
        RosterError: with every problem found, each as ``file:line: what``.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RosterError(
            [f"{path.name}: cannot be read ({error.strerror}). Give the path of a roster in CSV."]
        ) from None
    except UnicodeDecodeError:
        raise RosterError(
            [_problem(path.name, 1, "the file is not in UTF-8. Save it as “CSV UTF-8”")]
        ) from None
    return _checked(path.name, *_rows_of(path.name, text))


def roster_of(rows: Iterable[tuple[str, str, str, str]], name: str = "roster") -> Roster:
    """Check rows of (username, name, role, pair) as a file would be; an empty pair is none.

    Raises:
        RosterError: as :func:`read_roster`; lines are counted from 2, as below a heading.
    """
    return _checked(name, [(n, *row) for n, row in enumerate(rows, start=2)], [])


def new_password() -> str:
    """Make a password of three plain words: about 32 bits, enough where wrong tries are slowed."""
    return "-".join(secrets.choice(_words()) for _ in range(3))


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, to be kept instead of it."""
    return _HASHER.hash(_plain(password))


def password_matches(hashed: str, password: str) -> bool:
    """Say whether a password belongs to a hash; capitals, spaces and hyphens do not matter."""
    try:
        return _HASHER.verify(hashed, _plain(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobodys_hash() -> str:
    """Return a hash that no password matches, so that an unknown name takes as long as a known."""
    return hash_password(secrets.token_hex(16))


def wait_after(wrong_tries: int) -> float:
    """Return the seconds to wait after that many wrong tries: 1, 2, 4 ... from the third on.

    The wait ends at a minute: a stranger who guesses on purpose must not keep somebody out for
    long, and at one try a minute 32 bits last for thousands of years.
    """
    if wrong_tries < _FREE_TRIES:
        return 0.0
    return min(_LONGEST_WAIT, 2.0 ** min(wrong_tries - _FREE_TRIES, 10))


@cache
def _words() -> tuple[str, ...]:
    text = files("pairs_course").joinpath("words.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def _plain(password: str) -> str:
    """Bring the ways in which a person may type three words to one."""
    text = unicodedata.normalize("NFKC", password).casefold()
    return "-".join(re.split(r"[\s\-\u2010-\u2014]+", text.strip()))


def _problem(source: str, line: int, what: str) -> str:
    return (
        f"{source}:{line}: {what}. Correct line {line} and run the command again; "
        "nothing was changed."
    )


Row = tuple[int, str, str, str, str]


def _rows_of(source: str, text: str) -> tuple[list[Row], list[str]]:
    """Split a CSV text into rows with their line numbers; a broken heading ends it."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows: list[Row] = []
    problems: list[str] = []
    places: list[int] = []
    start = 1
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not places:
                places = _places(source, line, cells)
                heading = len(cells)
                continue
            if len(cells) != heading:
                problems.append(
                    _problem(source, line, f"expected {heading} columns, got {len(cells)}")
                )
                continue
            username, name, role, pair = (cells[p].strip() for p in places)
            rows.append((line, username, name, role, pair))
    except csv.Error as error:
        problems.append(_problem(source, start, f"this is not a row of CSV ({error})"))
    if not places and not problems:
        raise RosterError([_problem(source, 1, _HEADING + ", got an empty file")])
    return rows, problems


_HEADING: Final = "expected the columns username, name, role and pair, with commas between"


def _places(source: str, line: int, cells: list[str]) -> list[int]:
    names = [cell.strip().lower() for cell in cells]
    if sorted(n for n in names if n in COLUMNS) != sorted(COLUMNS):
        came = ", ".join(f"“{name}”" for name in names)
        raise RosterError([_problem(source, line, f"{_HEADING}, got {came}")])
    return [names.index(column) for column in COLUMNS]


def _checked(source: str, rows: list[Row], problems: list[str]) -> Roster:
    found: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    pairs: dict[str, list[RosterRow]] = {}
    people: list[RosterRow] = []
    for line, username, name, role, pair in rows:
        if what := _row_problem(username, name, role, pair):
            found.append((line, what))
        elif username in seen:
            what = f"username “{username}” is in line {seen[username]} already, expected it once"
            found.append((line, what))
        else:
            person = RosterRow(line, username, name, role, pair or None)
            people.append(person)
            if pair:
                pairs.setdefault(pair, []).append(person)
        seen.setdefault(username, line)
    if not found and not problems:
        found = [(p[-1].line, what) for p in pairs.values() if (what := _pair_problem(p))]
        if not people:
            found = [(1, "expected at least one person below the heading, got none")]
    problems = problems + [_problem(source, line, what) for line, what in found]
    if problems:
        raise RosterError(sorted(problems, key=lambda p: int(p[len(source) + 1 :].split(":")[0])))
    return Roster(source, tuple(people))


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


def _pair_problem(rows: list[RosterRow]) -> str | None:
    if sorted(row.role for row in rows) == sorted(PAIR_ROLES):
        return None
    came = ", ".join(f"{row.username} ({row.role})" for row in rows)
    return f'pair "{rows[0].pair}" must be one patient-leader and one professional, got {came}'


def _either(words: Sequence[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return ", ".join(quoted[:-1]) + " or " + quoted[-1]
