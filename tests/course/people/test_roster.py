"""Rosters are read as spreadsheets make them, and refused with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.people.roster import (
    Roster,
    RosterError,
    RosterRow,
    read_roster,
    roster_in,
    roster_of,
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
    text = HEADING + "ann,Ann,patient-leader,1\nben,Ben,driver,1\n"

    found = problems(tmp_path, text)

    assert found == [
        'roster.csv:3: role must be "patient-leader" or "professional", got "driver". '
        "Correct line 3 and run the command again; nothing was changed."
    ]


@pytest.mark.parametrize(
    ("rows", "line", "what"),
    [
        ("Änn,Ann,sponsor,\n", 2, 'ending with a letter or digit, got "Änn"'),
        ("../x,Ann,sponsor,\n", 2, 'ending with a letter or digit, got "../x"'),
        ("a..b,Ann,sponsor,\n", 2, 'ending with a letter or digit, got "a..b"'),
        ("ann,,sponsor,\n", 2, "name must be 1 to 100 readable characters, got none"),
        ("ann,Ann,boss,\n", 2, '"professional", "facilitator" or "sponsor", got "boss"'),
        ("ann,Ann,patient-leader,\n", 2, 'for example 1, got ""'),
        ("ann,Ann,sponsor,1\n", 2, 'pair must be empty for a sponsor, got "1"'),
        ("fay,Fay,facilitator,\nfay,Fay,sponsor,\n", 3, "is already in line 2"),
        ("ann,Ann,patient-leader,1\n", 2, "got ann (patient-leader)"),
        (
            "ann,Ann,patient-leader,1\nben,Ben,patient-leader,1\n",
            3,
            "got ann (patient-leader), ben (patient-leader)",
        ),
        ("ann,Ash, Ann,patient,1\n", 2, "expected 4 cells as in the heading, got 5"),
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
        ("username/name/role/pair\n", "got “username/name/role/pair”"),
        ("username,name,role\n", "got no “pair”: “username”, “name”, “role”"),
        ("username,name,role,pair,pair\n", "got “pair” 2 times: “username”,"),
        ("username,n\xe9me,role,pair\n".encode("latin-1"), "“néme”"),
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
    found = problems(tmp_path, HEADING + "a nn,Ann,sponsor,\nben,Ben\ncat,Cat,boss,\n")

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


PEOPLE = (
    RosterRow(2, "ann", "Ann Älder", "patient-leader", "1"),
    RosterRow(3, "ben", "Birch, Ben", "professional", "1"),
    RosterRow(4, "fay", "Fay Fern", "facilitator", None),
)
SHEETS = {
    "commas": "username,name,role,pair\nann,Ann Älder,patient-leader,1\n"
    'ben,"Birch, Ben",professional,1\nfay,Fay Fern,facilitator,\n',
    "semicolons": "username;name;role;pair\r\nann;Ann Älder;patient-leader;1\r\n"
    "ben;Birch, Ben;professional;1\r\nfay;Fay Fern;facilitator;\r\n",
    "tabs": "username\tname\trole\tpair\nann\tAnn Älder\tpatient-leader\t1\n"
    "ben\tBirch, Ben\tprofessional\t1\nfay\tFay Fern\tfacilitator\n",
}


@pytest.mark.parametrize("between", SHEETS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_roster_is_read_as_spreadsheets_save_it(between: str, encoding: str) -> None:
    """Commas, semicolons or tabs, and what tells the encoding at the beginning of a file."""
    assert roster_in(SHEETS[between].encode(encoding), "sheet.csv").rows == PEOPLE


def test_copied_cells_need_no_heading() -> None:
    """Four columns in the known order; a first line that is a heading is read as one."""
    copied = SHEETS["tabs"].partition("\n")[2]

    rows = roster_in(copied, "what you pasted").rows

    assert [(r.line, r.username, r.pair) for r in rows] == [
        (1, "ann", "1"),
        (2, "ben", "1"),
        (3, "fay", None),
    ]


@pytest.mark.parametrize(
    ("name", "what"),
    [("ann@example.org", "an e-mail address"), ("Ann +44 (0)113 496 0000", "a phone number")],
)
def test_a_way_to_reach_somebody_is_noted_and_not_repeated(name: str, what: str) -> None:
    """Also in a column that the course does not read: the file should not have it."""
    for row in (f"fay,{name},facilitator,,", f"fay,Fay,facilitator,,{name}"):
        (note,) = roster_in(f"username,name,role,pair,more\n{row}\n", "r.csv").notes

        assert (note.line, what in note.what, name in note.what) == (2, True, False)


def test_a_pair_may_wait_for_its_second_person() -> None:
    """While a partner is looked for; a new cohort has whole pairs."""
    row = ("cat", "Cat", "patient-leader", "2")

    alone = roster_of([row], alone=True)

    assert [r.username for r in alone.rows] == ["cat"]
    with pytest.raises(RosterError) as refused:
        roster_of([row])
    assert [(p.line, p.what.partition(",")[0]) for p in refused.value.found] == [
        (2, 'pair "2" must be one patient-leader and one professional'),
    ]
    with pytest.raises(RosterError, match="must be one patient-leader and one professional"):
        roster_of([row, ("dot", "Dot", "patient-leader", "2")], alone=True)


def test_lines_without_their_last_empty_cells_are_whole() -> None:
    """Office programs leave them out, and the pair of a facilitator is empty."""
    text = HEADING + "ann,Ann,patient-leader,1\nben,Ben,professional,1\nfay,Fay Fox,facilitator\n"

    rows = roster_in(text, "r.csv").rows

    assert [(r.username, r.pair) for r in rows] == [("ann", "1"), ("ben", "1"), ("fay", None)]


@pytest.mark.parametrize(
    ("role", "read"),
    [
        ("Patient leader", "patient-leader"),
        ("patient_leader", "patient-leader"),
        ("PATIENT", "patient-leader"),
        ("Carer", "patient-leader"),
        ("Professional", "professional"),
        ("Health-care professional", "professional"),
        ("Clinician", "professional"),
        ("nurse", "professional"),
        ("G.P.", "professional"),
    ],
)
def test_obvious_words_for_a_role_are_read_and_shown(role: str, read: str) -> None:
    """An office writes what it calls people; the preview says how that was understood."""
    other = "patient" if read == "professional" else "nurse"

    roster = roster_in(HEADING + f"Ana,Ana,{role},1\nben,Ben,{other},1\n", "r.csv")

    assert (roster.rows[0].username, roster.rows[0].name, roster.rows[0].role) == (
        "ana",
        "Ana",
        read,
    )
    assert roster.understood[:2] == ("“Ana” is read as ana.", f"“{role}” is read as {read}.")


@pytest.mark.parametrize("role", ["leader", "driver", "staff", "", "patient professional"])
def test_a_role_that_may_mean_two_things_is_refused_with_the_list(role: str) -> None:
    """A wrong guess would put somebody into the wrong half of a pair."""
    with pytest.raises(RosterError, match='role must be "patient-leader" or "professional", got "'):
        roster_in(HEADING + f"ann,Ann,{role},1\n", "r.csv")


@pytest.mark.parametrize(
    ("pair", "read"), [("1.0", "1"), ("01", "01"), (" 2 ", "2"), ("1.5", "1.5")]
)
def test_a_number_is_a_number_as_it_is_shown(pair: str, read: str) -> None:
    """Some programs write 1 as 1.0."""
    roster = roster_in(HEADING + f"ann,Ann,patient,{pair}\n", "r.csv", alone=True)

    assert roster.rows[0].pair == read


@pytest.mark.parametrize("empty", ["-", "\u2013", "n/a", "none"])
def test_what_stands_for_an_empty_cell_is_one(empty: str) -> None:
    """Who is in no pair has none, whatever an office writes for that."""
    assert roster_in(HEADING + f"fay,Fay,facilitator,{empty}\n", "r.csv").rows[0].pair is None
