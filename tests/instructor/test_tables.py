"""The figures as a file for a spreadsheet: a row a figure, in words, with nothing to run."""

from __future__ import annotations

import csv
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pairs_course.figures.aggregation import TOO_FEW
from pairs_course.safe_csv import MARK
from pairs_instructor.dashboards import tables
from pairs_instructor.dashboards.choices import Choices

from . import dashboard_pages as sample
from . import published_data as made

OFTEN = "answered “often” or “always”"


def rows(text: str) -> list[list[str]]:
    """Read a file as a spreadsheet does."""
    return list(csv.reader(io.StringIO(text.removeprefix(MARK), newline="")))


def records(text: str) -> list[dict[str, str]]:
    head, *body = rows(text)
    return [dict(zip(head, row, strict=True)) for row in body]


def cohort_csv(summaries: Any, choices: Choices | None = None, **more: Any) -> str:
    """Return the file of a cohort with these summaries."""
    return tables.csv(sample.cohort(choices, summaries=summaries, **more).view)


def test_each_figure_is_a_row() -> None:
    """With its theme, when it was asked, what was counted, and the word or why there is none."""
    head, first, second, *more = rows(cohort_csv([made.summary("start", ["few", None])]))

    assert head == list(tables.COLUMNS)
    ask = "We know what each of us wants from working together."
    theme, when = "How we work together", "At the start"
    assert first == [theme, when, ask, OFTEN, "Few", ""]
    assert second[4:] == ["Not shown", TOO_FEW]
    assert len(more) == 6


def test_an_option_is_named_where_it_is_counted() -> None:
    """A choice has a row an option."""
    got = records(cohort_csv([made.summary("once", ["few"])], Choices("time")))

    assert got[0]["What was counted"] == "named “Something else comes first”"
    assert [row["How many people"] for row in got] == ["About half", *["Few"] * 5]


def test_steps_say_their_roles_and_about_how_many_people() -> None:
    """Steps are in words, so that no spreadsheet takes them for a day or a number."""
    view = sample.network(made.network(made.by_role, ["start"])).view

    got = records(tables.csv(view))

    columns = ("How many people", "Of about how many people", "Patient leaders", "Professionals")
    assert [[row[column] for column in columns] for row in got[:4]] == [
        ["30% to under 40%", "120", "30% to under 40%", "30% to under 40%"],
        ["70% to under 80%", "120", "60% to under 70%", "80% to under 90%"],
        ["Under 10%", "120", "Under 10%", "20% to under 30%"],
        ["90% or more", "120", "Not shown", "Not shown"],
    ]


def test_only_what_is_chosen_is_in_the_file() -> None:
    """A theme and a wave choose rows as they choose figures on the page."""
    got = records(cohort_csv(made.whole_cohort(), Choices("eight", "now")))

    assert {(row["Theme"], row["When people answered"]) for row in got} == {
        ("How we work together", "Now")
    }
    assert len(got) == 8
    assert records(cohort_csv(made.whole_cohort(), Choices("time", "now"))) == []


def test_every_row_of_demo_data_says_so() -> None:
    """A row that is copied elsewhere is still marked; real ones have no such column."""
    marked = records(cohort_csv(made.whole_cohort(), demo=True))

    assert {row["Demo"] for row in marked} == {tables.DEMO}
    assert "Demo" not in cohort_csv(made.whole_cohort())


@given(st.text(max_size=20), st.sampled_from(["=", "+", "-", "@", " =", "\t="]))
def test_no_cell_is_taken_for_a_formula(text: str, start: str) -> None:
    """Whatever a question begins with, its cell is text, and whole."""
    summary: dict[str, Any] = {**made.summary("start", ["few"])}
    summary["items"] = [{**summary["items"][0], "ask": start + text, "counted": start + text}]

    (row,) = rows(cohort_csv([summary]))[1:]

    assert not [cell for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))]
    assert row[2] == row[3] == f"'{start}{text}"
