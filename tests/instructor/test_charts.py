"""The pictures of the dashboards: they say what is published, all of it in words, and no more."""

from __future__ import annotations

import re
from typing import Any, Final
from unittest.mock import patch
from xml.etree import ElementTree

import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from pairs_course.figures.aggregation import word_for
from pairs_course.figures.published import Figure, Word
from pairs_instructor.dashboards.charts import specs, svg
from pairs_instructor.dashboards.charts.shown import ZONES, ChartFigure, ChartRow, Marks, shown

WORDS: Final[tuple[Word, ...]] = ("few", "about half", "many")
TENS: Final = [(low, high) for low in range(0, 100, 10) for high in range(low + 10, 101, 10)]
NOT_SHOWN: Final = ChartFigure(instead="not shown")
NOT_YET: Final = ChartFigure(instead="not made yet")

# Each picture that is new is drawn by Vega.
drawn = settings(max_examples=40)
words = st.sampled_from(WORDS).map(lambda word: ChartFigure(word, *ZONES[word]))
steps = st.sampled_from(TENS).map(lambda ends: ChartFigure(None, *ends))
anything = st.one_of(words, steps, st.just(NOT_SHOWN), st.just(NOT_YET))
labels = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "), max_size=90
)


def element(picture: str) -> ElementTree.Element:
    """Read a picture, which must be correct XML."""
    return ElementTree.fromstring(picture)  # noqa: S314 - a picture of ours


def texts(picture: str) -> list[str]:
    return ["".join(text.itertext()) for text in element(picture).iter("text")]


def squeezed(text: str) -> str:
    return "".join(text.split())


def paths(picture: str, name: str) -> list[str]:
    """Return the paths of all layers of a name."""
    groups = (g for g in element(picture).iter("g") if f" {name}" in g.get("class", ""))
    return [path.get("d", "") for g in groups for path in g.iter("path")]


def span(path: str) -> tuple[float, float]:
    """Return from where to where a path goes, in per cent of the bar."""
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]
    if "h" in path:  # a rectangle: x, y, its width, its height
        left, right = numbers[0], numbers[0] + numbers[2]
    else:
        left, right = min(numbers[::2]), max(numbers[::2])
    return round(100 * left / specs.WIDTH), round(100 * right / specs.WIDTH)


def figure(word: Word | None, **more: Any) -> Figure:
    return {
        "item": "A1",
        "same_as": "A1",
        "theme": "eight",
        "ask": "We ask.",
        "option": "",
        "label": "",
        "counted": "answered",
        "word": word,
        "why": None,
        **more,  # type: ignore[typeddict-item] # only keys of a figure
    }


@drawn
@given(st.sampled_from(WORDS), labels, labels)
def test_figures_with_the_same_word_look_the_same(word: Word, ask: str, counted: str) -> None:
    """Whatever a figure is about, its picture knows its word and nothing else."""
    one = shown(figure(word, ask=ask, item=ask, counted=counted))

    assert svg.gauge(one) == svg.gauge(shown(figure(word)))
    assert svg.gauge(one) not in {svg.gauge(ChartFigure(w, *ZONES[w])) for w in WORDS if w != word}


@drawn
@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_word_spans_all_that_it_can_mean(counted: tuple[int, int]) -> None:
    """The limits in the picture are those by which the word was chosen."""
    some, people = counted
    low, high = ZONES[word_for(some, people)]

    assert low <= 100 * some / people <= high


@drawn
@given(st.one_of(words, steps))
def test_a_bar_is_solid_up_to_what_is_sure_and_striped_for_the_rest(one: ChartFigure) -> None:
    """Its length is the range that is published; no line within it marks anything finer."""
    picture = svg.gauge(one)

    solid = [span(path) for path in paths(picture, "solid")]
    assert solid == ([(0, one.low)] if one.low else [])
    assert [span(path) for path in paths(picture, "edge")] == [(one.low, one.high)]
    ((left, right),) = [span(path) for path in paths(picture, "stripes")]
    assert one.low <= left < right <= one.high


@drawn
@given(st.lists(st.builds(ChartRow, labels, anything), min_size=1, max_size=6))
def test_a_picture_says_all_that_it_shows_in_words(rows: list[ChartRow]) -> None:
    """Each label and each value is in the text alternative, and in the picture to read."""
    picture = svg.rows(rows)

    root = element(picture)
    alternative = root.get("aria-label", "")
    assert root.get("role") == "img"
    for row in rows:
        assert f"{row.label.rstrip('.…')}: {row.shown.word or row.shown.short}" in alternative
        assert row.shown.label in texts(picture)
        assert squeezed(row.label) in squeezed("".join(texts(picture)))


@drawn
@given(anything, anything)
def test_an_arrow_joins_what_can_be_compared(first: ChartFigure, last: ChartFigure) -> None:
    """It goes from start to now where both are words or both are steps, and nowhere else."""
    rows = [ChartRow("At the start", first), ChartRow("Now", last)]
    picture = svg.rows(rows, (first, last))

    both = not first.instead and not last.instead and bool(first.word) == bool(last.word)
    assert bool(paths(picture, "arrow")) == both
    said = re.findall(r"arrow goes from|stays the same", element(picture).get("aria-label", ""))
    expected = [] if not both else ["stays the same" if first == last else "arrow goes from"]
    assert said == expected


@drawn
@given(st.builds(Marks, steps, steps))
def test_the_two_roles_differ_by_more_than_colour(roles: Marks) -> None:
    """One mark is solid and above the line, the other striped and below it; each spans its step."""
    picture = svg.strip(roles)

    above, below = paths(picture, "leaders_fill"), paths(picture, "others_fill")
    assert [span(path) for path in above] == [(roles.leaders.low, roles.leaders.high)]
    assert [span(path) for path in below] == [(roles.professionals.low, roles.professionals.high)]
    assert len(paths(picture, "others_stripes")) == 1
    assert paths(picture, "leaders_stripes") == []
    tops = [float(path.split(",")[1].split("h")[0]) for path in (*above, *below)]
    assert tops[0] < tops[1]
    alternative = element(picture).get("aria-label", "")
    assert f"Patient leaders: {roles.leaders.short}." in alternative
    assert f"Professionals: {roles.professionals.short}." in alternative


@drawn
@given(anything, labels)
def test_a_picture_is_plain(one: ChartFigure, label: str) -> None:
    """No script, link, style or name within the page; what a label holds is only text."""
    for picture in (svg.gauge(one), svg.rows([ChartRow(f'<script>&"{label}', one)])):
        found = list(element(picture).iter())
        assert {e.tag for e in found} <= {"svg", "g", "path", "text"}
        attributes = {name for e in found for name in e.attrib}
        assert attributes.isdisjoint({"id", "style", "href"})
        assert not [name for name in attributes if name.startswith("on")]


def test_the_same_picture_is_drawn_once() -> None:
    """Whatever it is called, a page draws each picture one time."""
    svg.drawn.cache_clear()
    few = ChartFigure("few", *ZONES["few"])
    with patch.object(svg.vl_convert, "vegalite_to_svg", wraps=vl_convert.vegalite_to_svg) as draw:
        pictures = {svg.gauge(few) for _ in range(5)}

    assert len(pictures) == draw.call_count == 1
