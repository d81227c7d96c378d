"""The top of a page with figures: three lines, the key to bars, and nothing where nothing is."""

from __future__ import annotations

import pytest

from pairs_course.figures.aggregation import TOO_FEW
from pairs_instructor.dashboards.charts.shown import ZONES
from pairs_instructor.dashboards.choices import Choices

from . import dashboard_pages as sample
from . import published_data as made
from .reading_pages import parse, text, tree_of, with_class


@pytest.mark.parametrize("name", ["cohort-whole", "network-words", "network-roles"])
def test_a_page_begins_with_three_lines_and_the_key(name: str) -> None:
    """Before the first picture, for whoever reads no further; each line is of another question."""
    tree = tree_of(name)

    (top,) = with_class(tree, "brief")
    lines = [text(li) for li in top.iter("li")]
    assert 1 < len(lines) <= 3
    assert len({line[:40] for line in lines}) == len(lines)
    order = [element.get("class") for element in tree.iter() if element.get("class")]
    key = next(text(one) for one in with_class(tree, "note") if "solid part" in text(one))
    assert "The true number lies somewhere in the striped part." in key
    assert order.index("brief") < order.index("note") < order.index("figures")


def test_the_lines_say_what_changed_what_most_say_and_what_fewest_do() -> None:
    """In the words of the figures themselves."""
    (top,) = with_class(tree_of("cohort-whole"), "brief")
    changed, *others = [text(li) for li in top.iter("li")]

    assert " At the start " in changed
    assert changed.endswith(" now.")
    assert any("Many people " in line for line in others)
    assert any("Few people " in line for line in others)


def test_the_lines_say_nothing_that_the_figures_of_the_view_do_not() -> None:
    """Each word on top is that of a figure of the view; a view of a theme is about the theme."""
    view = sample.cohort(Choices(wave="start"))
    published = {f["ask"]: f["word"] for f in view.data["summaries"][0]["items"]}
    (top,) = with_class(parse(sample.html(view)), "brief")

    for line in (text(li) for li in top.iter("li")):
        ask = next(ask for ask in published if line.startswith(f"“{ask}”"))
        said = line.removeprefix(f"“{ask}”").strip().lower()
        word = next(word for word in ZONES if said.startswith(word))
        assert published[ask] == word


def test_where_nothing_is_shown_it_is_said_once() -> None:
    """One box with one reason and every question; no empty table, no empty file, no top."""
    tree = tree_of("cohort-withheld")

    (box,) = with_class(tree, "withheld")
    assert text(box).count(TOO_FEW) == 1
    asks = {f["ask"] for s in made.withheld_cohort() for f in s["items"]}
    assert {text(li) for li in box.iter("li")} == asks
    assert list(tree.iter("table")) == []
    assert with_class(tree, "file") == []
    assert with_class(tree, "brief") == []
