"""Rosters are refused with file and line; passwords are three plain words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.people import (
    Roster,
    RosterError,
    RosterRow,
    hash_password,
    new_password,
    password_matches,
    read_roster,
    roster_of,
    wait_after,
)

HEADING = "username,name,role,pair\n"
NEXT = "Correct line {} and run the command again; nothing was changed."


def roster(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems(tmp_path: Path, text: str | bytes) -> list[str]:
    with pytest.raises(RosterError) as refused:
        read_roster(roster(tmp_path, text))
    return refused.value.problems


def test_a_roster_is_read_with_lines_and_pairs(tmp_path: Path) -> None:
    """Columns may stand in any order, with others between; blank lines and a BOM do no harm."""
    text = (
        "\ufeffName,Pair,note,Role,Username\n"
        "Ann Alder,1,,patient-leader,ann\n"
        "\n"
        '"Birch, Ben",1,late,professional,ben\n'
        "Fay Fern,,,facilitator,fay\n"
    )

    read = read_roster(roster(tmp_path, text))

    assert read == Roster(
        "roster.csv",
        (
            RosterRow(2, "ann", "Ann Alder", "patient-leader", "1"),
            RosterRow(4, "ben", "Birch, Ben", "professional", "1"),
            RosterRow(5, "fay", "Fay Fern", "facilitator", None),
        ),
    )


def test_a_wrong_role_is_named_with_its_line(tmp_path: Path) -> None:
    """The message says the thing, what was expected, what came, and the next step."""
    text = HEADING + "ann,Ann,patient-leader,1\nben,Ben,nurse,1\n"

    found = problems(tmp_path, text)

    assert found == [
        'roster.csv:3: role must be "patient-leader" or "professional", got "nurse". '
        "Correct line 3 and run the command again; nothing was changed."
    ]


@pytest.mark.parametrize(
    ("rows", "line", "what"),
    [
        ("Ann,Ann,sponsor,\n", 2, 'ending with a letter or digit, got "Ann"'),
        ("../x,Ann,sponsor,\n", 2, 'ending with a letter or digit, got "../x"'),
        ("a..b,Ann,sponsor,\n", 2, 'ending with a letter or digit, got "a..b"'),
        ("ann,,sponsor,\n", 2, "name must be 1 to 100 characters in one line, got 0"),
        ("ann,Ann,boss,\n", 2, '"professional", "facilitator" or "sponsor", got "boss"'),
        ("ann,Ann,patient-leader,\n", 2, 'for example 1, got ""'),
        ("ann,Ann,sponsor,1\n", 2, 'pair must be empty for a sponsor, got "1"'),
        ("fay,Fay,facilitator,\nfay,Fay,sponsor,\n", 3, "is in line 2 already"),
        ("ann,Ann,patient-leader,1\n", 2, "got ann (patient-leader)"),
        (
            "ann,Ann,patient-leader,1\nben,Ben,patient-leader,1\n",
            3,
            "got ann (patient-leader), ben (patient-leader)",
        ),
        ("ann,Ann,sponsor\n", 2, "expected 4 columns, got 3"),
        ('ann,"Ann,sponsor,\n', 2, "this is not a row of CSV"),
        ("", 1, "expected at least one person below the heading, got none"),
    ],
)
def test_each_mistake_is_refused_with_its_line(
    tmp_path: Path, rows: str, line: int, what: str
) -> None:
    """One mistake gives one problem, in its line."""
    found = problems(tmp_path, HEADING + rows)

    assert len(found) == 1
    assert found[0].startswith(f"roster.csv:{line}: ")
    assert what in found[0]
    assert found[0].endswith(NEXT.format(line))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "got an empty file"),
        ("username;name;role;pair\n", "got “username;name;role;pair”"),
        ("username,name,role\n", "got “username”, “name”, “role”"),
        ("username,name,role,pair,pair\n", "“pair”, “pair”"),
        ("username,name\xe9,role,pair\n".encode("latin-1"), "Save it as “CSV UTF-8”"),
    ],
)
def test_a_wrong_heading_is_refused(tmp_path: Path, text: str | bytes, what: str) -> None:
    """Without its four columns nothing else of a file is judged."""
    found = problems(tmp_path, text)

    assert len(found) == 1
    assert found[0].startswith("roster.csv:1: ")
    assert what in found[0]


def test_every_problem_is_said_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    """Somebody with three mistakes corrects the file once."""
    found = problems(tmp_path, HEADING + "Ann,Ann,sponsor,\nben,Ben\ncat,Cat,boss,\n")

    assert [problem.split(" ")[0] for problem in found] == [
        "roster.csv:2:",
        "roster.csv:3:",
        "roster.csv:4:",
    ]


def test_a_missing_file_is_a_roster_error(tmp_path: Path) -> None:
    """There is one kind of error to catch."""
    with pytest.raises(RosterError, match=r"^absent\.csv: cannot be read \(No such file"):
        read_roster(tmp_path / "absent.csv")


@given(st.text())
def test_any_text_is_a_roster_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """No file, however broken, ends in a traceback; every problem has its line."""
    path = roster(tmp_path_factory.mktemp("any"), (HEADING + text).encode("utf-8", "replace"))

    try:
        found = [] if read_roster(path).rows else ["nobody"]
    except RosterError as error:
        found = [p for p in error.problems if not re.match(r"roster\.csv:\d+: ", p)]

    assert found == []


def test_rows_from_elsewhere_pass_the_same_checks() -> None:
    """The demo's people are checked as a file's are."""
    with pytest.raises(RosterError, match=r'^roster:3: username "ann"|^roster:3: username “ann”'):
        roster_of([("ann", "Ann", "sponsor", ""), ("ann", "Ann", "sponsor", "")])


def test_a_password_is_three_plain_words() -> None:
    """It can be read out on the phone, and no two are the same."""
    made = [new_password() for _ in range(200)]

    assert all(re.fullmatch(r"[a-z]{2,9}-[a-z]{2,9}-[a-z]{2,9}", word) for word in made)
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    "typed", ["river-lamp-seven", "River Lamp Seven", "  river lamp—seven ", "RIVER  - LAMP-seven"]
)
def test_a_password_may_be_typed_in_any_plain_way(typed: str) -> None:
    """Capitals, spaces and hyphens do not matter."""
    hashed = hash_password("river-lamp-seven")

    assert password_matches(hashed, typed)
    assert "river" not in hashed


@pytest.mark.parametrize("typed", ["", "river-lamp", "riverlampseven", "river-lamp-eight"])
def test_another_password_does_not_match(typed: str) -> None:
    """Only the same three words open an account."""
    assert not password_matches(hash_password("river-lamp-seven"), typed)


def test_waiting_begins_at_the_third_wrong_try_and_ends_at_a_minute() -> None:
    """A slip costs nothing, guessing is slow, and nobody is kept out for long."""
    waits = [wait_after(wrong) for wrong in (0, 1, 2, 3, 4, 5, 8, 9, 10_000)]

    assert waits == [0, 0, 0, 1, 2, 4, 32, 60, 60]
