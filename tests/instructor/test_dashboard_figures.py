"""What stands on the dashboards' pages: each figure or why there is none, texts, the letter."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.figures import aggregation
from pairs_course.figures.aggregation import TOO_FEW
from pairs_course.programme import compiled
from pairs_course.programme.items import Theme
from pairs_instructor.dashboards import network
from pairs_instructor.dashboards.charts.shown import ZONES, ChartFigure
from pairs_instructor.dashboards.choices import Choices

from . import dashboard_pages as sample
from . import published_data as made
from .reading_pages import SAMPLES, SVG, cards, page_of, parse, section, text, tree_of, with_class


def test_each_figure_of_a_cohort_is_a_sentence_with_a_picture() -> None:
    """The newest figure, and that of the start where there is one; of two statements, both."""
    found = cards(tree_of("cohort-whole"))

    said = {ask: text(card.find("p")) for ask, card in found.items()}
    often = "answered “often” or “always”"
    assert said["We know what each of us wants from working together."] == (
        f"Many people {often} now. At the start it was few."
    )
    assert said["We talk openly about how we differ."] == (
        f"About half of the people {often} now. At the start it was about half, too."
    )
    assert said["I think of us as “we” more than “them and me”."] == (
        f"Few people {often} now. At the start it is not shown."
    )
    assert said["I can say difficult things to my partner."] == (
        f"Few people {often} looking back at the start."
    )
    assert said["How did you listen?"] == (
        "About half of the people were nearer to “I listened to understand” "
        "than to “I listened for mistakes”."
    )
    assert [len(card.findall(f".//{SVG}svg")) for card in found.values()] == [1] * len(found)


def test_three_moments_are_in_the_order_start_then_now() -> None:
    """The picture says all three in words, and the page why a figure may go down."""
    tree = tree_of("cohort-eight")

    picture = cards(tree)["We learn from other pairs."].find(f".//{SVG}svg")
    assert picture is not None
    assert picture.get("aria-label") == (
        "Bars from nobody to everybody. At the start: few, under 4 in 10. "
        "Looking back: few, under 4 in 10. Now: about half, from 4 in 10 to 6 in 10. "
        "An arrow goes from few at the start to about half now."
    )
    assert "The yardstick has moved." in text(section(tree, "eight"))
    assert "yardstick" not in page_of("cohort-start-only")


def test_all_options_of_a_choice_are_in_one_picture() -> None:
    """What "no time" means: one picture with a bar for each meaning."""
    (card,) = cards(tree_of("cohort-time")).values()

    (picture,) = card.findall(f".//{SVG}svg")
    said = picture.get("aria-label") or ""
    assert said.startswith(
        "Bars from nobody to everybody. Something else comes first: about half, "
        "from 4 in 10 to 6 in 10. I am afraid of what may come of it: few, under 4 in 10."
    )
    assert said.count("few, under 4 in 10") == 5


def test_what_is_withheld_is_named_with_the_reason() -> None:
    """Within a card next to what is shown; below the cards where nothing of it is."""
    whole, nothing = tree_of("cohort-whole"), tree_of("cohort-withheld")

    mixed = cards(whole)["I can say difficult things to my partner."]
    assert [text(p) for p in with_class(mixed, "why")] == [TOO_FEW]
    (box,) = with_class(section(whole, "dialogue"), "withheld")
    assert text(box) == f"Questions without a figure{TOO_FEW}What did you try to do?"
    assert cards(nothing) == {}
    listed = [text(li) for e in with_class(nothing, "withheld") for li in e.iter("li")]
    asks = [f["ask"] for s in made.withheld_cohort() for f in s["items"]]
    assert sorted(listed) == sorted(dict.fromkeys(asks))
    assert nothing.findall(f".//main//{SVG}svg") == []


@pytest.mark.parametrize("name", ["cohort-whole", "network-words", "network-roles"])
def test_every_picture_has_a_table(name: str) -> None:
    """Below each theme, all its figures: as many as are published, with the same words."""
    one = SAMPLES[name]
    tree = tree_of(name)

    published = one.data["summaries" if one.page == "cohort" else "pools"]
    for theme in get_args(Theme):
        figures = [f for wave in published for f in wave["items"] if f["theme"] == theme]
        (table,) = section(tree, theme).iter("table")
        got = [text(row.find("td")) for row in table.iter("tr") if row.find("td") is not None]
        assert len(got) == len(figures)
        shown = [word.capitalize() for f in figures if (word := f["word"])]
        assert sorted(cell for cell in got if cell.lower() in ZONES) == sorted(shown)
        withheld = sum(not f["word"] and not f.get("step") for f in figures)
        assert got.count("Not shown") == withheld


def test_what_most_pairs_have_finished() -> None:
    """The newest list, in the order of the programme; none yet is said; a theme leaves it out."""
    titles = [module.title for module in compiled.load().modules]
    whole = section(tree_of("cohort-whole"), "finished")
    once = section(parse(sample.html(sample.cohort(Choices(wave="once")))), "finished")
    nothing = section(tree_of("cohort-withheld"), "finished")

    assert [text(li) for li in whole.iter("li")] == titles
    assert "25 January 2027" in text(whole)
    assert [text(li) for li in once.iter("li")] == titles[:5]
    assert "once half of the pairs have finished it" in text(nothing)
    assert 'id="finished"' not in page_of("cohort-time")


def test_steps_and_roles_of_a_network() -> None:
    """A step says about how many people it is of; the two roles are two marks on one line."""
    card = cards(tree_of("network-roles"))["The places we work in make it easy to work together."]

    assert text(card.find("p")) == ("Under 10% of about 120 people answered “often” or “always”.")
    bar, strip = [picture.get("aria-label") for picture in card.iter(f"{SVG}svg")]
    assert bar == "A bar from nobody to everybody. It shows under 10%."
    assert strip == (
        "Two marks on one line from nobody to everybody. "
        "Patient leaders: under 10%. Professionals: 20% to under 30%."
    )
    assert "Professionals" not in text(section(tree_of("network-words"), "eight"))


def test_the_barriers_begin_with_what_gets_in_the_way() -> None:
    """On the network's page, first of its theme: good things that few say are so."""
    barriers = section(tree_of("network-words"), "barriers")

    first = with_class(barriers, "first")[0]
    assert list(barriers).index(first) == 1
    assert text(first.find("h3")) == "What pairs everywhere say gets in the way"
    assert [text(li) for li in first.iter("li")] == [
        "“When we are busy we still look after the relationship.” "
        "Few people answered “often” or “always”.",
        "“Our leaders treat this partnership as a priority.” "
        "Few people answered “often” or “always”.",
    ]


