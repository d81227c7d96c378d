"""CSV for spreadsheets: what goes in comes out, and no cell is taken for a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.safe_csv import cell, csv_text, plain

CELLS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


def read(text: str) -> list[list[str]]:
    """Read as a spreadsheet does: UTF-8 with its mark, commas, quotes."""
    return list(csv.reader(io.StringIO(text.encode().decode("utf-8-sig"), newline="")))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=5))
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    """Commas, quotes and line breaks inside a cell change nothing around it."""
    assert read(csv_text(rows)) == [[cell(text) for text in row] for row in rows]


@given(CELLS)
def test_no_cell_begins_a_formula(text: str) -> None:
    """Whatever somebody's name is, also behind spaces; harmless text stays as it is."""
    made = cell(text)

    assert not made.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made in (text, f"'{text}")


@given(CELLS | st.text("'= -a", max_size=6))
def test_a_guard_is_taken_off_and_nothing_else(text: str) -> None:
    """A table that comes back has what went out, also where a name has an apostrophe of its own."""
    assert plain(cell(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1"])
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    """The beginnings that spreadsheets know."""
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ann", "Amal = A", "2026-05-03", "Élodie"])
def test_other_text_stays(text: str) -> None:
    """Names, days and empty cells."""
    assert cell(text) == text


def test_a_spreadsheet_sees_that_it_is_utf_8() -> None:
    """The mark comes first, once, and lines end as RFC 4180 says."""
    assert csv_text([["Élodie", "a"], ["b", "c"]]).encode() == (
        b"\xef\xbb\xbf\xc3\x89lodie,a\r\nb,c\r\n"
    )
