"""A list is read as an office makes it, the same people each time; all else is one sentence."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pairs_course.people import list_reader
from pairs_course.people.names import named
from pairs_course.people.roster import Roster, RosterError, RosterRow, roster_in
from pairs_course.people.roster_diff import as_text
from pairs_course.safe_csv import MARK, plain
from pairs_course.service.limits import MAX_BODY

FILES = Path(__file__).parents[1] / "rosters"
HEADING = ("username", "name", "role", "pair")
PEOPLE = [
    ("ann", "Ann Älder", "patient-leader", "1"),
    ("ben", "Birch, Ben", "professional", "1"),
    ("fay", "Fay Fern", "facilitator", ""),
]


def people(roster: Roster) -> list[tuple[str, str, str, str]]:
    return [(p.username, p.name, p.role, p.pair or "") for p in roster.rows]


def refusal(data: bytes | str, name: str = "list.csv") -> str:
    with pytest.raises(RosterError) as refused:
        roster_in(data, name)
    (problem,) = refused.value.problems
    return problem


@pytest.mark.parametrize("name", ["office.xlsx", "office.xls", "office.ods"])
def test_the_file_of_a_spreadsheet_is_read(name: str) -> None:
    """The sheet that is the list, without empty rows and columns; 1.0 is pair 1; what was guessed
    is said.
    """
    roster = roster_in((FILES / name).read_bytes(), name)

    assert people(roster) == PEOPLE
    assert [p.line for p in roster.rows] == [3, 5, 6]
    assert roster.understood == (
        "There are 2 sheets. “Liste” was read.",
        "“Patient leader” is read as patient-leader.",
        "“Ben” is read as ben.",
        "“Nurse” is read as professional.",
    )


def written(
    rows: list[tuple[str, ...]], between: str, ends: str, *, short: bool, told: bool
) -> str:
    made = io.StringIO()
    if told:
        made.write(f"sep={between}{ends}")
    sheet = csv.writer(made, delimiter=between, lineterminator=ends)
    for row in rows:
        cells = list(row)
        while short and cells and not cells[-1]:
            cells.pop()
        sheet.writerow(cells)
    return made.getvalue()


# What Windows-1252 can write, and no list of people leaves out.
LETTERS = st.characters(codec="cp1252", categories=["L", "N", "Pd", "Po"])
NAMES = st.text(LETTERS, min_size=1, max_size=12).filter(
    lambda name: any(c.isalpha() for c in name)
)
#: How each role may stand in an office's list.
WORDS = {
    "patient-leader": ["patient-leader", "Patient leader", "PATIENT", "carer"],
    "professional": ["professional", "Professional ", "Nurse", "clinician"],
    "facilitator": ["facilitator", "Facilitator"],
}


@st.composite
def dialects(draw: st.DrawFn) -> tuple[list[tuple[str, str, str, str]], bytes]:
    """Some people, and a file of an office with them."""
    count = draw(st.integers(1, 3))
    wanted = [("fay", draw(NAMES), "facilitator", "")]
    for n in range(count):
        wanted.append((f"ann-{n}", draw(NAMES), "patient-leader", str(n + 1)))
        wanted.append((f"ben.{n}", draw(NAMES), "professional", str(n + 1)))
    order = draw(st.permutations(range(4)))
    heads = [draw(st.sampled_from([h, h.upper(), h.title(), f" {h} "])) for h in HEADING]
    rows = [tuple(heads[n] for n in order)]
    for person in wanted:
        row = [person[0], person[1], draw(st.sampled_from(WORDS[person[2]])), person[3]]
        rows.append(tuple(row[n] for n in order))
        if draw(st.booleans()):
            rows.append(("", "", "", ""))
    if draw(st.booleans()):
        rows = [("", *row, "") for row in rows]
    text = written(
        rows,
        draw(st.sampled_from(",;\t")),
        draw(st.sampled_from(["\n", "\r\n", "\r"])),
        short=draw(st.booleans()),
        told=draw(st.booleans()),
    )
    encoding = draw(
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
    )
    # Somebody's "Â¡" in Windows-1252 is somebody's "¡" in UTF-8, to the byte: nobody can tell.
    assume(encoding != "cp1252" or text.isascii() or not is_utf8(text.encode(encoding)))
    return wanted, text.encode(encoding)


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(dialects())
def test_each_dialect_gives_the_same_people(
    made: tuple[list[tuple[str, str, str, str]], bytes],
) -> None:
    """Delimiters, encodings, ends of lines, order and case of columns, empty cells, words."""
    wanted, data = made

    assert people(roster_in(data, "list.csv")) == [
        (u, named(plain(n)), r, p) for u, n, r, p in wanted
    ]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_the_one_error(data: bytes) -> None:
    """Nothing that a file may hold raises anything else."""
    try:
        found = roster_in(data, "list.csv").rows
    except RosterError as error:
        found = error.problems
    assert found


@pytest.mark.parametrize("name", ["office.xlsx", "office.xls", "office.ods"])
@settings(max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_a_damaged_file_is_a_list_or_the_one_error(name: str, seed: int) -> None:
    """Bytes that fell over, and a file that was cut off."""
    chance = random.Random(seed)  # noqa: S311 - it damages files
    data = bytearray((FILES / name).read_bytes())
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    del data[chance.randrange(len(data) // 2, len(data) + 1) :]
    try:
        found = roster_in(bytes(data), name).rows
    except RosterError as error:
        found = error.problems
    assert found


def packed(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/"), text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"%PDF-1.7", "a PDF"),
        (packed(word__document="<w/>"), "a Word file"),
        (packed(ppt__slides="<p/>"), "a PowerPoint file"),
        (packed(other="x"), "a compressed file (zip)"),
        (
            packed(mimetype="application/vnd.oasis.opendocument.text"),
            "a word processor or presentation file",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a Word file"),
        (b"{\\rtf1", "formatted text (RTF)"),
        (b"PK\x03\x04", "a damaged spreadsheet or archive"),
        (b"<html><body><table>", "a web page or XML"),
        (b"\x00\x01\x02\x03" * 9, "a file that is not text"),
        (b"\x81\x8d\x8f", "unreadable bytes"),
        (b"", "an empty file"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(data: bytes, what: str) -> None:
    """It says what came and what to do, and speaks of no line."""
    said = refusal(data)

    assert said.startswith("list.csv: expected a ")
    assert f"got {what}" in said
    assert said.endswith("Nothing was changed.")


def far_away(cell: str) -> bytes:
    """The list with one of its cells somewhere else."""
    made = io.BytesIO()
    with zipfile.ZipFile(FILES / "office.xlsx") as file, zipfile.ZipFile(made, "w") as moved:
        for name in file.namelist():
            moved.writestr(name, file.read(name).replace(b'r="D6"', f'r="{cell}"'.encode()))
    return made.getvalue()


def test_a_spreadsheet_made_to_fill_the_memory_fills_nothing() -> None:
    """Too much when unpacked, a directory that lies about it, and a cell at the end of a sheet."""
    big = packed(**{"xl/workbook.xml": " " * 40_000_000})
    lying = big.replace((40_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

    assert big != lying
    assert "it unpacks to far more than a list of people" in refusal(big)
    assert "the spreadsheet cannot be read: it is broken" in refusal(lying)
    assert "far larger than a list of people" in refusal(far_away("XFD1048576"))
    assert "list.csv:6: expected 5 cells" in refusal(far_away("F6"))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"x" * 1_000_001, "list.csv: expected a file of at most 1 MB, got 1.0 MB."),
        (b"username,name,role,pair," + b"x" * 200_000, "expected at most 200000 characters"),
        (
            "username,name,role,pair\n" + "a,b,sponsor\n" * 2_000,
            "list.csv:2001: expected at most 2000",
        ),
    ],
)
def test_a_list_has_a_size(data: bytes | str, what: str) -> None:
    """Far above any cohort, far below what a machine minds."""
    assert what in refusal(data)


def test_what_was_guessed_about_letters_is_shown() -> None:
    """Windows writes other alphabets with the same bytes, so a person should look."""
    text = "username;name;role;pair\nzoe;Zoë Kühn;sponsor\n"

    assert roster_in(text.encode(), "l.csv").understood == ()
    assert roster_in(text.encode("cp1252"), "l.csv").understood == (
        "The file is in a Windows encoding. Please check: “Zoë”, “Kühn”.",
    )


def test_words_above_the_heading_are_left_out_and_people_never() -> None:
    """A title is no person; a second heading below people is a mistake in its line."""
    above = "People of Leeds\n\nRole;Pair;Name;Sign-in name\nSponsor;-;Sue;sue\n"
    twice = "sue,Sue,sponsor\nusername,name,role,pair\n"

    roster = roster_in(above, "l.csv")

    assert people(roster) == [("sue", "Sue", "sponsor", "")]
    assert roster.understood[0] == "The heading is in line 3. Everything above it was ignored."
    assert 'l.csv:2: role must be "patient-leader" or "professional", got "role"' in refusal(
        twice, "l.csv"
    )


KEPT = [
    ("zoe", "Zoë Kühn", "patient-leader", "1"),
    ("lucja", "Łucja Nowak", "professional", "1"),
    ("eq", "=1+1", "patient-leader", "2"),
    ("minus", "-Ana", "professional", "2"),
    ("quote", "'=x", "sponsor", ""),
    ("omar", "عمر", "facilitator", ""),
]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows"])
@pytest.mark.parametrize("between", ",;\t")
def test_the_list_of_today_comes_back_as_it_was(encoding: str, between: str) -> None:
    """Saved by the desk, opened and saved by a spreadsheet in each of its ways, sent in again."""
    rows = [RosterRow(n, *row[:3], row[3] or None) for n, row in enumerate(KEPT, 2)]
    saved = as_text(rows)
    cells = [tuple(row) for row in csv.reader(io.StringIO(saved.removeprefix(MARK)))]
    opened = written(cells, between, "\r\n", short=True, told=False)
    if encoding == "windows":  # a program that does not know the mark of UTF-8
        told = (MARK + opened).encode()
        opened = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in told)
        encoding = "utf-8-sig"

    assert saved.encode()[:3] == b"\xef\xbb\xbf"
    assert [row[1] for row in cells[3:6]] == ["'=1+1", "'-Ana", "''=x"]
    assert people(roster_in(saved.encode(), "l.csv")) == KEPT
    assert people(roster_in(opened.encode(encoding), "l.csv")) == KEPT


def test_the_limits_are_those_of_the_service() -> None:
    """What was read on one side of the service fits into a request to it."""
    assert list_reader.MAX_TEXT * 4 < MAX_BODY