def test_where_no_barrier_stands_out_that_is_said() -> None:
    """Nothing is ranked, and what is not shown is not named."""
    halves = made.network(lambda _n, _about: {"word": "about half"})
    (first,) = with_class(parse(sample.html(sample.network(halves))), "first")

    assert text(first.find("p")) == "Nothing here stands out in the figures that are shown."
    assert with_class(tree_of("network-withheld"), "first") == []
    assert with_class(tree_of("network-withheld"), "figure") == []


@given(st.sampled_from([(low, low + 10) for low in range(0, 100, 10)]), st.booleans())
def test_a_barrier_stands_out_where_its_figure_is_beyond_doubt(
    ends: tuple[int, int], hard: bool
) -> None:
    """A good thing of which all that the step can mean is few; a hard one of which it is many."""
    low, high = ends

    stands_out = network.stands_out("T4b" if hard else "T2", ChartFigure(None, low, high))

    assert stands_out == (low >= 60 if hard else high <= 40)
    assert not network.stands_out("T4b", ChartFigure(instead="not shown"))


def test_hard_barriers_are_questions_of_the_programme() -> None:
    """A new wording is a new id, which then has to be named here, too."""
    items = aggregation.items_of(compiled.load(), "once")

    barriers = {one.item.id for one in items if one.theme == "barriers"}
    assert barriers > network.hard_if_many() > set()


def test_cards_and_letters_are_quotations() -> None:
    """Each by its headings, with line breaks; empty boxes and views of figures leave them out."""
    texts = section(tree_of("network-words"), "texts")

    quotes = list(texts.iter("blockquote"))
    assert [text(h3) for h3 in texts.iter("h3")] == ["Cards", "Letters to the next pair"]
    assert len(quotes) == len(made.texts())
    assert "A patient leader & a ward manager <both new to this>." in text(quotes[1])
    assert "offer" not in text(quotes[1])
    assert "\n\nWe thought so, too." in "".join(quotes[2].itertext())
    assert 'id="texts"' not in page_of("network-barriers")


def test_a_letter_says_when_it_was_made_and_when_it_opens() -> None:
    """Plain prose below its headings, from the pairs."""
    tree = tree_of("letter")

    (sheet,) = with_class(tree, "sheet")
    assert text(with_class(sheet, "dates")[0]) == (
        "Made on 1 December 2026. The sponsor can read it from 8 December 2026 on."
    )
    letter = made.letter()
    assert [text(h2) for h2 in sheet.iter("h2")] == [part["heading"] for part in letter["parts"]]
    prose = [text(part.find("p")) for part in sheet.iter("section")]
    assert prose == [" ".join(part["sentences"]) for part in letter["parts"]]
    assert text(with_class(sheet, "from")[0]) == "From the pairs of “Riverside 2026”"


def test_a_letter_that_is_held_back_says_so_without_a_name() -> None:
    """The cohort can still read it, with no day of opening; without its words there is no sheet."""
    cohort, other = tree_of("letter-held"), tree_of("letter-held-for-a-sponsor")

    for tree in (cohort, other):
        said = text(with_class(tree, "held")[0])
        assert said.startswith("This letter is held backSomebody of the cohort asked for that.")
    assert len(with_class(cohort, "sheet")) == 1
    assert "8 December" not in page_of("letter-held")
    assert with_class(other, "sheet") == []
