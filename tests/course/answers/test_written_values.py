"""Numbers, days and points as people write them: read right, or refused with the way to write."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers import written_values
from pairs_course.answers.written_values import Unreadable, points
from pairs_course.programme.items import number_words

#: The page's reader (``shared/numbers.js``) is held to the same table in ``tests/browser``.
NUMBERS = json.loads(Path(__file__).parents[1].joinpath("numbers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "expected"), [(one["text"], one["value"]) for one in NUMBERS])
def test_a_number_is_read_or_refused(text: str, expected: float | None) -> None:
    """With a point or a comma; nothing is guessed at."""
    if expected is not None:
        assert written_values.number(text) == expected
        return
    with pytest.raises(Unreadable):
        written_values.number(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03", "2026/11/03", "3/11/2026", "03/11/2026", "3.11.2026", "3. 11. 2026",
        "3-11-2026", "3 Nov 2026", "3 nov. 2026", "3 November 2026", "3rd November 2026",
        "3 of November 2026", "3-Nov-2026", "Nov 3, 2026", "November 3rd 2026",
        "Tue 3 Nov 2026", "Tuesday, 3 November 2026", " 3 NOV 2026 ",
    ],
)  # fmt: skip
def test_a_day_is_read_with_the_day_first(text: str) -> None:
    """In the ways in which people here write it."""
    assert written_values.day(text) == "2026-11-03"


@pytest.mark.parametrize(
    "text",
    ["", "x", "3/11/26", "11/23/2026", "30 Feb 2026", "3 Nov", "3 Nev 2026", "2026", "3/11/2026 x",
     "20261103", "3/11-2026", "0/11/2026"],
)  # fmt: skip
def test_a_day_that_is_none_is_refused(text: str) -> None:
    """With the way to write it."""
    with pytest.raises(Unreadable, match="3/11/2026"):
        written_values.day(text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026-11-03 12,5", [("2026-11-03", 12.5)]),
        ("3/11/2026 4", [("2026-11-03", 4)]),
        ("3/11/2026; 4", [("2026-11-03", 4)]),
        ("3 Nov 2026: 12", [("2026-11-03", 12)]),
        ("3 Nov 2026 = 12.", [("2026-11-03", 12)]),
        ("3.11.2026\t7,25", [("2026-11-03", 7.25)]),
        ("3/11/2026\u00a0-2", [("2026-11-03", -2)]),
        ("3/11/2026 1 200", [("2026-11-03", 1200)]),
        ("\u2022 3/11/2026 4;", [("2026-11-03", 4)]),
        ("3/11/2026 4; 4/11/2026 3,5", [("2026-11-03", 4), ("2026-11-04", 3.5)]),
        ("3/11/2026;4;4/11/2026;3", [("2026-11-03", 4), ("2026-11-04", 3)]),
        ("3 Nov 2026 12, 4 Nov 2026 5", [("2026-11-03", 12), ("2026-11-04", 5)]),
        ("", []),
        (" ; ", []),
    ],
)
def test_a_line_of_points_is_read(line: str, expected: list[tuple[str, float]]) -> None:
    """Commas, points, semicolons, tabs and any space between the day and the number."""
    assert points(line) == expected


@pytest.mark.parametrize(
    "line",
    ["12", "3/11/2026", "4 3/11/2026", "3/11/2026 1,200", "3/11/2026 12 people", "3/11/2026 - 5",
     "3/11/2026 \u2013 5", "3/11/2026 1.2.3", "3/11/202612", "3 Nov 2026 12,4 Nov 2026 5",
     "3/11/2026 12 2026", "3/11/2026 1e5", "3/11/2026 1.23456", "11/23/2026 4", "many"],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    """With its number among all lines, empty ones too; then nothing of the text counts."""
    with pytest.raises(Unreadable, match=r"^Line 3: [^L]+ Line 5: [^L]+$"):
        points(f"2026-11-01 1\n\n{line}\n2026-11-02 2\n{line}")


NUMBER = st.one_of(st.integers(-999_999, 999_999), st.decimals(-999, 999, places=2).map(float))
WAYS = (
    "{d:%Y-%m-%d}", "{d.day}/{d.month}/{d.year}", "{d.day}.{d.month}.{d.year}", "{d:%d %b %Y}",
    "{d:%d %B %Y}", "{d:%a %d %b %Y}", "{d:%B} {d.day}, {d.year}",
)  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.dates(date(1900, 1, 1), date(2999, 12, 31)),
            NUMBER,
            st.sampled_from(WAYS),
            st.sampled_from([" ", "  ", "\t", "; ", ": ", ";", " = ", "\u00a0"]),
            st.booleans(),
        ),
        max_size=8,
    ),
    st.sampled_from(["\n", "\n\n", ";\n", "; ", "\r\n"]),
)
def test_whatever_way_it_is_written_all_points_come_back(
    rows: list[tuple[date, float, str, str, bool]], between: str
) -> None:
    """As many points as were written, in their order, with their very days and numbers."""
    lines = []
    for day, number, way, gap, comma in rows:
        digits = number_words(number)
        lines.append(f"{way.format(d=day)}{gap}{digits.replace('.', ',') if comma else digits}")

    assert points(between.join(lines)) == [(day.isoformat(), n) for day, n, *_ in rows]


@given(st.lists(st.text(max_size=30), max_size=5))
def test_nothing_is_left_out_in_silence(lines: list[str]) -> None:
    """Any text at all: each line that says something gives a point, or the text is refused."""
    text = "\n".join(lines)
    try:
        found = points(text)
    except Unreadable:
        return
    assert len(found) >= len([x for x in text.splitlines() if any(c.isalnum() for c in x)])
