"""Marks in a card or letter: what is marked, what is not, and that marks are sound."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.pairs.pii_hints import WORDS, suspects

NAMES = ["Ann Alder", "Óscar de la Peña", "Bo Li"]


def marked(text: str, names: list[str] = NAMES) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.why) for span in suspects(text, names)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We thank ann and Alder's team.", [("ann", "roster"), ("Alder's", "roster")]),
        ("Peña helped us.", [("Peña", "roster")]),
        ("Ask us, or Priya, for help.", [("Priya", "capital")]),
        ("Priya helped us. Then we met.", []),
        ("We met Dr Singh twice.", [("Dr Singh", "title")]),
        ("We met mrs. Jones-Hall.", [("mrs. Jones-Hall", "title")]),
        ("Write to a.b@example.org or @nurse_bo.",
         [("a.b@example.org", "contact"), ("@nurse_bo", "contact")]),
        ("Ring 020 7946 0018 on Monday.", [("020 7946 0018", "contact")]),
        ("Or +44 (0)20 7946-0018.", [("+44 (0)20 7946-0018", "contact")]),
        ("See www.example.org/us please.", [("www.example.org/us", "contact")]),
        ("We work at St Mary's Hospital.", [("St Mary's Hospital", "place")]),
        ("We work on ward 7 and at the clinic.", [("ward 7", "place")]),
        ("The Elm House care home is near.", [("The Elm House care home", "place")]),
        ("In May I met the NHS team; I'm glad.", []),
        ("It took 12 weeks and 250 cups of tea.", []),
        ("“Dear next pair,” she said. “We nearly stopped.”", []),
    ],
)  # fmt: skip
def test_what_may_tell_who_somebody_is_is_marked(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """Names of the roster, titles, numbers, addresses, places, and capitals inside a sentence."""
    assert marked(text) == expected


def test_short_parts_of_names_are_left_alone() -> None:
    """“de”, “la” and “Bo” would mark half a letter; a capital still shows a name."""
    assert marked("de la, as Bo said") == [("Bo", "capital")]


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=4))
def test_marks_are_in_order_inside_the_text_and_apart(text: str, names: list[str]) -> None:
    """Whatever somebody wrote, also in other alphabets, the page can draw them."""
    spans = suspects(text, names)

    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert {span.why for span in spans} <= set(WORDS)


@given(st.text("abcdefghij", min_size=3, max_size=8), st.text(" abc.,\n", max_size=20))
def test_a_name_of_the_roster_is_marked_wherever_it_stands(name: str, around: str) -> None:
    """Written small or large, at the start of a sentence or inside it."""
    for written in (name, name.title(), name.upper()):
        text = f"{around} {written} {around}"
        start = len(around) + 1

        assert any(
            span.start <= start and span.end >= start + len(name) and span.why == "roster"
            for span in suspects(text, [name])
        )


@pytest.mark.parametrize("part", ["A ", "0", "Dr ", "a@", "A.b-", "ward ", "A of ", "+(0)"])
def test_no_pattern_runs_away(part: str) -> None:
    """The longest letter that somebody can write is read in no time, whatever is in it."""
    text = (part * 2000)[:2000]

    begun = time.thread_time()
    suspects(text, NAMES)

    assert time.thread_time() - begun < 30  # some milliseconds; a runaway takes minutes
