"""Every page of the dashboards: whole, valid, marked, in plain words, with links that work."""

from __future__ import annotations

import copy
import re
from itertools import pairwise
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import nbformat
import pytest
from nbclient import NotebookClient

from pairs_course.figures import aggregation, disclosure_control
from pairs_instructor.dashboards import choices, pages, parts, questions
from pairs_instructor.dashboards.choices import Choices

from ..html_validate import problems
from ..modules.words import MOST_WORDS, WORD, sentences
from . import dashboard_pages as sample
from . import published_data as made
from .dashboard_pages import Sample
from .reading_pages import SAMPLES, cards, page_of, parse, section, text, tree_of, with_class

NUMBERS: Final = {5: "five", 7: "seven"}
HOSTILE: Final = "<script>alert(1)</script> & <b>“bold”</b> {{ 7 * 7 }}"
every_page = pytest.mark.parametrize("name", SAMPLES)


@every_page
def test_a_page_is_whole(name: str) -> None:
    """One language, title and h1 that agree, headings in order, a skip link, a way Home."""
    one, tree = SAMPLES[name], tree_of(name)

    assert tree.get("lang") == "en"
    assert text(tree.find("head/title")) == f"{one.view.heading} \N{EN DASH} Collaborative Pairs"
    levels = [int(e.tag[1]) for e in tree.iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert text(tree.find(".//main/h1")) == one.view.heading
    skip, main = tree.find("body/a"), tree.find(".//main")
    assert skip is not None
    assert main is not None
    assert (skip.get("href"), main.get("id")) == ("#main", "main")
    assert pages.HOME in [a.get("href") for a in tree.iter("a")]


@every_page
def test_a_page_runs_nothing_and_asks_nobody(name: str) -> None:
    """No script, handler, style attribute or address elsewhere: the policy would refuse them."""
    tree = tree_of(name)

    names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert names.isdisjoint({"script", "iframe", "img", "object", "form", "input", "image", "use"})
    attributes = [name for element in tree.iter() for name in element.attrib]
    assert [n for n in attributes if n.startswith("on") or n in ("style", "src")] == []
    links = {e.get("href") or "" for e in tree.iter() if e.get("href")}
    assert all(link in ("data:,", "#main") or link.startswith("/services/") for link in links)
    assert len(tree.findall(".//style")) == 1


@every_page
def test_demo_data_is_marked_on_every_page(name: str) -> None:
    """Before anything else; and no page of real answers has the mark."""
    main = tree_of(name).find(".//main")

    assert main is not None
    marked = text(main[0]) == "Demo data. The answers behind this page are made up."
    assert marked == SAMPLES[name].demo
    assert len(with_class(main, "demo")) == int(marked)


def test_every_page_is_valid_html() -> None:
    """Also those that say why there is nothing to show, and whose text is hostile."""
    every = {name: page_of(name) for name in SAMPLES}
    every["message"] = pages.message(
        HOSTILE, "Look. Then ask.", demo=True, link=("/services/dashboards/network", HOSTILE)
    )
    every["hostile"] = sample.html(hostile())

    assert problems(every) == []


@pytest.mark.parametrize("name", ["cohort-whole", "network-roles", "letter"])
def test_a_notebook_shows_the_same_in_a_kernel(name: str) -> None:
    """What these tests look at is what the notebook's own kernel makes."""
    one = SAMPLES[name]
    notebook = nbformat.read(pages.NOTEBOOKS / f"{one.page}.ipynb", as_version=4)
    with sample.told(one):
        NotebookClient(notebook).execute()

    assert sample.whole(notebook, one) == page_of(name)


@pytest.mark.parametrize("name", [n for n in SAMPLES if n.startswith(("cohort", "network"))])
def test_choices_are_links_to_views_that_show_something(name: str) -> None:
    """Each link's query is one that the service takes, and its view has figures."""
    one = SAMPLES[name]
    for link in choice_links(tree_of(name)):
        address = urlsplit(link.get("href") or "")
        to = choices.read(parse_qs(address.query))

        assert address.path == one_address(one)
        published = one.data["summaries" if one.page == "cohort" else "pools"]
        assert questions.of(published, to) != []


@pytest.mark.parametrize("chosen", [Choices(), Choices("eight"), Choices("eight", "now")])
def test_what_is_chosen_is_said(chosen: Choices) -> None:
    """In the title, in the headings, and in the links; the file has the same figures."""
    tree = parse(sample.html(sample.cohort(chosen)))

    here = [text(a) for a in choice_links(tree) if a.get("aria-current") == "true"]
    assert here == [
        parts.theme_label("eight") if chosen.theme else "Everything",
        "Now" if chosen.wave else "All together",
    ]
    title = "Riverside 2026: what people said" + (
        " \N{EN DASH} How we work together" if chosen.theme else ""
    )
    assert text(tree.find(".//h1")) == title + (", now" if chosen.wave else "")
    theme = "How we work together" + (", now" if chosen.wave else "")
    assert text(section(tree, "eight").find("h2")) == theme
    (file,) = [a for p in with_class(tree, "file") for a in p.iter("a")]
    path = "/services/dashboards/cohort/riverside/figures.csv"
    assert file.get("href") == path + chosen.query


def test_a_view_without_figures_says_so() -> None:
    """It leads to the whole page."""
    (said,) = with_class(tree_of("cohort-nothing-chosen"), "card")
    (link,) = said.iter("a")
    assert text(said).startswith("There are no figures for what you chose.")
    assert link.get("href") == "/services/dashboards/cohort/riverside"


def hostile() -> Sample:
    """A network whose every text is markup."""
    pools: list[dict[str, Any]] = copy.deepcopy(made.network(made.by_role))  # type: ignore[arg-type]
    for n, figure in enumerate(f for pool in pools for f in pool["items"]):
        figure |= {"ask": f"{n} {HOSTILE}", "counted": HOSTILE}
        if figure["label"]:
            figure["label"] = f"{n} {HOSTILE}"
        if figure["why"]:
            figure["why"] = HOSTILE
    texts = [{"kind": "card", "fields": {HOSTILE: HOSTILE}}]
    return Sample("network", {"pools": pools, "texts": texts}, title=HOSTILE)


def test_what_people_and_authors_write_is_only_text() -> None:
    """Titles, questions, options, reasons, cards: shown as written, never as a part of the page."""
    tree = parse(sample.html(hostile()))

    assert {e.tag for e in tree.iter()}.isdisjoint({"script"})
    assert text(tree.find(".//h1")) == f"{HOSTILE}: what pairs everywhere say"
    assert text(section(tree, "texts").find(".//blockquote")) == HOSTILE + HOSTILE
    assert all(HOSTILE in ask for ask in cards(tree))
    told = Sample("letter", {"letter": {**made.letter(), "parts": [
        {"heading": HOSTILE, "sentences": [HOSTILE]}
    ]}}, title=HOSTILE)  # fmt: skip
    sheet = with_class(parse(sample.html(told)), "sheet")[0]
    assert text(sheet.find("section")) == HOSTILE + HOSTILE


@pytest.mark.parametrize("name", ["cohort-whole", "network-roles"])
def test_what_pages_say_about_privacy_is_so(name: str) -> None:
    """The numbers on the page are those by which figures are made."""
    said = text(tree_of(name).find(".//main"))

    expected = {
        "cohort-whole": [
            f"needs {NUMBERS[aggregation.FULL_PAIRS]} pairs in which both gave an answer",
            f"a cohort with {NUMBERS[aggregation.FULL_PAIRS_AGAINST_TWO]} or more pairs, "
            f"it needs {NUMBERS[aggregation.FULL_PAIRS_AGAINST_TWO]}.",
        ],
        "network-roles": [
            f"at least {NUMBERS[disclosure_control.MIN_COHORTS]} of them together",
            f"From {disclosure_control.STEP_PAIRS} pairs on",
            f"at least {disclosure_control.ROLE_PEOPLE} people of each",
        ],
    }
    assert [words for words in expected[name] if words not in said] == []


def test_our_sentences_are_short() -> None:
    """All that we say on the pages, apart from questions and what pairs write."""
    ours = ("notes", "lead", "note", "card", "first", "held", "dates", "withheld", "why", "file")
    prose = {
        text(element)
        for name in SAMPLES
        for part in ours
        for holder in with_class(tree_of(name), part)
        for element in holder.iter()
        if element.tag in ("p", "li") and not element.findall(".//p")
    }

    long = [s for p in prose for s in sentences(p) if len(WORD.findall(s)) > MOST_WORDS]
    assert len(prose) > 25
    assert long == []


def test_a_network_may_have_no_title() -> None:
    """Its heading then says what it is."""
    assert parts.heading("network", "") == "What pairs everywhere say"
    assert parts.heading("network", "All cohorts") == "All cohorts: what pairs everywhere say"


def choice_links(tree: Element) -> list[Element]:
    return [a for nav in with_class(tree, "choices") for li in nav.iter("li") for a in li.iter("a")]


def one_address(one: Sample) -> str:
    return f"{pages.BASE}network" if one.page == "network" else f"{pages.BASE}cohort/riverside"
